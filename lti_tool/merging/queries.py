"""Reading which partners look like one, and which have become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from .. import db
from ..history.models import Change, ChangeSet
from ..paging import Order, place_of
from ..partners.models import Partner
from ..partners.timeline import About
from .models import DistinctPair, SuspectedDouble
from .names import SAME

PAGE_SIZE = 50
COUNTED_AT_MOST = 100
MOST_OF_PARTNER = 5
MOST_DISTINCT = 200
_FIRST = aliased(Partner)
_SECOND = aliased(Partner)
_ID = SuspectedDouble.__table__.c.id


def _read_score(text: str) -> int:
    """A score out of an address; raises ValueError for what is none."""
    score = int(text)
    if not 0 <= score <= SAME:
        raise ValueError(text)
    return score


_BY_SCORE = Order(SuspectedDouble.__table__.c.score, _read_score, is_descending=True)


class Pair(NamedTuple):
    """Two partners that look like one, with what tells whether they are."""

    id: int
    why: str
    score: int
    first_id: int
    first_name: str
    first_place: str
    first_business_id: str
    second_id: int
    second_name: str
    second_place: str
    second_business_id: str


@dataclass(frozen=True)
class PairsPage:
    """A page of pairs, the most alike first; `after` leads to the next, None on the last."""

    pairs: list[Pair]
    after: str | None


def pairs_page(organisation_id: int, after: str = "") -> PairsPage:
    """The first page, or the one after a place as its `after` tells."""
    query = _suspected(
        organisation_id,
        SuspectedDouble.id,
        SuspectedDouble.why,
        SuspectedDouble.score,
        _FIRST.id,
        _FIRST.name,
        _FIRST.municipality,
        _FIRST.business_id,
        _SECOND.id,
        _SECOND.name,
        _SECOND.municipality,
        _SECOND.business_id,
    )
    query = query.where(*_BY_SCORE.after(after, _ID)).order_by(*_BY_SCORE.sorted_by(_BY_SCORE.value, _ID))
    pairs = [Pair(*row) for row in db.session.execute(query.limit(PAGE_SIZE + 1))]
    shown = pairs[:PAGE_SIZE]
    return PairsPage(shown, place_of(shown[-1].score, shown[-1].id) if len(pairs) > PAGE_SIZE else None)


def count_pairs(organisation_id: int) -> int:
    """How many pairs look like one partner, counted no further than COUNTED_AT_MOST + 1."""
    some = _suspected(organisation_id, SuspectedDouble.id).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def about_partner(partner: Partner) -> About:
    """Those that became one with it, whose changes stand among its own, and others that look like it."""
    merged = db.session.scalars(select(Partner).where(Partner.merged_into_id == partner.id).order_by(Partner.id)).all()
    return About(rows=merged, context={"partner_doubles": alike_to(partner)})


def alike_to(partner: Partner) -> list[tuple[int, str]]:
    """Id and name of those that look like it, the most alike first."""
    is_of_it = or_(SuspectedDouble.first_id == partner.id, SuspectedDouble.second_id == partner.id)
    query = _suspected(partner.organisation_id, _FIRST.id, _FIRST.name, _SECOND.id, _SECOND.name).where(is_of_it)
    pairs = db.session.execute(query.order_by(SuspectedDouble.score.desc()).limit(MOST_OF_PARTNER))
    return [(row[2], row[3]) if row[0] == partner.id else (row[0], row[1]) for row in pairs]


def _suspected(organisation_id: int, *columns: Any) -> Select[*tuple[Any, ...]]:
    """The pairs of which both stand on the list, and of which nobody has said that they are not the same."""
    query = select(*columns).select_from(SuspectedDouble)
    query = query.join(_FIRST, _FIRST.id == SuspectedDouble.first_id).join(_SECOND, _SECOND.id == SuspectedDouble.second_id)
    query = query.where(SuspectedDouble.organisation_id == organisation_id)
    query = query.where(_FIRST.is_archived.is_(False), _SECOND.is_archived.is_(False))
    return query.where(~_is_distinct(SuspectedDouble.first_id, SuspectedDouble.second_id))


def _is_distinct(first_id: Any, second_id: Any) -> Any:
    one_way = and_(DistinctPair.first_id == first_id, DistinctPair.second_id == second_id)
    other_way = and_(DistinctPair.first_id == second_id, DistinctPair.second_id == first_id)
    return select(DistinctPair.id).where(DistinctPair.is_archived.is_(False), or_(one_way, other_way)).exists()


def are_distinct(one: Partner, other: Partner) -> bool:
    """Whether somebody has said that these are not the same."""
    return bool(db.session.scalar(select(_is_distinct(one.id, other.id))))


def distinct_pairs(organisation_id: int) -> list[DistinctPair]:
    """The pairs that people have told apart, the newest first, also those of which that was taken back."""
    query = select(DistinctPair).where(DistinctPair.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(DistinctPair.id.desc()).limit(MOST_DISTINCT)))


def who_merged(partner_id: int) -> str:
    """Who has let this partner become one with another last; empty where nobody has."""
    query = select(ChangeSet).join(Change, Change.change_set_id == ChangeSet.id)
    query = query.where(Change.entity == Partner.__tablename__, Change.entity_id == partner_id, Change.field == "merged_into_id")
    act = db.session.scalars(query.order_by(ChangeSet.id.desc()).limit(1)).first()
    return act.shown_actor if act else ""
