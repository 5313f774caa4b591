"""What a team goes through in its meeting: what was done, what is coming, what partners need, whom one could work with more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from .. import db
from ..encounters.models import Encounter, Need
from ..partners.models import Partner
from ..partners.row_models import COULD_DEEPEN, Partnership
from ..plan import queries as plans
from ..plan.listed import ListedAction
from .items import Item, agenda
from .whose import Whose

SINCE = timedelta(days=60)
AHEAD = timedelta(days=60)
SHOWN = 8


class Visited(NamedTuple):
    """A contact with a partner: its day and its text, without who of ours wrote it."""

    partner_id: int
    partner: str
    happened_on: date
    text: str


class Heard(NamedTuple):
    """A need, when it was heard last, and the partner of that day."""

    id: int
    text: str
    heard_on: date


class Candidate(NamedTuple):
    """A partnership that could be deepened."""

    partner_id: int
    partner: str
    tier: str


@dataclass(frozen=True)
class Meeting:
    done: Sequence[ListedAction]
    visited: Sequence[Visited]
    coming: Sequence[Item]
    needs: Sequence[Heard]
    candidates: Sequence[Candidate]


def meeting_of(whose: Whose, today: date) -> Meeting:
    """Of the last two months and the next two."""
    since = today - SINCE
    return Meeting(
        done=plans.done_since(whose.organisation_id, since, whose.team.id if whose.team else None, SHOWN),
        visited=_visited(whose, since),
        coming=agenda(whose, today + AHEAD, today),
        needs=_needs(whose, since),
        candidates=_candidates(whose),
    )


def _visited(whose: Whose, since: date) -> list[Visited]:
    query = select(Encounter.partner_id, Partner.name, Encounter.happened_on, Encounter.text)
    query = query.join(Partner, Partner.id == Encounter.partner_id).where(
        Encounter.organisation_id == whose.organisation_id,
        Encounter.is_archived.is_(False),
        Encounter.happened_on >= since,
        whose.owns_partner(Encounter.partner_id),
    )
    rows = db.session.execute(query.order_by(Encounter.happened_on.desc(), Encounter.id.desc()).limit(SHOWN))
    return [Visited(*row) for row in rows]


def _needs(whose: Whose, since: date) -> list[Heard]:
    heard_on = func.max(Encounter.happened_on)
    query = select(Need.id, Need.text, heard_on).join(Encounter, Encounter.need_id == Need.id)
    query = query.where(
        Encounter.organisation_id == whose.organisation_id,
        Encounter.is_archived.is_(False),
        Encounter.happened_on >= since,
        whose.owns_partner(Encounter.partner_id),
    )
    rows = db.session.execute(query.group_by(Need.id, Need.text).order_by(heard_on.desc(), Need.id.desc()).limit(SHOWN))
    return [Heard(*row) for row in rows]


def _candidates(whose: Whose) -> list[Candidate]:
    query = select(Partnership.partner_id, Partner.name, Partnership.tier).join(Partner, Partner.id == Partnership.partner_id)
    query = query.where(
        Partnership.organisation_id == whose.organisation_id,
        Partnership.is_archived.is_(False),
        COULD_DEEPEN,
        whose.owns_partnership(),
    )
    rows = db.session.execute(query.order_by(Partnership.sort_key, Partnership.id).limit(SHOWN))
    return [Candidate(*row) for row in rows]
