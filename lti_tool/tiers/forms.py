"""The form of the college's own words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SubmitField, TextAreaField

from ..fields import TextForm, stripped


class OwnWordsForm(TextForm):
    """A text; `preview` shows it without saving."""

    text = TextAreaField(_l("Our own words"), filters=[stripped])
    version = HiddenField()
    preview = SubmitField(_l("Preview"))
