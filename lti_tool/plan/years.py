"""A year of a plan: the calendar's, or the school's, which is August to July."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ..days import months_after

CALENDAR, SCHOOL = "calendar", "school"
FIRST_MONTHS = {CALENDAR: 1, SCHOOL: 8}
_KEY = re.compile(r"((?:19|20|21)[0-9]{2})(?:-([0-9]{2}))?")


class PlanYear(NamedTuple):
    """Twelve months from the first one of `start`: January, or August of a school year."""

    start: int
    kind: str

    @property
    def key(self) -> str:
        """Its place in an address, and how people write it: 2027, or 2026-27 for a school year."""
        return f"{self.start}-{(self.start + 1) % 100:02}" if self.kind == SCHOOL else str(self.start)

    @property
    def first_day(self) -> date:
        return date(self.start, FIRST_MONTHS[self.kind], 1)

    @property
    def last_day(self) -> date:
        return date(self.start + 1, 7, 31) if self.kind == SCHOOL else date(self.start, 12, 31)

    @property
    def months(self) -> list[date]:
        """The first days of its twelve months."""
        return [months_after(self.first_day, number) for number in range(12)]

    @property
    def before(self) -> PlanYear:
        return self._replace(start=self.start - 1)

    @property
    def after(self) -> PlanYear:
        return self._replace(start=self.start + 1)


def year_of(day: date, kind: str = SCHOOL) -> PlanYear:
    """The year of this kind in which a day lies."""
    return PlanYear(day.year if day.month >= FIRST_MONTHS[kind] else day.year - 1, kind)


def year_named(key: str) -> PlanYear | None:
    """The year of an address; None for what is none, also for 2026-28."""
    match = _KEY.fullmatch(key)
    if not match:
        return None
    year = PlanYear(int(match[1]), SCHOOL if match[2] else CALENDAR)
    return year if year.key == key else None
