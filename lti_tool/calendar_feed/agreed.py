"""What was agreed on in a critical-points test, in a calendar, on the day by which it is meant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from .. import db
from ..agenda.whose import Whose
from ..assessment.agreed_models import IS_OPEN, AgreedLine
from ..assessment.models import Assessment
from ..partners.models import Partner
from .entries import MOST_OF_A_SOURCE, PAST, CalendarEntry, last_changes


def agreed_entries(whose: Whose, present: date) -> list[CalendarEntry]:
    """What is done, or has no day, is not in it."""
    subject = func.coalesce(Partner.name, Assessment.subject).label("subject")
    query = select(AgreedLine.id, AgreedLine.assessment_id, AgreedLine.text, AgreedLine.due_on, AgreedLine.version, subject).join(
        Assessment, Assessment.id == AgreedLine.assessment_id
    )
    query = query.outerjoin(Partner, Partner.id == Assessment.partner_id)
    query = query.where(
        AgreedLine.organisation_id == whose.organisation_id,
        whose.is_contact(AgreedLine.contact_person_id, AgreedLine.contact_name),
        AgreedLine.due_on >= present - PAST,
        Assessment.is_archived.is_(False),
        IS_OPEN,
    )
    rows = db.session.execute(query.order_by(AgreedLine.due_on, AgreedLine.id).limit(MOST_OF_A_SOURCE)).all()
    changes = last_changes(AgreedLine.__tablename__, [row.id for row in rows])
    return [_as_entry(row, changes[row.id]) for row in rows]


def _as_entry(row: Any, changed_at: datetime) -> CalendarEntry:
    return CalendarEntry(
        key=f"{AgreedLine.__tablename__}-{row.id}",
        title=f"{row.text} ({row.subject})",
        starts_on=row.due_on,
        ends_on=row.due_on,
        version=row.version,
        changed_at=changed_at,
    )
