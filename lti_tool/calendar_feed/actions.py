"""The actions of the plan in a calendar: those that one does, or those of a team and those that it does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import or_, select

from .. import db
from ..agenda.whose import Whose
from ..plan.listed import ListedPartner, partners_of
from ..plan.models import DROPPED, ROLES, Action, ActionPartner
from .entries import MOST_OF_A_SOURCE, NEVER_CHANGED, PAST, CalendarEntry, last_changes


def action_entries(whose: Whose, present: date) -> list[CalendarEntry]:
    """Also those that were dropped or taken away, as cancelled."""
    is_theirs = [whose.is_contact(getattr(Action, f"{role}_person_id"), getattr(Action, f"{role}_name")) for role in ROLES]
    if whose.team is not None:
        is_theirs.append(Action.team_id == whose.team.id)
    query = select(
        Action.id,
        Action.text,
        Action.starts_on,
        Action.ends_on,
        Action.place,
        Action.state,
        Action.is_archived,
        Action.version,
    ).where(Action.organisation_id == whose.organisation_id, Action.ends_on >= present - PAST, or_(*is_theirs))
    rows = db.session.execute(query.order_by(Action.ends_on, Action.id).limit(MOST_OF_A_SOURCE)).all()
    ids = [row.id for row in rows]
    changes = last_changes(Action.__tablename__, ids)
    links = _links_of(ids)
    partners = partners_of(ids)
    return [_as_entry(row, changes[row.id], links[row.id], partners.get(row.id, ())) for row in rows]


class _Links(NamedTuple):
    """Who else takes part stands in rows of its own, and in the entry's text: their changes, also of those that were taken out,
    are changes of it."""

    versions: int
    changed_at: datetime


def _links_of(action_ids: Sequence[int]) -> dict[int, _Links]:
    """Of each action all its rows of partners together: the sum of their versions, and when one was changed last."""
    query = select(ActionPartner.action_id, ActionPartner.id, ActionPartner.version)
    rows = db.session.execute(query.where(ActionPartner.action_id.in_(action_ids))).all()
    changes = last_changes(ActionPartner.__tablename__, [row.id for row in rows])
    found = dict.fromkeys(action_ids, _Links(0, NEVER_CHANGED))
    for row in rows:
        before = found[row.action_id]
        found[row.action_id] = _Links(before.versions + row.version, max(before.changed_at, changes[row.id]))
    return found


def _as_entry(row: Any, changed_at: datetime, links: _Links, partners: Sequence[ListedPartner]) -> CalendarEntry:
    return CalendarEntry(
        key=f"{Action.__tablename__}-{row.id}",
        title=row.text,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        version=row.version + links.versions,
        changed_at=max(changed_at, links.changed_at),
        link=("action", row.id),
        details=", ".join(partner.name for partner in partners),
        place=row.place,
        is_cancelled=row.is_archived or row.state == DROPPED,
    )
