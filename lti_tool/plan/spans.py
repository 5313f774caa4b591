"""From which day to which an action lasts: a day, some days, or whole months, which stay months when they are moved."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from flask_babel import format_date
from flask_babel import gettext as _

from ..days import full_day, month, months_after
from ..errors import RuleBroken
from ..language import current_language
from ..languages import LANGUAGES

EARLIEST = date(1990, 1, 1)
LATEST = date(2100, 12, 31)


class Span(NamedTuple):
    """The first and the last day; `is_by_month` where only months were named: then they are the first and last of these."""

    starts_on: date
    ends_on: date
    is_by_month: bool = False


def months(first: date, last: date | None = None) -> Span:
    """The whole months in which these days lie."""
    end = last or first
    return Span(first.replace(day=1), end.replace(day=monthrange(end.year, end.month)[1]), is_by_month=True)


def checked(starts_on: date | None, ends_on: date | None, is_by_month: bool) -> Span:
    """What was typed, an empty end being the first day itself. Raises RuleBroken on `starts_on` or `ends_on`."""
    if starts_on is None:
        raise RuleBroken("starts_on", _("Write when: a day, or a month such as March."))
    last = ends_on or starts_on
    for field, day in (("starts_on", starts_on), ("ends_on", last)):
        if not EARLIEST <= day <= LATEST:
            raise RuleBroken(field, _("This year is too far away. Check it."))
    if last < starts_on:
        raise RuleBroken("ends_on", _("The end comes before the beginning."))
    return months(starts_on, last) if is_by_month else Span(starts_on, last)


def a_year_later(span: Span) -> Span:
    """The same a year later: 29 February is the 28th then, whole months stay whole."""
    first, last = (months_after(day, 12) for day in (span.starts_on, span.ends_on))
    return months(first, last) if span.is_by_month else Span(first, last)


def in_words(span: Span) -> str:
    """As people write it, and `when.read_when` reads it again: maaliskuu 2027, joulukuu 2026–tammikuu 2027, 12.3.2027."""
    return _in_words(span, current_language())


@lru_cache(maxsize=4096)
def _in_words(span: Span, _language: str) -> str:
    """Kept, since a plan has hundreds of them and Babel reads its patterns anew each time."""
    write = month if span.is_by_month else full_day
    first, last = write(span.starts_on), write(span.ends_on)
    if first == last:
        return first
    if span.is_by_month and span.starts_on.year == span.ends_on.year:
        first = format_date(span.starts_on, "LLLL")
    return f"{first}–{last}"


def shortly(span: Span) -> str:
    """The same for a narrow place, without the year: maalis, joulu–tammi, 12.3.–14.3."""
    return _shortly(span, current_language())


@lru_cache(maxsize=4096)
def _shortly(span: Span, _language: str) -> str:
    if not span.is_by_month:
        return "–".join(dict.fromkeys(short_day_of_year(day) for day in (span.starts_on, span.ends_on)))
    return "–".join(dict.fromkeys(format_date(day, "LLL").rstrip(".") for day in (span.starts_on, span.ends_on)))


def words_of_many(spans: Iterable[Span]) -> tuple[dict[Span, str], dict[Span, str]]:
    """The words of hundreds of them, long and short; the language is asked for once."""
    language = current_language()
    each = set(spans)
    return {span: _in_words(span, language) for span in each}, {span: _shortly(span, language) for span in each}


def short_day_of_year(day: date) -> str:
    """A day without its year, as the reader's language writes it."""
    language = LANGUAGES[current_language()]
    return format_date(day, language.day_of_this_year)
