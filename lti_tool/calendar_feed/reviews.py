"""When agreements are looked at or end, in a calendar: those with partners that are one's own, or a team's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..agenda.whose import Whose
from ..agreements.deadlines import NEVER
from ..agreements.models import Agreement
from ..partners.models import Partner
from ..plan.moved_here import is_review_planned
from .entries import MOST_OF_A_SOURCE, PAST, CalendarEntry, last_changes


def review_entries(whose: Whose, present: date) -> list[CalendarEntry]:
    """One for each agreement, as it has one reminder at a time: its review or its end. An archived one is cancelled."""
    query = select(
        Agreement.id,
        Agreement.partner_id,
        Agreement.ends_on,
        Agreement.due_on,
        Agreement.is_archived,
        Agreement.version,
        Partner.name,
    ).join(Partner, Partner.id == Agreement.partner_id)
    query = query.where(
        Agreement.organisation_id == whose.organisation_id,
        Agreement.due_on >= present - PAST,
        Agreement.due_on < NEVER,
        ~is_review_planned(present),
        whose.has_contact_or_deputy(Agreement.partner_id),
    )
    rows = db.session.execute(query.order_by(Agreement.due_on, Agreement.id).limit(MOST_OF_A_SOURCE)).all()
    changes = last_changes(Agreement.__tablename__, [row.id for row in rows])
    return [_as_entry(row, changes[row.id]) for row in rows]


def _as_entry(row: Any, changed_at: datetime) -> CalendarEntry:
    return CalendarEntry(
        key=f"{Agreement.__tablename__}-{row.id}",
        title=_title(row),
        starts_on=row.due_on,
        ends_on=row.due_on,
        version=row.version,
        changed_at=changed_at,
        link=("partner", row.partner_id),
        is_cancelled=row.is_archived,
    )


def _title(row: Any) -> str:
    if row.due_on == row.ends_on:
        return _("The agreement ends: %(partner)s", partner=row.name)
    return _("Look at the agreement together: %(partner)s", partner=row.name)
