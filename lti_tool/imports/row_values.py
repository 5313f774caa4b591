"""What a row of a list says, as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from ..text import name_key
from .partner_state import ImportPlace

Texts = Mapping[str, str]
Figures = Sequence[Sequence[Any]]  # meaning, year or None, text
KIND_OF = {"invoiced": "euros", "students": "students", "events": "events"}  # of the figures, by the meaning of a column
NOTHING = {"-", "–", "—", "."}  # as people write that there is none
Ours = dict[str, Any]  # the two columns of a role, empty where the list says nobody


class Known(NamedTuple):
    """A person who stands at another partner already, with the columns of a person that are filled there."""

    id: int
    columns: dict[str, str]


class Their(NamedTuple):
    """A person at the partner; `known` is the same person where one of this name and mailbox is known in the college."""

    name: str
    title: str
    email: str
    phone: str
    known: Known | None = None


@dataclass
class RowValues:
    """What a row says. `problems` are messages by the meaning of the cell that cannot be."""

    name: str = ""
    other_names: list[str] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)  # of the partner itself: url, business_id, municipality
    tier: str = ""
    team_id: int | None = None
    team: str = ""  # its name
    unit: str = ""
    description: str = ""
    contact: Ours = field(default_factory=dict)
    deputy: Ours = field(default_factory=dict)
    role_texts: dict[str, str] = field(default_factory=dict)  # contact and deputy as they are written
    gone: dict[str, str] = field(default_factory=dict)  # of these a message: who is written has left us
    has_beside: bool = False  # whether other rows of the list stand in the same place
    starts_on: date | None = None
    ends_on: date | None = None
    their: Their | None = None
    agreement_url: str = ""
    agreement_until: date | None = None
    visit_on: date | None = None
    visit_text: str = ""
    figures: dict[tuple[str, int], Decimal] = field(default_factory=dict)  # by kind and year
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> ImportPlace:
        return ImportPlace(self.tier, self.team_id, name_key(self.unit))
