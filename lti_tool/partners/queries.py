"""Reading the partner list: a page of it, its filters, who works with whom already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, false, func, or_, select

from .. import db
from ..history import Change, ChangeSet
from ..people.models import Person
from ..text import person_key, search_words
from ..tiers.models import ALL_TIERS
from .listed import CONTACT_PERSON, ROW_QUERY, ListedRow, as_listed
from .models import Partner, Partnership

PAGE_SIZE = 100
COUNTED_AT_MOST = 1000
LATELY = timedelta(hours=8)  # as long as a launch lasts


@dataclass(frozen=True)
class Order:
    """By what a list is sorted; `read` makes its value out of an address again, and may raise ValueError."""

    column: ColumnElement[Any]
    read: Callable[[str], Any] = str
    is_descending: bool = False


def _read_moment(text: str) -> datetime:
    """A time out of an address; raises ValueError when it has no zone or is no time in UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error


ORDERS = {
    "name": Order(Partnership.__table__.c.sort_key),
    "contact": Order(func.coalesce(CONTACT_PERSON.name_key, Partnership.contact_key)),
    "changed": Order(Partnership.__table__.c.changed_at, _read_moment, is_descending=True),
}


# A team is written as text, and no colleague is missing there.
TEAM_WORDS = ("tiimi", "team", "ryhma", "grupp", "ohjaajat", "palvelut", "toimisto", "osasto", "avdelning", "service")
LACKING: dict[str, ColumnElement[bool]] = {
    "description": Partnership.description == "",
    "contact": and_(Partnership.contact_person_id.is_(None), Partnership.contact_name == ""),
    "colleague": and_(
        Partnership.contact_person_id.is_(None),
        Partnership.contact_name != "",
        *(Partnership.contact_key.not_like(f"%{word}%") for word in TEAM_WORDS),
    ),
}  # what a row may be without; a colleague: its contact is a name as text, whom the tool does not know
LACKING_NAMES = {
    "description": _l("without description"),
    "contact": _l("without contact person"),
    "colleague": _l("contact person not recognised"),
}


@dataclass(frozen=True)
class Filter:
    """What a list shows. `contact` are words of the contact person's name, `mine` a person's own partnerships, `order` of ORDERS,
    `lacks` of LACKING."""

    organisation_id: int
    tier: str = ""
    text: str = ""
    contact: str = ""
    mine: int | None = None
    order: str = "name"
    lacks: str = ""


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
    if wanted.lacks:
        conditions.append(LACKING[wanted.lacks])
    if wanted.mine is not None:
        conditions.append(_is_of(wanted.mine))
    for word in search_words(wanted.contact):
        key = person_key(word)
        as_text = Partnership.contact_key.contains(key, autoescape=True) if key else false()
        conditions.append(or_(as_text, _is_colleagues(organisation, word)))
    for word in search_words(wanted.text):
        has_word = Partnership.search_text.contains(word, autoescape=True)
        conditions.append(or_(has_word, _is_colleagues(organisation, word)))
    return conditions


def _is_colleagues(organisation_id: int, word: str) -> ColumnElement[bool]:
    """Whose contact person has this word in the name."""
    has_word = Person.search_text.contains(word, autoescape=True)
    return Partnership.contact_person_id.in_(select(Person.id).where(Person.organisation_id == organisation_id, has_word))


def _is_of(person_id: int) -> ColumnElement[bool]:
    """Whose contact person this is, also where the name was written before the person had opened the tool."""
    key = select(Person.name_key).where(Person.id == person_id, Person.name_key != "").scalar_subquery()
    as_text = and_(Partnership.contact_person_id.is_(None), Partnership.contact_key == key)
    return or_(Partnership.contact_person_id == person_id, as_text)


def list_page(wanted: Filter, after: str = "", at_most: int | None = None) -> ListPage:
    """The first page of a filter, or the one after a place `<value>|<id>` (keyset paging)."""
    size = at_most or PAGE_SIZE
    order = ORDERS[wanted.order]
    columns = (order.column, Partnership.id)
    sorted_by = [column.desc() for column in columns] if order.is_descending else columns
    query = ROW_QUERY.add_columns(order.column.label("sorted_by")).where(*_matching(wanted), *_after(order, after))
    rows = db.session.execute(query.order_by(*sorted_by).limit(size + 1)).all()
    after_last = None
    if len(rows) > size:
        last = rows[size - 1]
        after_last = f"{last.sorted_by}|{last.id}"
    return ListPage([as_listed(row) for row in rows[:size]], after_last)


def _after(order: Order, place: str) -> list[ColumnElement[bool]]:
    """The condition for what comes after a place in the list; none, so the first page, when the place is not valid."""
    written, _bar, row_id = place.rpartition("|")
    if not (row_id.isdecimal() and db.is_id(int(row_id))):
        return []
    try:
        value = order.read(written)
    except ValueError:
        return []
    column = order.column
    is_beyond = column < value if order.is_descending else column > value
    is_later = Partnership.id < int(row_id) if order.is_descending else Partnership.id > int(row_id)
    return [or_(is_beyond, and_(column == value, is_later))]


def count(wanted: Filter) -> int:
    """How many match, counted no further than COUNTED_AT_MOST + 1."""
    some = select(Partnership.id).where(*_matching(wanted)).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def last_added_tier(person_id: int) -> str:
    """The tier that somebody has last put a partner into, lately; the first one for who has not."""
    lately = db.now() - LATELY
    query = select(Change.after).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    query = query.where(ChangeSet.actor_id == person_id, ChangeSet.created_at > lately, ChangeSet.act == "partnership.add")
    query = query.where(Change.entity == "partnership", Change.field == "tier", Change.is_creation)
    tier = db.session.scalar(query.order_by(Change.id.desc()).limit(1))
    return tier if tier in ALL_TIERS else ALL_TIERS[0]


def active_partnerships(partners: Sequence[Partner]) -> dict[int, list[Partnership]]:
    """Who works with these partners already, in which tier."""
    query = select(Partnership).where(
        Partnership.partner_id.in_([partner.id for partner in partners]), Partnership.is_archived.is_(False)
    )
    found: dict[int, list[Partnership]] = {partner.id: [] for partner in partners}
    for row in db.session.scalars(query.order_by(Partnership.id)):
        found[row.partner_id].append(row)
    return found
