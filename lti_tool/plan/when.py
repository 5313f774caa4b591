"""When something is, as people write it: maaliskuu, 3/2027, joulu–tammikuu, vko 12, 12.–14.3., 12 mars, keväällä, hela året."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ..day_field import YEARS, read_day
from .month_names import month_named
from .spans import EARLIEST, Span, months
from .years import PlanYear

LONGEST = 60  # letters of a phrase that may say when
_YEAR_ROUND = re.compile(
    "koko (luku)?vuo\\w+|(läpi|ympäri) (luku)?vuoden|jatkuva\\w*|hela (läs)?året|löpande|(all|whole) year|ongoing"
)
_SEASONS = (
    (re.compile("kevä\\w+|vår(en|terminen)?|spring( term)?"), 1, 5),
    (re.compile("kesäll\\w+|kesän|sommar(en)?|summer"), 6, 7),
    (re.compile("syksy\\w*|syyslukuka\\w+|höst(en|terminen)?|autumn( term)?|fall"), 8, 12),
)
_WEEKS = re.compile("(?:vko|vk|viik\\w+|v\\.?|veck\\w+|weeks?|w) ?([0-9]{1,2})(?:-([0-9]{1,2}))?")
_MONTHS_OF_A_YEAR = re.compile("([0-9]{1,2})-([0-9]{1,2})/([0-9]{4})")
_MONTH_IN_FIGURES = re.compile("([0-9]{1,2})/([0-9]{4})")
_WITH_YEAR = re.compile("(.+?) ((?:19|20|21)[0-9]{2})")
_BEFORE = re.compile("(?:i|in|on|during|under|den|(?:ma|ti|ke|to|pe|la|su|mån|tis|ons|tors|fre|mon|tue|wed|thu|fri)\\.?) ")
_CLOCK = re.compile(",? (?:klo|kello|kl|at)\\.? ?[0-9].*")
_DAY_ALONE = re.compile("([0-9]{1,2})\\.?")
_DAY_AND_MONTH = re.compile("[0-9]{1,2}[ .,/]+[0-9]{1,2}[ .,/]*")
_DAY_AND_NAME = re.compile("([0-9]{1,2})(?:\\.|:[ae]|st|nd|rd|th)?(?: of)? ?([^\\W\\d]+\\.?)")
_NAME_AND_DAY = re.compile("((?!\\w*kuu)[^\\W\\d]+\\.?) ([0-9]{1,2})(?:st|nd|rd|th)?,?")  # no Finnish: maaliskuu, 3 ryhmää
_IN_A_MONTH = re.compile("\\w+kuu(?!ta$)\\w+")  # maaliskuussa: a number before it is no day
_ISO_DAYS = re.compile("([0-9]{4}-[0-9]+-[0-9]+)-([0-9]{4}-[0-9]+-[0-9]+)")
_WORD = re.compile("\\S+")
_SAYS_IT_ALONE = re.compile("[0-9]|kuu|january|february|march|april|june|july|august|september|october|november|december")
_MOST_WORDS = 4


def read_when(text: str, year: PlanYear) -> Span | None:
    """The days that a phrase means, in this year where it names none; None for what says nothing of the kind, and for 31.2."""
    phrase = _plain(text)
    if not phrase or len(phrase) > LONGEST:
        return None
    span = _by_words(phrase, year) or _by_months(phrase, year) or _by_days(phrase, year)
    return span if span and span.starts_on >= EARLIEST else None


def when_in(text: str, year: PlanYear) -> Span | None:
    """The same of the last phrase in running text that says when: `Vierailu leipomossa maaliskuun alussa`."""
    for phrase in _phrases_in(text):
        if _SAYS_IT_ALONE.search(phrase.casefold()) and not phrase.isdecimal():
            span = read_when(phrase, year)
            if span is not None:
                return span
    return None


def _phrases_in(text: str) -> Iterator[str]:
    """Some words of a text, those at its end first; of those that end at one word the longest first."""
    words = list(_WORD.finditer(text))[:100]
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - _MOST_WORDS), end):
            yield text[words[start].start() : words[end - 1].end()].strip("()")


def _plain(text: str) -> str:
    phrase = re.sub("\\s*[-–—−]\\s*", "-", " ".join(text.casefold().split())).strip(" ,;:()")
    phrase = _CLOCK.sub("", phrase)
    return _BEFORE.sub("", phrase, count=1) if _BEFORE.match(phrase) else phrase


def _by_words(phrase: str, year: PlanYear) -> Span | None:
    """The whole year, a season, weeks."""
    if _YEAR_ROUND.fullmatch(phrase):
        return Span(year.first_day, year.last_day, is_by_month=True)
    weeks = _WEEKS.fullmatch(phrase)
    if weeks:
        return _weeks(int(weeks[1]), int(weeks[2] or weeks[1]), year)
    words, of_year = _without_year(phrase)
    for pattern, first, last in _SEASONS:
        if pattern.fullmatch(words):
            begin = _first_of(first, of_year, year)
            return months(begin, date(begin.year, last, 1))
    return None


def _weeks(first: int, last: int, year: PlanYear) -> Span | None:
    """From a Monday to a Friday."""
    for number in (year.start, year.start + 1):
        try:
            monday = date.fromisocalendar(number, first, 1)
            friday = date.fromisocalendar(number + (last < first), last, 5)
        except ValueError:  # there is no week 53
            continue
        if year.first_day <= friday and monday <= year.last_day:
            return Span(monday, friday)
    return None


def _by_months(phrase: str, year: PlanYear) -> Span | None:
    """A month, or from one to another; over New Year where the second comes before the first."""
    sides = [_month_of(side) for side in _with_common_year(phrase).split("-")]
    first = sides[0]
    last = sides[-1]
    if len(sides) > 2 or first is None or last is None:
        return None
    is_over_new_year = first.number > last.number
    if first.year is None and last.year is not None:
        begin = date(last.year - 1 if is_over_new_year else last.year, first.number, 1)
    else:
        begin = _first_of(first.number, first.year, year)
    end = date(last.year or begin.year + is_over_new_year, last.number, 1)
    return months(begin, end) if end >= begin else None


class _Month(NamedTuple):
    number: int
    year: int | None


def _with_common_year(phrase: str) -> str:
    """3-5/2027 is 3/2027-5/2027, and 12-1/2027 is 12/2026-1/2027."""
    figures = _MONTHS_OF_A_YEAR.fullmatch(phrase)
    if figures is None:
        return phrase
    first, last, of_year = map(int, figures.groups())
    return f"{first}/{of_year - 1 if first > last else of_year}-{last}/{of_year}"


def _month_of(side: str) -> _Month | None:
    figures = _MONTH_IN_FIGURES.fullmatch(side)
    if figures and 1 <= int(figures[1]) <= 12:
        return _Month(int(figures[1]), int(figures[2])) if int(figures[2]) in YEARS else None
    words, of_year = _without_year(side)
    number = month_named(words)
    return _Month(number, of_year) if number else None


def _without_year(phrase: str) -> tuple[str, int | None]:
    match = _WITH_YEAR.fullmatch(phrase)
    return (match[1], int(match[2])) if match else (phrase, None)


def _first_of(month: int, of_year: int | None, year: PlanYear) -> date:
    """The first day of a month: of the year that was named, else as it lies in the plan's."""
    if of_year is not None:
        return date(of_year, month, 1)
    return next(first for first in year.months if first.month == month)


