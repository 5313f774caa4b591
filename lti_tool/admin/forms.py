"""The forms of the organisation's settings and of an invite."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from ..fields import LANGUAGE_CHOICES, TextForm, stripped
from ..tiers.models import ALL_TIERS


def _title() -> StringField:
    return StringField(filters=[stripped], validators=[Length(max=80, message=_l("At most 80 characters."))])


class InviteForm(TextForm):
    """A number of the page that offers a new link: the same page sent twice makes one."""

    press = HiddenField()


class OrganisationForm(TextForm):
    """Name, language, and a title of the college's own for each tier, empty for the common one."""

    name = StringField(
        _l("Name of the college"),
        filters=[stripped],
        validators=[DataRequired(_l("Give it a name.")), Length(max=200, message=_l("At most 200 characters."))],
    )
    language = SelectField(_l("Language, where neither Moodle nor the browser tells one of ours"), choices=LANGUAGE_CHOICES)
    version = HiddenField()
    everyday = _title()
    development = _title()
    strategic = _title()
    network = _title()
    other = _title()

    columns: ClassVar = {tier: (f"tier_titles.{tier}",) for tier in ALL_TIERS}

    def titles(self) -> dict[str, str]:
        """The own titles by tier, only those that were given."""
        return {tier: self[tier].data for tier in ALL_TIERS if self[tier].data}
