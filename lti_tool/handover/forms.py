"""The forms of a change of hands, and of several rows of a list at once."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, SelectMultipleField

from ..fields import PressedField, TextForm, TickField, line


class HandoverForm(TextForm):
    """To whom, and which lines; a colleague who is no longer with us is marked on the way."""

    receiver = line(_l("Who takes over"))
    receiver_answer = PressedField()  # whom of our own people one has meant
    lines = SelectMultipleField(_l("What changes hands"), validate_choice=False)
    has_left = TickField(_l("No longer with us"))
    same = PressedField()  # the id of who is the same person
    version = HiddenField()


class SeveralForm(TextForm):
    """What several rows of a list get; what is left empty stays."""

    rows = SelectMultipleField(_l("Rows"), validate_choice=False)
    receiver = line(_l("Our contact person"))
    receiver_answer = PressedField()
    team = SelectField(_l("Team"), choices=[], validate_choice=False)
    tier = SelectField(_l("Tier"), choices=[], validate_choice=False)
    archive = PressedField()
