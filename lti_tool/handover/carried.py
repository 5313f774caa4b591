"""What one of ours carries: kinds of things that features register, and the lines of somebody's.

A line says who by two columns, as `partners/contact.py` fills them: a person we know, or a name as text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, false, literal, null, or_, select

from .. import db
from ..history.tracked import Tracked
from ..partners.models import OfPartner, Partner
from ..people.models import Person
from ..teams.models import Team
from ..text import person_key

MOST_LINES = 500  # as many as an undo takes back at once


@dataclass(frozen=True)
class Kind:
    """A kind of things that one carries: rows of `model`, in whose columns `<role>_person_id` and `<role>_name` stands who.

    `in_use` picks the rows that change hands; `tier` and `text` are what is shown of one beside the partner's name. `key` is the
    column with the `person_key` of the name, where there is one. Of what is no partner's alone the text stands for the partner.
    """

    title: Any
    model: type[Tracked]
    role: str
    in_use: ColumnElement[bool]
    tier: Any
    text: Any
    key: Any = None
    is_of_partner: bool = True

    @property
    def person_id(self) -> Any:
        return getattr(self.model, f"{self.role}_person_id")

    @property
    def name(self) -> Any:
        return getattr(self.model, f"{self.role}_name")

    def title_of(self, row: Any) -> str:
        """How a sentence names one of its rows."""
        return row.partner.name if self.is_of_partner else row.tracking.title(row)


carried_kinds: dict[str, Kind] = {}  # in the order in which they are shown; features above add theirs


@dataclass(frozen=True)
class Giver:
    """Whose lines they are: a person, a team, or a name as text. `key` is that of the name, where it stands as text."""

    organisation_id: int
    name: str
    key: str
    person: Person | None = None
    team: Team | None = None

    @classmethod
    def of_person(cls, person: Person) -> Giver:
        return cls(person.organisation_id, person.shown_name, person.name_key, person=person)

    @classmethod
    def of_team(cls, team: Team) -> Giver:
        return cls(team.organisation_id, team.name, person_key(team.name), team=team)


class Line(NamedTuple):
    """One thing that somebody carries; `is_text` where the name stands as text only.

    `partner_id` is 0 for what is no partner's alone: `partner` is its own text then.
    """

    kind: str
    id: int
    partner_id: int
    partner: str
    tier: str
    text: str
    is_text: bool

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.id}"


def lines_of(giver: Giver) -> list[Line]:
    """What somebody carries now, by kind and partner; at most MOST_LINES + 1."""
    found: list[Line] = []
    for name, kind in carried_kinds.items():
        query = _lines(name, kind).where(kind.in_use, _stands_in(kind, giver, only=kind.in_use))
        found += [Line(*row) for row in db.session.execute(query.limit(MOST_LINES + 1 - len(found)))]
    return found


def lines_with(ids: dict[str, set[int]], organisation_id: int) -> list[Line]:
    """The lines of these rows, given by the name of the kind."""
    found: list[Line] = []
    for name, kind in carried_kinds.items():
        if ids.get(name):
            query = _lines(name, kind).where(kind.model.id.in_(ids[name]), kind.model.organisation_id == organisation_id)
            found += [Line(*row) for row in db.session.execute(query)]
    return found


def in_groups(lines: Collection[Line]) -> list[tuple[Any, list[Line]]]:
    """The lines of each kind that has any, with its title."""
    by_kind = {name: [line for line in lines if line.kind == name] for name in carried_kinds}
    return [(carried_kinds[name].title, of_kind) for name, of_kind in by_kind.items() if of_kind]


def _lines(name: str, kind: Kind) -> Select[Any]:
    model = kind.model
    is_text = kind.person_id.is_(None).label("is_text")
    if not kind.is_of_partner:
        own = (literal(name), model.id, literal(0), kind.text, kind.tier, literal(""), is_text)
        return select(*own).order_by(model.id)
    partner_id = model.partner_id  # type: ignore[attr-defined]
    columns = (literal(name).label("kind"), model.id, partner_id, Partner.name, kind.tier, kind.text, is_text)
    query = select(*columns).join_from(model, Partner, Partner.id == partner_id)
    return query.order_by(Partner.names_text, model.id)


def held_ids(kind: Kind, giver: Giver, only: ColumnElement[bool]) -> set[int]:
    """The ids of the rows of a kind in which a giver stands now, of those rows that fulfil `only`."""
    return set(db.session.scalars(select(kind.model.id).where(only, _stands_in(kind, giver, only=only))))


def _stands_in(kind: Kind, giver: Giver, *, only: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition that a giver stands in a row of a kind, as a known person or by a name as text.

    `only` narrows the search for the spellings of the name, which an index answers; the caller filters by it too.
    """
    of_college = kind.model.organisation_id == giver.organisation_id
    ways: list[ColumnElement[bool]] = []
    if giver.person is not None:
        ways.append(and_(of_college, kind.person_id == giver.person.id))
    names = _names_as_text(kind, giver, only)
    if names:
        ways.append(and_(of_college, kind.person_id.is_(None), kind.name.in_(names)))
    return or_(false(), *ways)


def _names_as_text(kind: Kind, giver: Giver, only: ColumnElement[bool]) -> list[str]:
    """The spellings of a giver's name: *Rantanen Olli* is *Olli Rantanen*."""
    if not giver.key:
        return []
    query = select(kind.name).where(kind.model.organisation_id == giver.organisation_id, only)
    query = query.where(kind.person_id.is_(None), kind.name != "").distinct()
    if kind.key is not None:
        query = query.where(kind.key == giver.key)
    return [name for name in db.session.scalars(query) if person_key(name) == giver.key]


def ids_in(values: Collection[str]) -> dict[str, set[int]]:
    """The rows that a form names, by kind; what is none is left out."""
    found: dict[str, set[int]] = {}
    for value in values:
        kind, _dash, number = value.rpartition("-")
        row_id = db.id_in(number)
        if kind in carried_kinds and row_id:
            found.setdefault(kind, set()).add(row_id)
    return found


def lock_rows(ids: dict[str, set[int]], organisation_id: int) -> dict[str, list[Any]]:
    """These rows of the college by kind, locked. Several kinds may be of one model: it is locked once."""
    ids_of_model: dict[type[Tracked], set[int]] = {}
    for name, of_kind in ids.items():
        ids_of_model.setdefault(carried_kinds[name].model, set()).update(of_kind)
    own_ids: dict[type[Tracked], list[int]] = {}
    partner_ids: set[int] = set()
    for model, row_ids in ids_of_model.items():
        of_partner = model.partner_id if issubclass(model, OfPartner) else null()
        query = select(model.id, of_partner.label("partner_id"))
        rows = db.session.execute(query.where(model.id.in_(row_ids), model.organisation_id == organisation_id)).all()
        own_ids[model] = [row.id for row in rows]
        partner_ids.update(row.partner_id for row in rows if row.partner_id)
    Partner.lock(partner_ids)  # all of them before the first row, as everywhere
    locked = {model: model.lock(of_model) for model, of_model in own_ids.items()}
    return {name: [row for row in locked[carried_kinds[name].model] if row.id in of_kind] for name, of_kind in ids.items()}
