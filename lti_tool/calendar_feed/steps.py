"""Open next steps of visits in a calendar, on the day by which they are meant."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from .. import db
from ..agenda.whose import Whose
from ..encounters.models import IS_OPEN, Encounter
from ..partners.models import Partner
from .entries import MOST_OF_A_SOURCE, PAST, CalendarEntry, last_changes


def step_entries(whose: Whose, present: date) -> list[CalendarEntry]:
    """What is done, or has no day, is not in it."""
    query = select(
        Encounter.id, Encounter.partner_id, Encounter.next_step, Encounter.next_on, Encounter.version, Partner.name
    ).join(Partner, Partner.id == Encounter.partner_id)
    query = query.where(
        Encounter.organisation_id == whose.organisation_id,
        whose.is_contact(Encounter.contact_person_id, Encounter.contact_name),
        Encounter.next_on >= present - PAST,
        IS_OPEN,
    )
    rows = db.session.execute(query.order_by(Encounter.next_on, Encounter.id).limit(MOST_OF_A_SOURCE)).all()
    changes = last_changes(Encounter.__tablename__, [row.id for row in rows])
    return [_as_entry(row, changes[row.id]) for row in rows]


def _as_entry(row: Any, changed_at: datetime) -> CalendarEntry:
    return CalendarEntry(
        key=f"{Encounter.__tablename__}-{row.id}",
        title=f"{row.next_step} ({row.name})",
        starts_on=row.next_on,
        ends_on=row.next_on,
        version=row.version,
        changed_at=changed_at,
        link=("partner", row.partner_id),
    )
