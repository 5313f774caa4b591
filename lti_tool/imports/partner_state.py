"""A partner as it stands, or as earlier rows of a list leave it: plain data, on which plans are made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from ..text import person_key

Plan = dict[str, Any]  # see `plan.plan_of`
ROLES = ("contact", "deputy")


def ids_of_ours(plans: Iterable[Plan]) -> set[int]:
    """The ids of our people whom these plans put into rows, or take out of them."""
    columns = [plan.get("row", {}).get(f"{role}_person_id", ()) for plan in plans for role in ROLES]
    return {person_id for before_and_after in columns for person_id in before_and_after if person_id is not None}


class CannotBe(Exception):
    """A row's value cannot stand beside the present ones; `meaning` is that of its cell."""

    def __init__(self, meaning: str, message: str) -> None:
        super().__init__(message)
        self.meaning = meaning
        self.message = message


class ImportPlace(NamedTuple):
    """The place of a row among those of its partner: only one has it."""

    tier: str
    team_id: int | None
    unit_key: str


@dataclass
class NewValues:
    """What a row of the list gives to a partnership: columns, and by role the text that says who of ours."""

    columns: dict[str, Any] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)


@dataclass
class RowState:
    """A partnership as it stands, or as earlier rows of the list leave it; `number` is the last of those, 0 for none.

    `shown` is who of ours has a role as it is shown, by `person_key`.
    """

    id: int | None
    columns: dict[str, Any]
    number: int = 0
    shown: dict[str, str] = field(default_factory=dict)

    @property
    def is_of_list(self) -> bool:
        """Whether an earlier row of the list stands in this place."""
        return self.number > 0

    def shows(self, role: str, name: str) -> bool:
        """Whether it is this one of ours who has the role."""
        return self.shown.get(role) == person_key(name)

    def add(self, new: NewValues, number: int) -> None:
        """Let it be as this row of the list leaves it."""
        self.columns |= new.columns
        self.shown |= {role: person_key(text) for role, text in new.people.items()}
        self.number = number


@dataclass
class PersonState:
    """A person at the partner; one who has left stays so, one who was removed comes back."""

    columns: dict[str, str]
    has_left: bool = False
    is_removed: bool = False


@dataclass
class AgreementState:
    """An agreement; one that an earlier row of the list has added has no id."""

    id: int | None
    url: str
    starts_on: date | None
    ends_on: date | None
    review_on: date | None = None


@dataclass
class PartnerState:
    """A partner as it stands, or as earlier rows of the list leave it. One that is new has no name.

    `archived` holds what was taken off the list and may come back; figures are by kind and year.
    """

    name: str = ""
    own: dict[str, str] = field(default_factory=dict)
    name_keys: set[str] = field(default_factory=set)
    rows: dict[ImportPlace, RowState] = field(default_factory=dict)
    archived: dict[ImportPlace, RowState] = field(default_factory=dict)
    people: dict[str, PersonState] = field(default_factory=dict)
    agreements: list[AgreementState] = field(default_factory=list)
    visits: set[tuple[date, str]] = field(default_factory=set)
    figures: dict[tuple[str, int], Any] = field(default_factory=dict)
