"""Form fields that several features share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectChoice, StringField, ValidationError
from wtforms.widgets import TextInput

from .db import BIGGEST_ID
from .errors import Conflict, RuleBroken
from .language import full_day, today
from .languages import LANGUAGES
from .links import is_email, is_web_link, read_link, split_links

LONGEST_LINK = 1000
LONGEST_VERSION = 10  # digits
_DAY = re.compile(r"(?P<day>\d{1,2})[./ ]\s*(?P<month>\d{1,2})(?:[./ ]\s*(?P<year>\d{4})?)?", re.ASCII)
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)


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


def read_day(text: str, this_day: date) -> date | None:
    """The day that a text means; without a year one of this year. None for what is no day between 1900 and 2200."""
    found = _DAY.fullmatch(text) or _ISO_DAY.fullmatch(text)
    if found is None:
        return None
    year = int(found["year"] or this_day.year)
    try:
        return date(year, int(found["month"]), int(found["day"])) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


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


class DayField(StringField):
    """A day, written as 31.1.2027, 31.1. (of this year) or 2027-01-31. What was typed stays in the field when it is refused."""

    widget = TextInput()
    written = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.written = stripped(valuelist[0] if valuelist else "")
        self.data = read_day(self.written, today()) if self.written else None
        if self.written and self.data is None:
            raise ValueError(_("This is no day. Write it as 31.1.2027."))

    def _value(self) -> str:
        return self.written or (full_day(self.data) if self.data else "")


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