def _by_days(phrase: str, year: PlanYear) -> Span | None:
    phrase = "-".join(_in_figures(side) for side in phrase.split("-"))
    whole = _day(phrase, year)
    if whole is not None:
        return Span(whole, whole)
    iso_days = _ISO_DAYS.fullmatch(phrase)
    if iso_days:
        left, right = iso_days.groups()
    else:
        left, _dash, right = phrase.partition("-")
    last = _day(right, year)
    if last is None:
        return None
    first = _first_before(last, left)
    return Span(first, last) if first is not None else None


def _in_figures(side: str) -> str:
    """12. maaliskuuta 2027 and March 12, 2027 are 12.3.2027; anything else stays as it is."""
    words, of_year = _without_year(side)
    day_first = _DAY_AND_NAME.fullmatch(words)
    month_first = _NAME_AND_DAY.fullmatch(words)
    if day_first:
        day, name = day_first.groups()
    elif month_first:
        name, day = month_first.groups()
    else:
        return side
    month = None if _IN_A_MONTH.fullmatch(name) else month_named(name)
    return f"{day}.{month}.{of_year or ''}" if month else side


def _first_before(last: date, text: str) -> date | None:
    """The first day of some, as the last one lets it be read: 12.–14.3., 28.12.–4.1., 12.3.2027–14.3.2027."""
    alone = _DAY_ALONE.fullmatch(text)
    if alone and 1 <= int(alone[1]) <= monthrange(last.year, last.month)[1]:
        return last.replace(day=int(alone[1]))
    return read_day(text, last, "past")


def _day(text: str, year: PlanYear) -> date | None:
    """A day; one without a year lies in the plan's: there is no 29.2. in each of them."""
    if not _DAY_AND_MONTH.fullmatch(text):
        return read_day(text, year.first_day)
    day = read_day(text, year.first_day, "coming")
    return day if day and day <= year.last_day else None
