"""Partnerships as lists show them, read as columns in one statement."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select
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

    id: int
    partner_id: int
    tier: str
    name: str
    url: str
    description: str
    contact: str
    contact_words: str
    changed_at: datetime
    changed_by: str
    also_in: list[str]
    team: str
    deputy: str
    state: str
    last_contact_on: date | None
    version: int
    contact_has_left: bool
    deputy_has_left: bool


# feature -> for partners a word of what it knows of each; features above add theirs, lists of some tiers show them
cells: dict[str, Callable[[Collection[int]], dict[int, str]]] = {}

CONTACT_PERSON = aliased(Person)
_CHANGED_BY = aliased(Person)
_DEPUTY = aliased(Person)
_OTHER = aliased(Partnership)
_ALSO_IN = (
    select(func.aggregate_strings(_OTHER.tier, " "))
    .where(_OTHER.partner_id == Partnership.partner_id, _OTHER.tier != Partnership.tier, _OTHER.is_archived.is_(False))
    .scalar_subquery()
)
ROW_QUERY = (
    select(
        Partnership.id,
        Partnership.partner_id,
        Partnership.tier,
        Partner.name,
        Partner.url,
        Partnership.description,
        Partnership.contact_name,
        Partnership.contact_person_id,
        CONTACT_PERSON.name.label("contact_person"),
        CONTACT_PERSON.has_left.label("contact_has_left"),
        Partnership.changed_at,
        Partnership.changed_by_id,
        _CHANGED_BY.name.label("changed_by"),
        _ALSO_IN.label("also_in"),
        Team.name.label("team"),
        Partnership.deputy_name,
        Partnership.deputy_person_id,
        _DEPUTY.name.label("deputy_person"),
        _DEPUTY.has_left.label("deputy_has_left"),
        Partnership.state,
        Partner.last_contact_on,
        Partnership.version,
    )
    .select_from(Partnership)
    .join(Partner, Partner.id == Partnership.partner_id)
    .join(_CHANGED_BY, _CHANGED_BY.id == Partnership.changed_by_id)
    .outerjoin(CONTACT_PERSON, CONTACT_PERSON.id == Partnership.contact_person_id)
    .outerjoin(_DEPUTY, _DEPUTY.id == Partnership.deputy_person_id)
    .outerjoin(Team, Team.id == Partnership.team_id)
)


def as_listed(row: Any) -> ListedRow:
    person = shown_name(row.contact_person, row.contact_person_id) if row.contact_person_id else ""
    deputy = shown_name(row.deputy_person, row.deputy_person_id) if row.deputy_person_id else ""
    contact = contact_text(person, row.contact_name)
    deputy = contact_text(deputy, row.deputy_name)
    return ListedRow(
        id=row.id,
        partner_id=row.partner_id,
        tier=row.tier,
        name=row.name,
        url=row.url,
        description=row.description,
        contact=contact,
        contact_words=(row.contact_person if row.contact_person_id else row.contact_name) or "",
        changed_at=row.changed_at,
        changed_by=shown_name(row.changed_by, row.changed_by_id),
        also_in=[tier for tier in ALL_TIERS if tier in row.also_in.split()] if row.also_in else [],
        team=row.team or "",
        deputy=deputy,
        state=row.state,
        last_contact_on=row.last_contact_on,
        version=row.version,
        contact_has_left=bool(row.contact_has_left),
        deputy_has_left=bool(row.deputy_has_left),
    )


def cells_of(partner_ids: Collection[int]) -> dict[str, dict[int, str]]:
    """What features above know of these partners."""
    return {feature: words_of(partner_ids) for feature, words_of in cells.items()}


def listed(row: Partnership) -> ListedRow:
    """One partnership as lists show it."""
    return as_listed(db.session.execute(ROW_QUERY.where(Partnership.id == row.id)).one())


def listed_of(partner: Partner) -> list[ListedRow]:
    """The tiers a partner stands in now, oldest first."""
    query = ROW_QUERY.where(Partnership.partner_id == partner.id, Partnership.is_archived.is_(False))
    return [as_listed(row) for row in db.session.execute(query.order_by(Partnership.id))]


def recently_changed(organisation_id: int, limit: int = 5) -> list[ListedRow]:
    """The rows changed last, newest first."""
    # The ids first, out of an index: beside the joins SQLite would read and sort all rows.
    latest = select(Partnership.id).where(Partnership.organisation_id == organisation_id, Partnership.is_archived.is_(False))
    latest = latest.order_by(Partnership.changed_at.desc()).limit(limit)
    query = ROW_QUERY.where(Partnership.id.in_(latest)).order_by(Partnership.changed_at.desc())
    return [as_listed(row) for row in db.session.execute(query)]
