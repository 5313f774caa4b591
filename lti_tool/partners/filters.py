"""What a list may be narrowed down by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_

from ..tiers.models import DEVELOPMENT, STRATEGIC
from .choices import STATE_NAMES, WANTED
from .orders import further_name
from .row_models import IS_BARE, IS_NAMED, IS_NOBODYS, IS_WITHOUT_DEPUTY, Partnership

TIERS_THAT_SHOW_MET = (DEVELOPMENT, STRATEGIC)
DEEPEN = "deepen"  # beside the states: what somebody has marked as a candidate
MARKS = {WANTED: STATE_NAMES[WANTED], DEEPEN: _l("could be deepened")}
NEVER = "never"
NOT_LATELY = "half-year"
NOT_KNOWN_LATELY = "not-lately"
MET = {
    NOT_KNOWN_LATELY: _l("over half a year without contact, or none known"),
    NOT_LATELY: _l("over half a year without contact"),
    NEVER: _l("no contact known yet"),
}
# A team is written as text, and no colleague is missing there. As `text.person_key` writes them.
TEAM_WORDS = ("tiimi", "team", "ryhmä", "grupp", "ohjaajat", "palvelut", "toimisto", "osasto", "avdelning", "service")
NAMES_NO_TEAM: ColumnElement[bool] = and_(*(Partnership.contact_key.not_like(f"%{word}%") for word in TEAM_WORDS))
# What a row may be without. A colleague: its contact is a name as text, whom the tool does not know.
LACKING: dict[str, ColumnElement[bool]] = {
    "description": IS_BARE,
    "contact": IS_NOBODYS,
    "deputy": IS_WITHOUT_DEPUTY,
    "colleague": and_(IS_NAMED, NAMES_NO_TEAM),
}
LACKING_NAMES = {
    "description": _l("without description"),
    "contact": _l("without contact person"),
    "deputy": _l("without deputy"),
    "colleague": _l("with a contact person who is not known"),
}


@dataclass(frozen=True)
class FurtherFilter:
    """A filter that a feature above brings: the condition for a value in a college.

    With `title` and `choices` (names by value) it is offered beside a list. One without choices says itself which value an
    address may hold (`read`: the value, or empty) and what it is called (`name`). One that `shows_met` asks when partners were
    met last.
    """

    condition: Callable[[int, str], ColumnElement[bool]]
    title: Any = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    shows_met: bool = False
    read: Callable[[str, int], str] | None = None
    name: Callable[[str, int], str] | None = None

    def value_in(self, value: str, organisation_id: int) -> str:
        """The value out of an address; empty for an unknown one."""
        if self.read is not None:
            return self.read(value, organisation_id)
        return value if value in self.choices else ""

    def name_of(self, value: str, organisation_id: int) -> str:
        """What readers call a value."""
        return self.name(value, organisation_id) if self.name is not None else str(self.choices[value])


further_filters: dict[str, FurtherFilter] = {}  # by the name of the parameter; features above add theirs


@dataclass(frozen=True)
class Filter:
    """Which rows a list shows, and in which order. An empty text and None leave the list as wide as it is."""

    organisation_id: int
    tier: str = ""
    text: str = ""  # words of the row, its partner or its contact person
    contact: str = ""  # words of the contact person's name
    mine: int | None = None  # the id of the person whose own rows are wanted
    order: str = "name"  # one that `orders` knows
    lacks: str = ""  # one of LACKING
    state: str = ""  # WANTED, CURRENT or DEEPEN
    team: int | None = None  # id
    ours: tuple[int, ...] | None = None  # the ids of one's own teams
    field: int | None = None  # the id of a field of training
    met: str = ""  # one of MET
    is_of_a_person: bool = False  # it asks for the rows of one colleague, who is not oneself
    further: tuple[tuple[str, str], ...] = ()  # filters of features above: name and value

    @property
    def shows_met(self) -> bool:
        """Whether the list says when partners were met last: in some tiers and where that is asked, never of one colleague."""
        if self.is_of_a_person:
            return False
        is_of_such_a_tier = self.tier in TIERS_THAT_SHOW_MET
        is_sorted_by_it = self.order.startswith("met")
        is_asked_by_a_feature = any(further_filters[name].shows_met for name, _value in self.further)
        return bool(self.met) or is_of_such_a_tier or is_sorted_by_it or is_asked_by_a_feature

    @property
    def further_order(self) -> str:
        """The name of the feature's number by which its list is sorted; empty for one of its own columns."""
        return further_name(self.order)

    @property
    def is_plain(self) -> bool:
        """Whether the question asked of the database is the same at any time: no people or figures are looked up for it."""
        return not replace(self, lacks="").is_narrowed and not self.further_order

    @property
    def is_narrowed(self) -> bool:
        """Whether something else than a tier and an order was chosen."""
        plain = Filter(self.organisation_id, self.tier, order=self.order)
        return self != plain


def narrowed_to(wanted: Filter, team_names: Mapping[int | None, str], field_names: Mapping[int | None, str]) -> dict[str, str]:
    """What a list was narrowed down to, in words, by the parameters of its address."""
    further = {name: further_filters[name].name_of(value, wanted.organisation_id) for name, value in wanted.further}
    words = {
        "lacks": LACKING_NAMES.get(wanted.lacks),
        "met": MET.get(wanted.met),
        "state": {**STATE_NAMES, **MARKS}.get(wanted.state),
        "team": team_names.get(wanted.team),
        "field": field_names.get(wanted.field),
        **further,
        "q": wanted.text,
        "contact": wanted.contact,
    }
    return {name: str(text) for name, text in words.items() if text}
