"""The forms of a partner itself: what is known of it, one more name."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from stdnum.fi import ytunnus
from wtforms import HiddenField, SelectField, StringField, ValidationError

from ..fields import LinkField, TextForm, choices, line, one_line, text_area
from .choices import APPROACHES
from .forms import NamedForm


class PartnerForm(NamedForm):
    """What is known of a partner itself; only the name is required."""

    url = LinkField(_l("Link"))
    business_id = StringField(_l("Business id"), filters=[one_line])
    municipality = line(_l("Municipality"))
    approach = SelectField(_l("How to approach"), choices=choices(APPROACHES, nothing=_l("As its tier says")), default="")
    crm_url = LinkField(_l("Link to the CRM"))
    notes = text_area(_l("Notes"))
    version = HiddenField()

    def validate_business_id(self, field: StringField) -> None:
        """A Finnish business id with its check digit, however its dash is written; kept as 1234567-1."""
        if not field.data:
            return
        if not ytunnus.is_valid(field.data):
            raise ValidationError(_("This is no business id. Write it as 1234567-1; the last digit checks the others."))
        field.data = ytunnus.format(field.data)


class OtherNameForm(TextForm):
    """One more name of a partner."""

    new_name = line(_l("Add another name"))
