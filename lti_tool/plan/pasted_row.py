"""A line of a pasted plan as the preview has it."""

from __future__ import annotations

from dataclasses import dataclass

from .spans import Span, a_year_later, in_words
from .years import PlanYear

ACTION = "action"
AIM = "aim"
NOTHING = "nothing"
KINDS = (ACTION, AIM, NOTHING)  # of a line: what it becomes


@dataclass(frozen=True)
class Row:
    """All of it as texts, as one corrects them."""

    kind: str
    text: str
    when: str = ""
    contact: str = ""
    second: str = ""
    partners: str = ""
    tier: str = ""
    outcome: str = ""


def when_in_year(span: Span | None, year: PlanYear) -> str:
    """When it is, in words; of last year's action the same a year later. Empty for None."""
    while span is not None and span.ends_on < year.first_day:
        span = a_year_later(span)
    return in_words(span) if span else ""
