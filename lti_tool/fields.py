"""Form fields that several features share."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError
from wtforms.widgets import TextInput

LONGEST_LINK = 1000


def stripped(text: str | None) -> str:
    """Text without white space around it, its lines ended as we store them; the filter of every text field."""
    return (text or "").replace("\r\n", "\n").strip()


def one_line(text: str | None) -> str:
    """Text on one line: names and titles."""
    return " ".join((text or "").split())


def completed_link(text: str) -> str:
    """A link as people write it, made whole: `www.leipomo.example` gets https."""
    return f"https://{text}" if text and "://" not in text and text.split("/")[0].count(".") and ":" not in text else text


def is_web_link(text: str) -> bool:
    """Only http and https with a host; `javascript:` and the like never become a link."""
    try:
        url = urlsplit(text)
        return url.scheme in ("http", "https") and bool(url.hostname) and not any(c.isspace() for c in text)
    except ValueError:
        return False


class TextForm(FlaskForm):
    """A form of texts: a file sent under the name of a field is left aside (Flask-WTF would put it into the field)."""

    class Meta(FlaskForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return sent if sent is None or sent is formdata else request.form


class LinkField(StringField):
    """A web address or nothing. The text typed stays in the field when it is refused."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = completed_link(stripped(valuelist[0] if valuelist else ""))

    def pre_validate(self, form: Any) -> None:
        if self.data and not is_web_link(self.data):
            raise ValidationError(_("This is not a web address. Write it as https://…"))
        if self.data and len(self.data) > LONGEST_LINK:
            raise ValidationError(_("The address is too long."))
