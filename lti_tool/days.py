"""The college's day, and days and times in the words of the language that is spoken."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import dates
from flask import Flask, g
from flask_babel import format_date, format_time
from flask_babel import gettext as _
from markupsafe import Markup

from . import db
from .language import current_language
from .languages import LANGUAGES

ZONE = ZoneInfo("Europe/Helsinki")  # of the colleges


def today() -> date:
    """The college's day."""
    return day_of(db.now())


def day_of(moment: datetime) -> date:
    """The college's day at a moment."""
    return moment.astimezone(ZONE).date()


def months_after(day: date, months: int) -> date:
    """The same day so many months later, before it for a number below nought; the last one of a shorter month."""
    years, months_on = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, months_on + 1, min(day.day, monthrange(year, months_on + 1)[1]))


def _day(moment: date) -> date:
    """A day, or the college's day at a moment."""
    return day_of(moment) if isinstance(moment, datetime) else moment


def short_day(moment: date) -> str:
    """A day, or that of a moment, as lists show it: today, yesterday, 3.11. or, from another year, 3.11.2025."""
    return _days().short(_day(moment))


def shown_day(moment: date) -> str:
    """`short_day`, which on paper is a day: what is read there later was not today."""
    return _days().shown(_day(moment))


class _Days:
    """Days in words, as they are on one page: a list has a hundred of them."""

    def __init__(self) -> None:
        self.today = today()
        self.language = LANGUAGES[current_language()]
        self.words: dict[date, Markup] = {}

    def short(self, day: date) -> str:
        days_ago = (self.today - day).days
        if days_ago == 0:
            return _("today")
        if days_ago == 1:
            return _("yesterday")
        pattern = self.language.day_of_this_year if day.year == self.today.year else "short"
        return _written_day(day, pattern, self.language.locale)

    def shown(self, day: date) -> str:
        if not 0 <= (self.today - day).days <= 1:
            return self.short(day)
        if day not in self.words:
            text = Markup('<span data-day="{}"><span class="no-print">{}</span></span>')
            self.words[day] = text.format(full_day(day), self.short(day))
        return self.words[day]


def _days() -> _Days:
    days: _Days | None = g.get("days")
    if days is None:
        days = g.days = _Days()
    return days


def short_moment(moment: datetime) -> str:
    """A day as lists show it, of today with the time: today 9.05."""
    is_today = day_of(moment) == today()
    return f"{short_day(moment)} {clock_time(moment)}" if is_today else short_day(moment)


def full_day(moment: date) -> str:
    """The day with its year, as 9.5.2026: for paper, which is read later."""
    return _written_day(_day(moment), "short", LANGUAGES[current_language()].locale)


def month(day: date) -> str:
    """The month with its year, as marraskuu 2026."""
    return format_date(day, "LLLL yyyy")


def clock_time(moment: datetime) -> str:
    """The time of day, as 9.05 or 9:05."""
    return format_time(moment, "short")


@lru_cache(maxsize=4096)
def _written_day(day: date, pattern: str, locale: str) -> str:
    """A day in a pattern of Babel's, which it reads anew each time."""
    return dates.format_date(day, pattern, locale)


def init_app(app: Flask) -> None:
    for show in (short_day, shown_day, short_moment, full_day, month, clock_time):
        app.jinja_env.filters[show.__name__] = show
    app.jinja_env.globals["today"] = today
