"""Reading the partner list: a page of it, its filters, who works with whom already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from .. import db
from ..people.models import Person
from ..text import person_key, search_words
from .listed import ROW_QUERY, ListedRow, as_listed
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

    rows: list[ListedRow]
    after: str | None


def _matching(wanted: Filter) -> list[ColumnElement[bool]]:
    """The conditions of a filter."""
    organisation = wanted.organisation_id
    conditions = [Partnership.organisation_id == organisation, Partnership.is_archived.is_(False)]
    if wanted.tier:
        conditions.append(Partnership.tier == wanted.tier)
    if wanted.mine is not None:
        conditions.append(_is_of(wanted.mine))
    if wanted.contact:
        key = person_key(wanted.contact)
        people = select(Person.id).where(Person.organisation_id == organisation, Person.name_key == key)
        conditions.append(or_(Partnership.contact_key == key, Partnership.contact_person_id.in_(people)))
    for word in search_words(wanted.text):
        named = select(Person.id).where(
            Person.organisation_id == organisation, Person.search_text.contains(word, autoescape=True)
        )
        conditions.append(or_(Partnership.search_text.contains(word, autoescape=True), Partnership.contact_person_id.in_(named)))
    return conditions


def _is_of(person_id: int) -> ColumnElement[bool]:
    """Whose contact person this is, also where the name was written before the person had opened the tool."""
    key = select(Person.name_key).where(Person.id == person_id, Person.name_key != "").scalar_subquery()
    as_text = and_(Partnership.contact_person_id.is_(None), Partnership.contact_key == key)
    return or_(Partnership.contact_person_id == person_id, as_text)


def list_page(wanted: Filter, after: str = "", at_most: int | None = None) -> ListPage:
    """The first page of a filter, or the one after a place `<sort_key>|<id>` (keyset paging)."""
    size = at_most or PAGE_SIZE
    query = ROW_QUERY.where(*_matching(wanted))
    key, _bar, row_id = after.rpartition("|")
    if row_id.isdecimal() and db.is_id(int(row_id)):
        query = query.where(or_(Partnership.sort_key > key, and_(Partnership.sort_key == key, Partnership.id > int(row_id))))
    rows = db.session.execute(query.order_by(Partnership.sort_key, Partnership.id).limit(size + 1)).all()
    last = rows[size - 1] if len(rows) > size else None
    return ListPage([as_listed(row) for row in rows[:size]], f"{last.sort_key}|{last.id}" if last else None)


def count(wanted: Filter) -> int:
    """How many match, counted no further than COUNTED_AT_MOST + 1."""
    some = select(Partnership.id).where(*_matching(wanted)).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def active_partnerships(partners: Sequence[Partner]) -> dict[int, list[Partnership]]:
    """Who works with these partners already, in which tier."""
    query = select(Partnership).where(
        Partnership.partner_id.in_([partner.id for partner in partners]), Partnership.is_archived.is_(False)
    )
    found: dict[int, list[Partnership]] = {partner.id: [] for partner in partners}
    for row in db.session.scalars(query.order_by(Partnership.id)):
        found[row.partner_id].append(row)
    return found
