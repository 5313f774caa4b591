"""When an agreement asks for attention. Days are whole days of the college: one that ends on 31 January holds on that day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

NOTICE = timedelta(days=30)  # so long before its day an agreement is on the list of those due
NEVER = date(9999, 12, 31)  # in place of no day: so that one index sorts all


class HasDays(Protocol):
    """An agreement, or its line on a list."""

    @property
    def ends_on(self) -> date | None: ...

    @property
    def review_on(self) -> date | None: ...


def due_day(ends_on: date | None, review_on: date | None) -> date:
    """The day of the agreement's reminder: its review or its end, whichever comes first; NEVER where there is neither.

    After a review the next one takes its place, or the end. So an agreement has one reminder at a time.
    """
    return min((day for day in (ends_on, review_on) if day), default=NEVER)


def last_due_day(today: date) -> date:
    """What is due up to this day asks for attention today."""
    return today + NOTICE


def what_is_due(agreement: HasDays, today: date) -> str:
    """What asks for attention first: it has `lapsed`, is `ending`, or its `review` is near or past; empty for nothing."""
    if agreement.ends_on and agreement.ends_on < today:
        return "lapsed"
    if agreement.ends_on and agreement.ends_on <= last_due_day(today):
        return "ending"
    return "review" if is_review_due(agreement, today) else ""


def is_review_due(agreement: HasDays, today: date) -> bool:
    """Whether it is to be looked at by now; not once it has lapsed: then it is renewed."""
    has_lapsed = agreement.ends_on is not None and agreement.ends_on < today
    return agreement.review_on is not None and agreement.review_on <= last_due_day(today) and not has_lapsed
