"""Form fields that several features share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectChoice, SelectFieldBase, StringField, TextAreaField, ValidationError
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import TextInput

from .days import full_day
from .db import id_in
from .errors import Conflict, RuleBroken, never_typed
from .language import current_language
from .languages import LANGUAGES
from .links import is_email, is_web_link, read_link, split_links

LONGEST_LINK = 1000
LONGEST_LINE = 200
LONGEST_TEXT = 2000

LANGUAGE_CHOICES = [SelectChoice(code, each.name, render_kw={"lang": code}) for code, each in LANGUAGES.items()]


def stripped(text: str | None) -> str:
    """Text without white space around it, its lines ended as we store them; the filter of every text field."""
    return (text or "").replace("\r\n", "\n").strip()


def one_line(text: str | None) -> str:
    """Text on one line: names and titles."""
    return " ".join((text or "").split())


def line(label: Any, required: Any = None) -> StringField:
    """A name or a title, on one line; `required` is what is said where it is missing."""
    validators: list[Any] = [] if required is None else [DataRequired(required)]
    longest = Length(max=LONGEST_LINE, message=_l("At most 200 characters."))
    return StringField(label, filters=[one_line], validators=[*validators, longest])


def text_area(label: Any) -> TextAreaField:
    """A text of some paragraphs."""
    longest = Length(max=LONGEST_TEXT, message=_l("At most 2,000 characters."))
    return TextAreaField(label, filters=[stripped], validators=[longest])


def choices(names: Mapping[str, Any], nothing: Any = None) -> list[SelectChoice]:
    """What may be chosen, with its names; `nothing` is how the empty choice before them is called, where there is one."""
    empty = [] if nothing is None else [SelectChoice("", nothing)]
    return [*empty, *(SelectChoice(value, name) for value, name in names.items())]


class PressedField(StringField):
    """What a button says of itself; empty where another one was pressed."""


CHOSEN = (HiddenField, SelectFieldBase, BooleanField, PressedField)  # what is sent of these was not typed


class TextForm(FlaskForm):
    """A form of texts: a file sent under the name of a field is left aside (Flask-WTF would put it into the field)."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        fields = {name: value.field_class for name, value in vars(cls).items() if isinstance(value, UnboundField)}
        never_typed.update(name for name, kind in fields.items() if issubclass(kind, CHOSEN))

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return sent if sent is None or sent is formdata else request.form

        @property
        def locales(self) -> tuple[str, str]:
            """Of WTForms' own words, which it keeps: Flask-WTF would read them anew for each page (WTF_I18N_ENABLED)."""
            return current_language(), "en"

    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {}  # for a field those that it stands for, where the names differ

    def made_from(self) -> int:
        """The version that the form was made from, as its field `version` tells; 0 for nonsense."""
        given = str(self["version"].data or "")
        return id_in(given)

    def was_sent(self, name: str) -> bool:
        """Whether the form that was sent had this field; one of an older page may lack it, which leaves it untouched."""
        return bool(self[name].raw_data)

    def sent(self, *names: str) -> dict[str, Any]:
        """What stands in these fields, without those that the form lacked."""
        return {name: self[name].data for name in names if self.was_sent(name)}

    def show_error(self, broken: RuleBroken, current: Mapping[str, Any] | None = None, version: int | str = 0) -> int:
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
        problem = problem_of_link(self.data)
        if problem:
            raise ValidationError(problem)


def problem_of_link(link: str) -> str:
    """What is wrong with an address that `links.read_link` has read, in words; empty for one that may stand, and for none."""
    if not link or (is_web_link(link) and len(split_links(link)[1]) <= 1 and len(link) <= LONGEST_LINK):
        return ""
    if is_email(link):
        return _("This is an e-mail address. A link leads to a web page: https://…")
    if len(split_links(link)[1]) > 1:
        return _("Only one web address fits here. Write the others into the text.")
    return _("The address is too long.") if is_web_link(link) else _("This is not a web address. Write it as https://…")


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
