"""Fields of the form: an e-mail address, a phone number."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import StringField, ValidationError

from ..fields import one_line
from .addresses import read_email, read_phone


class EmailField(StringField):
    """An e-mail address or nothing, read as people paste it. What is none stays in the field as it was typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = one_line(valuelist[0] if valuelist else "")
        read = read_email(typed)
        self.is_read = read is not None
        self.data = typed if read is None else read

    def pre_validate(self, form: Any) -> None:
        if not self.is_read:
            raise ValidationError(_("This is not an e-mail address. Write one, as in firstname.lastname@company.fi."))


class PhoneField(StringField):
    """A phone number or nothing; `number` is as it is stored, the text stays as it was typed."""

    number = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = one_line(valuelist[0] if valuelist else "")
        read = read_phone(self.data)
        self.is_read = read is not None
        self.number = read or ""

    def pre_validate(self, form: Any) -> None:
        if not self.is_read:
            raise ValidationError(_("This is not a phone number. Write one, as in 050 123 4567."))
