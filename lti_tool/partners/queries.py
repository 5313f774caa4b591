"""Reading the partner list: a page of it, its filters, who works with whom already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from .. import db
from ..people.models import Person, shown_name
from ..tiers.models import ALL_TIERS
from .models import Partner, Partnership

PAGE_SIZE = 100
COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class Filter:
    """What a list shows. `contact` is the text of the contact filter, `mine` a person's own partnerships."""

    organisation_id: int
    tier: str = ""
    text: str = ""
    contact: str = ""
    mine: int | None = None


class Listed(NamedTuple):
    """A partnership as a list shows it: a page has a hundred, so words only and no objects to keep.

    `contact` and `changed_by` are names, `also_in` the other tiers the partner stands in.
    """

    id: int
    partner_id: int
    tier: str
    name: str
    url: str
    description: str
    contact: str
    changed_at: datetime
    changed_by: str
    also_in: list[str]


@dataclass(frozen=True)
class ListPage:
    """One page of partnerships in Finnish order; `after` leads to the next, None on the last."""

    rows: list[Listed]
    after: str | None


_CONTACT_PERSON, _CHANGED_BY, _OTHER = aliased(Person), aliased(Person), aliased(Partnership)
_ALSO_IN = (
    select(func.aggregate_strings(_OTHER.tier, " "))
    .where(_OTHER.partner_id == Partnership.partner_id, _OTHER.tier != Partnership.tier, _OTHER.is_archived.is_(False))
    .scalar_subquery()
)
_LISTED = (
    select(
        Partnership.id, Partnership.partner_id, Partnership.tier, Partner.name, Partner.url, Partnership.description,
        Partnership.contact_name, Partnership.contact_person_id, _CONTACT_PERSON.name.label("contact_person"),
        Partnership.changed_at, Partnership.changed_by_id, _CHANGED_BY.name.label("changed_by"),
        _ALSO_IN.label("also_in"), Partnership.sort_key,
    )
    .select_from(Partnership)
    .join(Partner, Partner.id == Partnership.partner_id)
    .join(_CHANGED_BY, _CHANGED_BY.id == Partnership.changed_by_id)
    .outerjoin(_CONTACT_PERSON, _CONTACT_PERSON.id == Partnership.contact_person_id)
)  # fmt: skip


def _listed(row: Any) -> Listed:
    return Listed(
        id=row.id, partner_id=row.partner_id, tier=row.tier, name=row.name, url=row.url, description=row.description,
        contact=shown_name(row.contact_person, row.contact_person_id) if row.contact_person_id else row.contact_name,
        changed_at=row.changed_at, changed_by=shown_name(row.changed_by, row.changed_by_id),
        also_in=sorted(row.also_in.split(), key=ALL_TIERS.index) if row.also_in else [],
    )  # fmt: skip


def _matching(wanted: Filter) -> list[ColumnElement[bool]]:
    """The conditions of a filter."""
    organisation = wanted.organisation_id
    conditions = [Partnership.organisation_id == organisation, Partnership.is_archived.is_(False)]
    if wanted.tier:
        conditions.append(Partnership.tier == wanted.tier)
    if wanted.mine is not None:
        conditions.append(Partnership.contact_person_id == wanted.mine)
    if wanted.contact:
        people = select(Person.id).where(
            Person.organisation_id == organisation, Person.search_text == db.search_key(wanted.contact)
        )
        conditions.append(
            or_(Partnership.contact_key == db.search_key(wanted.contact), Partnership.contact_person_id.in_(people))
        )
    for word in db.search_key(wanted.text).split():
        named = select(Person.id).where(
            Person.organisation_id == organisation, Person.search_text.contains(word, autoescape=True)
        )
        conditions.append(or_(Partnership.search_text.contains(word, autoescape=True), Partnership.contact_person_id.in_(named)))
    return conditions


def list_page(wanted: Filter, after: str = "", at_most: int | None = None) -> ListPage:
    """The first page of a filter, or the one after a place `<sort_key>|<id>` (keyset paging)."""
    size = at_most or PAGE_SIZE
    query = _LISTED.where(*_matching(wanted))
    key, _bar, row_id = after.rpartition("|")
    if row_id.isdecimal() and int(row_id) <= db.BIGGEST_ID:
        query = query.where(or_(Partnership.sort_key > key, and_(Partnership.sort_key == key, Partnership.id > int(row_id))))
    rows = db.session.execute(query.order_by(Partnership.sort_key, Partnership.id).limit(size + 1)).all()
    last = rows[size - 1] if len(rows) > size else None
    return ListPage([_listed(row) for row in rows[:size]], f"{last.sort_key}|{last.id}" if last else None)


def count(wanted: Filter) -> int:
    """How many match, counted no further than COUNTED_AT_MOST + 1."""
    some = select(Partnership.id).where(*_matching(wanted)).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def listed(row: Partnership) -> Listed:
    """One partnership as lists show it."""
    return _listed(db.session.execute(_LISTED.where(Partnership.id == row.id)).one())


def listed_of(partner: Partner) -> list[Listed]:
    """The tiers a partner stands in now, oldest first."""
    query = _LISTED.where(Partnership.partner_id == partner.id, Partnership.is_archived.is_(False))
    return [_listed(row) for row in db.session.execute(query.order_by(Partnership.id))]


def recently_changed(organisation_id: int, limit: int = 5) -> list[Listed]:
    query = _LISTED.where(Partnership.organisation_id == organisation_id, Partnership.is_archived.is_(False))
    return [_listed(row) for row in db.session.execute(query.order_by(Partnership.changed_at.desc()).limit(limit))]


def active_partnerships(partners: Sequence[Partner]) -> dict[int, list[Partnership]]:
    """Who works with these partners already, in which tier."""
    query = select(Partnership).where(
        Partnership.partner_id.in_([partner.id for partner in partners]), Partnership.is_archived.is_(False)
    )
    found: dict[int, list[Partnership]] = {partner.id: [] for partner in partners}
    for row in db.session.scalars(query.order_by(Partnership.id)):
        found[row.partner_id].append(row)
    return found
