"""The forms of a row into another tier, and of the end of a partnership."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, ValidationError
from wtforms.validators import InputRequired

from ..day_field import DayField
from ..days import today
from ..fields import TextForm, line, text_area


def _not_to_come(_form: TextForm, field: DayField) -> None:
    if isinstance(field.data, date) and field.data > today():
        raise ValidationError(_("This day is still to come. Write it into the row as the day until which it is in force."))


class MoveForm(TextForm):
    """Another tier for a row, of those in which its partner does not stand yet."""

    tier = RadioField(_l("Tier"), choices=[], validators=[InputRequired(_l("Choose a tier."))], validate_choice=False)
    description = text_area(_l("What we do together"))
    moved_on = DayField(_l("From which day"), validators=[_not_to_come])
    reason = line(_l("Why"))
    version = HiddenField()

    def __init__(self, *args: Any, free: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tier.choices = list(free)

    def validate_tier(self, field: RadioField) -> None:
        if field.data not in field.choices:
            raise ValidationError(_("The partner stands there already. Choose another tier."))


class EndForm(TextForm):
    """When a partnership ended, and why."""

    ends_on = DayField(_l("Until"), validators=[InputRequired(_l("Write the day.")), _not_to_come])
    end_reason = line(_l("Why it ended"))
    version = HiddenField()
