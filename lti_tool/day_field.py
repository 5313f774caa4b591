"""A day as people write it, and the field of a form for one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from flask_babel import gettext as _
from wtforms import StringField, ValidationError

from .days import full_day, today

YEARS = range(1900, 2200)  # of a day that somebody may mean: another one is a slip of the finger
ShortMeans = Literal["nearest", "past", "coming"]

_DAY_FIRST = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})(?:\.([0-9]{4}|[0-9]{2}))?")
_DIGITS_ALONE = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


def read_day(text: str, present: date, short_means: ShortMeans = "nearest") -> date | None:
    """The day that is meant: 31.1.2027, 31. 1. 27, 31/1/2027, 31012027, 2027-01-31. None for what is none, also 31.2. and 1/2027.

    31.1. alone is the nearest one to the `present` day, or the last one (`past`) or the next one (`coming`), this day among them.
    """
    written = text.strip()
    if found := _YEAR_FIRST.fullmatch(written):
        return _day(*map(int, found.groups()))
    # A phone may show digits and a comma only; who copies has blanks between.
    found = _DIGITS_ALONE.fullmatch(written) or _DAY_FIRST.fullmatch(re.sub(r"[\s.,/]+", ".", written).rstrip("."))
    if not found:
        return None
    day = int(found[1])
    month = int(found[2])
    if found[3]:
        year = int(found[3])
        return _day(year if len(found[3]) == 4 else 2000 + year, month, day)
    around = (_day(present.year + years, month, day) for years in (-1, 0, 1))
    return _meant([one for one in around if one], present, short_means)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:  # 31.2.
        return None


def _meant(days: Iterable[date], present: date, short_means: ShortMeans) -> date | None:
    """Of the same day in several years the one that is meant."""
    if short_means == "past":
        return max((day for day in days if day <= present), default=None)
    if short_means == "coming":
        return min((day for day in days if day >= present), default=None)
    return min(days, key=lambda day: abs(day - present), default=None)


class DayField(StringField):
    """A day or nothing, read as people write it (`read_day`) and shown as the reader's language writes it.

    `data` is the date, or None; what is no day stays there as the text that was typed, and is refused. A text field, since a
    browser's own date field throws away what it cannot read. `short_means` is of which year a day without one is.
    """

    data: Any

    def __init__(self, *args: Any, short_means: ShortMeans = "nearest", **kwargs: Any) -> None:
        look = {"inputmode": "decimal", "autocomplete": "off", **(kwargs.pop("render_kw", None) or {})}
        super().__init__(*args, render_kw=look, **kwargs)
        self.short_means = short_means

    def _value(self) -> str:
        return full_day(self.data) if isinstance(self.data, date) else self.data or ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist:
            return
        typed = " ".join((valuelist[0] or "").split())
        self.data = read_day(typed, today(), self.short_means) or typed or None

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, str):
            raise ValidationError(_("This is no day. Write it as 31.1.2027."))
