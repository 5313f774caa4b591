"""The actions of the plan in a calendar: those that one does, or those of a team and those that it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from .. import db
from ..agenda.whose import Whose
from ..plan.listed import ListedPartner, partners_of
from ..plan.models import DROPPED, ROLES, Action, ActionPartner
from .entries import MOST_OF_A_SOURCE, NEVER_CHANGED, PAST, CalendarEntry, entries_of_rows, last_changes


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
    partners = partners_of([row.id for row in rows])
    entries = entries_of_rows(Action.__tablename__, rows, lambda row: _describe(row, partners.get(row.id, ())))
    return _with_changes_of_partners(entries, [row.id for row in rows])


def _with_changes_of_partners(entries: Sequence[CalendarEntry], action_ids: Sequence[int]) -> list[CalendarEntry]:
    """Who else takes part stands in rows of its own, and in the entry's text: their changes, also of those that were taken out,
    are changes of it."""
    query = select(ActionPartner.action_id, ActionPartner.id, ActionPartner.version)
    links = db.session.execute(query.where(ActionPartner.action_id.in_(action_ids))).all()
    changes = last_changes(ActionPartner.__tablename__, [link.id for link in links])
    versions: Counter[int] = Counter()
    latest: dict[int, datetime] = {}
    for link in links:
        versions[link.action_id] += link.version
        latest[link.action_id] = max(changes.get(link.id, NEVER_CHANGED), latest.get(link.action_id, NEVER_CHANGED))
    return [
        entry._replace(
            version=entry.version + versions[number], changed_at=max(entry.changed_at, latest.get(number, NEVER_CHANGED))
        )
        for number, entry in zip(action_ids, entries, strict=True)
    ]


def _describe(row: Any, partners: Sequence[ListedPartner]) -> dict[str, Any]:
    return {
        "title": row.text,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "link": ("action", row.id),
        "details": ", ".join(partner.name for partner in partners),
        "place": row.place,
        "is_cancelled": row.is_archived or row.state == DROPPED,
    }
