"""The form of the organisation's settings."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length

from ..fields import TextForm, stripped
from ..languages import LANGUAGES
from ..tiers.models import ALL_TIERS

LANGUAGE_NAMES = [SelectChoice(code, language.name, render_kw={"lang": code}) for code, language in LANGUAGES.items()]


def _title() -> StringField:
    return StringField(filters=[stripped], validators=[Length(max=80, message=_l("At most 80 characters."))])


class OrganisationForm(TextForm):
    """Name, language, and a title of the college's own for each tier, empty for the common one."""

    name = StringField(
        _l("Name of the college"),
        filters=[stripped],
        validators=[DataRequired(_l("Give it a name.")), Length(max=200, message=_l("At most 200 characters."))],
    )
    language = SelectField(_l("Language, where neither Moodle nor the browser tells one of ours"), choices=LANGUAGE_NAMES)
    version = IntegerField()
    everyday, development, strategic, network, other = (_title() for _tier in ALL_TIERS)

    columns: ClassVar = {tier: (f"tier_titles.{tier}",) for tier in ALL_TIERS}

    def titles(self) -> dict[str, str]:
        """The own titles by tier, only those that were given."""
        return {tier: self[tier].data for tier in ALL_TIERS if self[tier].data}
