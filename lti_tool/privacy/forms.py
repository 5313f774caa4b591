"""The form of the room: a press that cannot be taken back."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from ..fields import TextForm


class EraseForm(TextForm):
    """Erasing asks for a tick beside the button: it is the one thing here that no undo takes back."""

    is_sure = BooleanField(_l("I understand that this cannot be undone."))
