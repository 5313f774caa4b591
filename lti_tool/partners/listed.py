"""Partnerships as lists show them, read as columns in one statement."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, literal, select, union_all
from sqlalchemy.orm import aliased

from .. import db
from ..people.models import Person, shown_name
from ..teams.models import Team
from ..tiers.models import ALL_TIERS
from .models import Partner
from .row_models import Partnership, contact_text


class ListNote(NamedTuple):
    """Something that the reader of a list should know about all of it, and the address where more of it is seen."""

    text: str
    address: str


list_notes: dict[str, Callable[[int], list[ListNote]]] = {}  # feature -> what it has to say of a college's lists


class ListedRow(NamedTuple):
    """A partnership as a list shows it: a page has a hundred, so words only and no objects to keep.

    `contact` and `changed_by` are names, `also_in` the other tiers the partner stands in; `contact_words` find all rows of
    this contact, empty for who has no name. Who `has_left` is no longer with us.
    """

    # as they are read
    id: int
    partner_id: int
    tier: str
    name: str
    url: str
    description: str
    changed_at: datetime
    state: str
    last_contact_on: date | None
    version: int
    # in words
    contact: str
    contact_words: str
    changed_by: str
    also_in: list[str]
    team: str
    deputy: str
    contact_has_left: bool
    deputy_has_left: bool


# feature -> for partners a word of what it knows of each; features above add theirs, lists of some tiers show them
cells: dict[str, Callable[[Collection[int]], dict[int, str]]] = {}

_OTHER = aliased(Partnership)
_ALSO_IN = (
    select(func.aggregate_strings(_OTHER.tier, " "))
    .where(_OTHER.partner_id == Partnership.partner_id, _OTHER.tier != Partnership.tier, _OTHER.is_archived.is_(False))
    .scalar_subquery()
)
# In the order of the first fields of ListedRow.
_AS_READ = (
    Partnership.id,
    Partnership.partner_id,
    Partnership.tier,
    Partner.name,
    Partner.url,
    Partnership.description,
    Partnership.changed_at,
    Partnership.state,
    Partner.last_contact_on,
    Partnership.version,
)
_AsRead = tuple[int, int, str, str, str, str, datetime, str, date | None, int]
# In the order of the fields of _ToSay.
_TO_SAY = (
    Partnership.contact_name,
    Partnership.contact_person_id,
    Partnership.changed_by_id,
    _ALSO_IN.label("also_in"),
    Partnership.team_id,
    Partnership.deputy_name,
    Partnership.deputy_person_id,
)
ROW_QUERY = select(*_AS_READ, *_TO_SAY).select_from(Partnership).join(Partner, Partner.id == Partnership.partner_id)


class _ToSay(NamedTuple):
    """What of a row is still to be put into words."""

    contact_name: str
    contact_id: int | None
    changed_by_id: int | None
    also_in: str | None
    team_id: int | None
    deputy_name: str
    deputy_id: int | None


class _Ours(NamedTuple):
    """A colleague or a team as rows name them."""

    name: str  # as it is found by; empty where the platform withholds it
    shown: str
    has_left: bool = False


_NOBODY = _Ours("", "")


@dataclass(frozen=True)
class _Named:
    """Those of ours whom some rows name, by id."""

    people: dict[int | None, _Ours]
    teams: dict[int | None, _Ours]


_OF_PEOPLE = select(literal(True).label("is_person"), Person.id, Person.name, Person.has_left)
_OF_TEAMS = select(literal(False), Team.id, Team.name, literal(False))
# Built once, since each list asks.
_NAMED = union_all(
    _OF_PEOPLE.where(Person.organisation_id == bindparam("organisation_id"), Person.id.in_(bindparam("people"))),
    _OF_TEAMS.where(Team.organisation_id == bindparam("organisation_id"), Team.id.in_(bindparam("teams"))),
)


def as_listed(rows: Sequence[Any], organisation_id: int) -> list[ListedRow]:
    """Rows of ROW_QUERY as they are shown. A page of them names the same few colleagues and teams, so these are read once."""
    # By place: asking a Row for each column by its name takes as long as reading all rows.
    end = len(_AS_READ)
    read = [(row[:end], _ToSay(*row[end : end + len(_TO_SAY)])) for row in rows]
    named = _read_named([to_say for _as_read, to_say in read], organisation_id)
    return [_as_listed(as_read, to_say, named) for as_read, to_say in read]


def _read_named(rows: list[_ToSay], organisation_id: int) -> _Named:
    named = _Named({}, {})
    people = {person_id for row in rows for person_id in (row.contact_id, row.deputy_id, row.changed_by_id)}
    teams = {row.team_id for row in rows}
    values = {"organisation_id": organisation_id, "people": list(people - {None}), "teams": list(teams - {None})}
    for row in db.read(_NAMED, values):
        if row.is_person:
            named.people[row.id] = _Ours(row.name, shown_name(row.name, row.id), row.has_left)
        else:
            named.teams[row.id] = _Ours(row.name, row.name)
    return named


def _as_listed(as_read: _AsRead, row: _ToSay, named: _Named) -> ListedRow:
    contact = named.people.get(row.contact_id, _NOBODY)
    deputy = named.people.get(row.deputy_id, _NOBODY)
    return ListedRow(
        *as_read,
        contact=contact_text(contact.shown, row.contact_name),
        contact_words=contact.name if row.contact_id else row.contact_name,
        changed_by=named.people.get(row.changed_by_id, _NOBODY).shown,
        also_in=[tier for tier in ALL_TIERS if tier in row.also_in.split()] if row.also_in else [],
        team=named.teams.get(row.team_id, _NOBODY).shown,
        deputy=contact_text(deputy.shown, row.deputy_name),
        contact_has_left=contact.has_left,
        deputy_has_left=deputy.has_left,
    )


def cells_of(partner_ids: Collection[int]) -> dict[str, dict[int, str]]:
    """What features above know of these partners."""
    return {feature: words_of(partner_ids) for feature, words_of in cells.items()}


def listed(row: Partnership) -> ListedRow:
    """One partnership as lists show it."""
    rows = db.session.execute(ROW_QUERY.where(Partnership.id == row.id)).all()
    [shown] = as_listed(rows, row.organisation_id)
    return shown


def listed_of(partner: Partner) -> list[ListedRow]:
    """The tiers a partner stands in now, oldest first."""
    query = ROW_QUERY.where(Partnership.partner_id == partner.id, Partnership.is_archived.is_(False))
    return as_listed(db.session.execute(query.order_by(Partnership.id)).all(), partner.organisation_id)


def recently_changed(organisation_id: int, limit: int = 5) -> list[ListedRow]:
    """The rows changed last, newest first."""
    # The ids first, out of an index: beside the joins SQLite would read and sort all rows.
    latest = select(Partnership.id).where(Partnership.organisation_id == organisation_id, Partnership.is_archived.is_(False))
    latest = latest.order_by(Partnership.changed_at.desc()).limit(limit)
    query = ROW_QUERY.where(Partnership.id.in_(latest)).order_by(Partnership.changed_at.desc())
    return as_listed(db.session.execute(query).all(), organisation_id)
