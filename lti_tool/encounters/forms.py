"""The form of an encounter: one text; what more there is to say unfolds."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired

from ..day_field import DayField
from ..db import id_in
from ..fields import TextForm, choices, line, text_area
from .models import KIND_NAMES


class EncounterForm(TextForm):
    """What was done or agreed, on which day, what the partner needs, what comes next."""

    columns: ClassVar = {"need": ("need_id",), "contact": ("contact_person_id", "contact_name")}

    text = text_area(_l("What was agreed"))
    kind = SelectField(_l("Kind"), choices=choices(KIND_NAMES), default="visit", validate_choice=False)
    happened_on = DayField(_l("Day"), validators=[InputRequired(_l("Write the day."))])
    need = line(_l("The partner's need"))
    need_id = HiddenField()  # of an earlier need that was chosen
    next_step = line(_l("Next step"))
    next_on = DayField(_l("By when"))
    contact = line(_l("Who"))
    version = HiddenField()

    def typed(self) -> dict[str, Any]:
        """What the form had, for the operations."""
        found = self.sent("text", "kind", "happened_on", "need", "next_step", "next_on", "contact")
        return {**found, "need_id": id_in(self.need_id.data or "") or None}
