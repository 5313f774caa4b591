"""Form fields that several features share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Literal

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectChoice, StringField, ValidationError
from wtforms.widgets import TextInput

from .db import BIGGEST_ID
from .errors import Conflict, RuleBroken
from .language import full_day, today
from .languages import LANGUAGES
from .links import is_email, is_web_link, read_link, split_links

LONGEST_LINK = 1000
LONGEST_VERSION = 10  # digits
YEARS = range(1900, 2200)  # of a day that somebody may mean: another one is a slip of the finger
ShortMeans = Literal["nearest", "past", "coming"]


LANGUAGE_CHOICES = [SelectChoice(code, each.name, render_kw={"lang": code}) for code, each in LANGUAGES.items()]


def stripped(text: str | None) -> str:
    """Text without white space around it, its lines ended as we store them; the filter of every text field."""
    return (text or "").replace("\r\n", "\n").strip()


def one_line(text: str | None) -> str:
    """Text on one line: names and titles."""
    return " ".join((text or "").split())


def version_in(text: str) -> int:
    """A row's version as a form carries it; 0 for what is none."""
    return min(int(text), BIGGEST_ID) if text.isdecimal() and len(text) <= LONGEST_VERSION else 0


class TextForm(FlaskForm):
    """A form of texts: a file sent under the name of a field is left aside (Flask-WTF would put it into the field)."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return sent if sent is None or sent is formdata else request.form

    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {}  # for a field those that it stands for, where the names differ

    def made_from(self) -> int:
        """The version that the form was made from, as its field `version` tells; 0 for nonsense."""
        given = str(self["version"].data or "")
        return version_in(given)

    def was_sent(self, name: str) -> bool:
        """Whether the form that was sent had this field; one of an older page may lack it, which leaves it untouched."""
        return bool(self[name].raw_data)

    def tell(self, broken: RuleBroken, current: Mapping[str, Any] | None = None, version: int | str = 0) -> int:
        """Put a broken rule beside its field, or above the form when it is none of its fields; gives the status of the answer.

        A conflict marks each field that differs with what stands there now (`current`, at `version`), and brings those up to
        date that were not touched: saving again is deliberate, and brings nothing back that others have changed. Any other
        broken rule leaves the version as it was: a colleague's change has not been shown yet.
        """
        if not isinstance(broken, Conflict):
            if broken.field in self:
                self[broken.field].errors = [broken.message]
            else:
                self.form_errors = [broken.message]
            return 422
        self["version"].errors = [broken.message]
        self["version"].data = str(version)
        for name, value in (current or {}).items():
            columns = self.columns.get(name, (name,))
            if not broken.theirs.keys().isdisjoint(columns):
                self[name].theirs = value
            elif broken.untouched.issuperset(columns):
                self[name].data = value
        return 409


class LinkField(StringField):
    """A web address or nothing, read as people write it. The text typed stays in the field when it is refused."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = read_link(stripped(valuelist[0] if valuelist else ""))

    def pre_validate(self, form: Any) -> None:
        if not self.data:
            return
        if is_email(self.data):
            raise ValidationError(_("This is an e-mail address. A link leads to a web page: https://…"))
        if len(split_links(self.data)[1]) > 1:
            raise ValidationError(_("Only one web address fits here. Write the others into the text."))
        if not is_web_link(self.data):
            raise ValidationError(_("This is not a web address. Write it as https://…"))
        if len(self.data) > LONGEST_LINK:
            raise ValidationError(_("The address is too long."))


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
        typed = one_line(valuelist[0])
        self.data = read_day(typed, today(), self.short_means) or typed or None

    def pre_validate(self, form: Any) -> None:
        if isinstance(self.data, str):
            raise ValidationError(_("This is no day. Write it as 31.1.2027."))


def theirs_in_words(field: Any) -> str:
    """What stands in the place of a field that a colleague has changed, as the field shows it."""
    value = field.theirs
    if isinstance(value, date):
        return full_day(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = {str(choice[0]): str(choice[1]) for choice in field.iter_choices()} if hasattr(field, "iter_choices") else {}
    return choices.get(str(value), str(value or ""))


class TickField(BooleanField):
    """A tick with a hidden field of its name before it: so one that was taken off is told from a form that lacked it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        super().process_formdata(valuelist[-1:])
