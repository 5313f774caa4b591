"""Key meetings in a calendar, on the day on which they are due by the contact cycle."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _

from ..agenda.key_meetings import key_meetings
from ..agenda.whose import Whose
from .entries import CalendarEntry

A_YEAR = timedelta(days=365)


def meeting_entries(whose: Whose, present: date) -> list[CalendarEntry]:
    """Those of a year. One that is due on another day, since the partner was met or the cycle is another, is an entry of its own;
    one that stands in a plan is that plan's action."""
    found = key_meetings(whose, present + A_YEAR, present)
    return [
        CalendarEntry(
            key=f"key-meeting-{one.row_id}-{one.due_on.toordinal()}",
            title=_("Key meeting: %(name)s", name=one.partner),
            starts_on=one.due_on,
            ends_on=one.due_on,
            version=1,
            changed_at=datetime.combine(one.last_on, time(), UTC),
            link=("partner", one.partner_id),
        )
        for one in found
    ]
