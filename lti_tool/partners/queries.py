"""Reading the partner list: a page of it, its filters, who works with whom already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from .. import db
from ..people.models import Person
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


@dataclass(frozen=True)
class ListPage:
    """One page of partnerships in Finnish order; `after` leads to the next, None on the last."""

    rows: list[Partnership]
    after: str | None


def matching(wanted: Filter) -> Select[Partnership]:
    """The query of a filter, without order."""
    organisation = wanted.organisation_id
    query = select(Partnership).where(Partnership.organisation_id == organisation, Partnership.is_archived.is_(False))
    if wanted.tier:
        query = query.where(Partnership.tier == wanted.tier)
    if wanted.mine is not None:
        query = query.where(Partnership.contact_person_id == wanted.mine)
    if wanted.contact:
        people = select(Person.id).where(
            Person.organisation_id == organisation, Person.search_text == db.search_key(wanted.contact)
        )
        query = query.where(
            or_(Partnership.contact_key == db.search_key(wanted.contact), Partnership.contact_person_id.in_(people))
        )
    for word in db.search_key(wanted.text).split():
        named = select(Person.id).where(
            Person.organisation_id == organisation, Person.search_text.contains(word, autoescape=True)
        )
        query = query.where(
            or_(Partnership.search_text.contains(word, autoescape=True), Partnership.contact_person_id.in_(named))
        )
    return query


def list_page(wanted: Filter, after: str = "") -> ListPage:
    """The first page of a filter, or the one after a place `<sort_key>|<id>` (keyset paging)."""
    query = matching(wanted)
    key, _bar, row_id = after.rpartition("|")
    if row_id.isdecimal() and int(row_id) <= db.BIGGEST_ID:
        query = query.where(or_(Partnership.sort_key > key, and_(Partnership.sort_key == key, Partnership.id > int(row_id))))
    query = query.order_by(Partnership.sort_key, Partnership.id).limit(PAGE_SIZE + 1)
    rows = list(db.session.scalars(query))
    last = rows[PAGE_SIZE - 1] if len(rows) > PAGE_SIZE else None
    return ListPage(rows[:PAGE_SIZE], f"{last.sort_key}|{last.id}" if last else None)


def count(wanted: Filter) -> int:
    """How many match, counted no further than COUNTED_AT_MOST + 1."""
    some = matching(wanted).with_only_columns(Partnership.id).order_by(None).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def other_tiers(rows: Sequence[Partnership]) -> dict[int, list[str]]:
    """For each partner of these rows, all tiers it stands in."""
    query = select(Partnership.partner_id, Partnership.tier).where(
        Partnership.partner_id.in_({row.partner_id for row in rows}), Partnership.is_archived.is_(False)
    )
    tiers: dict[int, list[str]] = {}
    for partner_id, tier in db.session.execute(query):
        tiers.setdefault(partner_id, []).append(tier)
    return tiers


def active_partnerships(partners: Sequence[Partner]) -> dict[int, list[Partnership]]:
    """Who works with these partners already, in which tier."""
    query = select(Partnership).where(
        Partnership.partner_id.in_([partner.id for partner in partners]), Partnership.is_archived.is_(False)
    )
    found: dict[int, list[Partnership]] = {partner.id: [] for partner in partners}
    for row in db.session.scalars(query.order_by(Partnership.id)):
        found[row.partner_id].append(row)
    return found


def recently_changed(organisation_id: int, limit: int = 5) -> list[Partnership]:
    query = select(Partnership).where(Partnership.organisation_id == organisation_id, Partnership.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Partnership.changed_at.desc()).limit(limit)))


def partnerships_of(partner: Partner) -> list[Partnership]:
    """All partnerships of a partner, archived ones too, oldest first."""
    query = select(Partnership).where(Partnership.partner_id == partner.id).options(joinedload(Partnership.partner))
    return list(db.session.scalars(query.order_by(Partnership.id)))
