"""Reading the partner list: a page of it, how many rows match, who works with whom already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select, union_all

from .. import db
from ..history import Change, ChangeSet
from ..paging import Order, place_of
from ..people.models import Person
from ..people.queries import accounts_of
from ..tiers.models import ALL_TIERS
from .filters import Filter
from .listed import ROW_QUERY, ListedRow, as_listed
from .matching import Conditions, ways_to_match
from .models import HAS_BUSINESS_ID, Partner
from .orders import order_of
from .row_models import Partnership

PAGE_SIZE = 100
COUNTED_AT_MOST = 1000
PLAIN_QUERIES_KEPT = 500  # of 16 kB; building one is a twentieth of a page's time, and most pages ask the same
LATELY = timedelta(hours=8)  # as long as a launch lasts


@dataclass(frozen=True)
class ListPage:
    """One page of partnerships, in the order that was asked for; `after` leads to the next page, None on the last.

    `is_whole` when all that match stand on it.
    """

    rows: list[ListedRow]
    after: str | None
    is_whole: bool


_ID = Partnership.__table__.c.id


def list_page(wanted: Filter, after: str = "", at_most: int | None = None) -> ListPage:
    """The first page of a filter, or the one after a place (`paging`)."""
    size = at_most or PAGE_SIZE
    query_of_page = _plain_page_query if wanted.is_plain and not after else _page_query
    shown, next_place = _cut(db.read(query_of_page(wanted, after, size)), size)
    return ListPage(as_listed(shown, wanted.organisation_id), next_place, is_whole=not after and next_place is None)


def _page_query(wanted: Filter, after: str, size: int) -> Select[Any]:
    """The rows of a page, and one more where there is a next page.

    Rows lie scattered among other colleges' rows: first the ids, out of indexes, then the rows that are shown.
    """
    order = order_of(wanted.order, wanted.organisation_id)
    first = _sorted_ids(ways_to_match(wanted), order, after, size + 1).subquery()
    query = ROW_QUERY.add_columns(first.c.value).join(first, first.c.id == _ID)
    return query.order_by(*order.sorted_by(first.c.value, first.c.id))


_plain_page_query = lru_cache(maxsize=PLAIN_QUERIES_KEPT)(_page_query)


def _cut(rows: Sequence[Any], size: int) -> tuple[Sequence[Any], str | None]:
    """The rows of one page, and the place where the next begins; `rows` holds one row more where there is a next page."""
    shown = rows[:size]
    has_more = len(rows) > size
    return shown, place_of(shown[-1].value, shown[-1].id) if has_more else None


@dataclass(frozen=True)
class ArchivedPage:
    """One page of archived partners, each as id and name; `after` leads to the next, None on the last."""

    partners: list[tuple[int, str]]
    after: str | None


def archived_page(organisation_id: int, after: str = "") -> ArchivedPage:
    """Partners that stand in no tier any more, by name."""
    order = Order(Partner.__table__.c.names_text)
    partner_id = Partner.__table__.c.id
    query = select(Partner.id, Partner.name, Partner.names_text.label("value"))
    query = query.where(Partner.organisation_id == organisation_id, Partner.is_archived.is_(True))
    query = query.where(Partner.merged_into_id.is_(None))
    query = query.where(*order.after(after, partner_id)).order_by(*order.sorted_by(order.value, partner_id))
    shown, next_place = _cut(db.session.execute(query.limit(PAGE_SIZE + 1)).all(), PAGE_SIZE)
    return ArchivedPage([(row.id, row.name) for row in shown], next_place)


def count(wanted: Filter) -> int:
    """How many match, counted no further than COUNTED_AT_MOST + 1."""
    [number] = count_each([wanted])
    return number


def count_each(wanted: Iterable[Filter]) -> list[int]:
    """How many match each of these filters, asked for at once."""
    filters = tuple(wanted)
    counts = _plain_counts if all(one.is_plain for one in filters) else _counts
    [numbers] = db.read(counts(filters, COUNTED_AT_MOST + 1))
    return list(numbers)


def _counts(filters: tuple[Filter, ...], at_most: int) -> Select[Any]:
    matching = [_matching(ways_to_match(one), at_most) for one in filters]
    return select(*(select(func.count()).select_from(ids.subquery()).scalar_subquery() for ids in matching))


_plain_counts = lru_cache(maxsize=PLAIN_QUERIES_KEPT)(_counts)


def _matching(ways: list[Conditions], at_most: int) -> Select[tuple[int]]:
    """The ids of so many of the rows that match, in no order."""
    questions = [select(_ID).where(*each) for each in ways]
    ids = select(union_all(*questions).subquery().c.id) if len(questions) > 1 else questions[0]
    return ids.limit(at_most)


def ids_in_order(wanted: Filter) -> list[int]:
    """The ids of all rows of a filter, in its order."""
    order = order_of(wanted.order, wanted.organisation_id)
    return [row.id for row in db.session.execute(_sorted_ids(ways_to_match(wanted), order, "", None))]


def _sorted_ids(ways: list[Conditions], order: Order, after: str, at_most: int | None) -> Select[tuple[Any, int]]:
    """A query of sort value and id, for the first `at_most` rows that match, or for all.

    Each way to match is queried by itself, so that an index answers it, and the results are put together.
    """
    questions = []
    for conditions in ways:
        question = select(order.value.label("value"), _ID.label("id"))
        if order.beside:
            question = question.outerjoin_from(Partnership, *order.beside)
        question = question.where(*conditions, *order.after(after, _ID))
        questions.append(question.order_by(*order.sorted_by(order.value, _ID)).limit(at_most))
    if len(questions) == 1:
        return questions[0]
    matching = union_all(*(select(question.subquery()) for question in questions)).subquery()
    return select(matching.c.value, matching.c.id).order_by(*order.sorted_by(matching.c.value, matching.c.id)).limit(at_most)


def last_added_tier(person: Person) -> str:
    """The tier into which this person has last put a partner, lately; else the first tier."""
    lately = db.now() - LATELY
    query = select(Change.after).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    is_own = ChangeSet.actor_id.in_(accounts_of(person))
    query = query.where(is_own, ChangeSet.created_at > lately, ChangeSet.act == "partnership.add")
    query = query.where(Change.entity == "partnership", Change.field == "tier", Change.is_creation)
    tier = db.session.scalar(query.order_by(Change.id.desc()).limit(1))
    return tier if tier in ALL_TIERS else ALL_TIERS[0]


def others_with_business_id(partner: Partner) -> list[str]:
    """The names of other partners on the list that have the same business id: branches, or doubles."""
    if not partner.business_id:
        return []
    query = select(Partner.name).where(
        Partner.organisation_id == partner.organisation_id,
        HAS_BUSINESS_ID,
        Partner.business_id == partner.business_id,
        Partner.is_archived.is_(False),
        Partner.id != partner.id,
    )
    return list(db.session.scalars(query.order_by(Partner.names_text).limit(5)))


def names_of_partners(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """The names of partners, for a history that keeps their ids."""
    return db.texts_by_id(Partner.name, ids, organisation_id)


def active_partnerships(partners: Sequence[Partner]) -> dict[int, list[Partnership]]:
    """Who works with these partners already, in which tier."""
    query = select(Partnership).where(
        Partnership.partner_id.in_([partner.id for partner in partners]), Partnership.is_archived.is_(False)
    )
    of_partners: dict[int, list[Partnership]] = {partner.id: [] for partner in partners}
    for row in db.session.scalars(query.order_by(Partnership.id)):
        of_partners[row.partner_id].append(row)
    return of_partners
