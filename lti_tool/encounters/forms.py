"""The form of an encounter: one text; what more there is to say unfolds."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from ..fields import DayField, TextForm, one_line, stripped, version_in
from .models import KIND_NAMES

LONGEST_TEXT = 2000
LONGEST_LINE = 200
_SHORT = Length(max=LONGEST_LINE, message=_l("At most 200 characters."))


class EncounterForm(TextForm):
    """What was done or agreed, on which day, what the partner needs, what comes next."""

    columns: ClassVar = {"need": ("need_id",), "contact": ("contact_person_id", "contact_name")}

    text = TextAreaField(
        _l("What was agreed"),
        filters=[stripped],
        validators=[Length(max=LONGEST_TEXT, message=_l("At most 2,000 characters."))],
    )
    kind = SelectField(
        _l("Kind"),
        choices=[SelectChoice(kind, name) for kind, name in KIND_NAMES.items()],
        default="visit",
        validate_choice=False,
    )
    happened_on = DayField(_l("Day"), validators=[InputRequired(_l("Write the day."))])
    need = StringField(_l("The partner's need"), filters=[one_line], validators=[_SHORT])
    need_id = HiddenField()  # of an earlier need that was chosen
    next_step = StringField(_l("Next step"), filters=[one_line], validators=[_SHORT])
    next_on = DayField(_l("By when"))
    contact = StringField(_l("Who"), filters=[stripped], validators=[_SHORT])
    version = HiddenField()

    def typed(self) -> dict[str, Any]:
        """What the form had, for the operations."""
        names = ("text", "kind", "happened_on", "need", "next_step", "next_on", "contact")
        found = {name: self[name].data for name in names if self.was_sent(name)}
        return {**found, "need_id": version_in(self.need_id.data or "") or None}
