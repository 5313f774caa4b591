"""The forms of the organisation's settings and of an invite."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from ..fields import LANGUAGE_CHOICES, TextForm, TickField, choices, line, stripped
from ..partners.choices import APPROACHES
from ..tiers.models import ALL_TIERS

WITH_CYCLE = tuple(tier for tier in ALL_TIERS if tier != "everyday")  # in daily contact anyway


def _title() -> StringField:
    return StringField(filters=[stripped], validators=[Length(max=80, message=_l("At most 80 characters."))])


class InviteForm(TextForm):
    """A number of the page that offers a new link: the same page sent twice makes one."""

    press = HiddenField()


def _cycle() -> SelectField:
    months = {str(number): str(number) for number in (1, 2, 3, 4, 6, 12, 24)}
    return SelectField(_l("In contact every (months)"), choices=choices(months, nothing="–"), default="")


def _approach() -> SelectField:
    return SelectField(_l("How to approach"), choices=choices(APPROACHES, nothing="–"), default="")


class RegisterForm(TextForm):
    """How the college keeps its partners: contact cycles and ways of approach by tier, and whether there is a CRM."""

    cycle_development = _cycle()
    cycle_strategic = _cycle()
    cycle_network = _cycle()
    cycle_other = _cycle()
    approach_everyday = _approach()
    approach_development = _approach()
    approach_strategic = _approach()
    approach_network = _approach()
    approach_other = _approach()
    has_crm = TickField(_l("Partners can carry a link to our CRM"))
    version = HiddenField()

    columns: ClassVar = {
        **{f"cycle_{tier}": (f"tier_cycles.{tier}",) for tier in WITH_CYCLE},
        **{f"approach_{tier}": (f"tier_approaches.{tier}",) for tier in ALL_TIERS},
    }

    def cycles(self, present: dict[str, str]) -> dict[str, str]:
        """Months by tier, only those that were given; of what the form lacked the present ones."""
        return self._by_tier("cycle", present)

    def approaches(self, present: dict[str, str]) -> dict[str, str]:
        return self._by_tier("approach", present)

    def _by_tier(self, what: str, present: dict[str, str]) -> dict[str, str]:
        sent = {
            tier: self[f"{what}_{tier}"].data
            for tier in ALL_TIERS
            if f"{what}_{tier}" in self and self.was_sent(f"{what}_{tier}")
        }
        return {tier: value for tier, value in (present | sent).items() if value}


class OrganisationForm(TextForm):
    """Name, language, and a title of the college's own for each tier, empty for the common one."""

    name = line(_l("Name of the college"), required=_l("Give it a name."))
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
