"""The form of a row: quick add and inline edit have the same fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import AnyOf

from ..day_field import DayField
from ..db import id_in
from ..fields import LinkField, PressedField, TextForm, TickField, choices, line, stripped, text_area
from ..links import split_links
from ..text import name_key
from ..tiers.models import ALL_TIERS
from .choices import CURRENT, EFFECTS, ROLES, STATE_NAMES, WANTED
from .models import Partner
from .operations import Values


class NamedForm(TextForm):
    """A form with a partner's name: where another partner has it, the user is asked which of them is meant."""

    name = line(_l("Partner"), required=_l("Write the partner's name."))
    is_new = PressedField()  # the ids of partners of which the user has said that this is another one

    def validate_name(self, field: StringField) -> None:
        if not name_key(field.data):
            raise ValidationError(_("Write the partner's name."))

    def other_than(self) -> set[int] | None:
        """The ids that the button named; None when it was not pressed."""
        return _ids(self.is_new.data) if self.was_sent("is_new") else None

    def ids_asked_about(self, partners: Iterable[Partner]) -> str:
        """The value of the button *another one*: the ids of these partners, and of those the user was asked about before."""
        ids = {partner.id for partner in partners} | (self.other_than() or set())
        return " ".join(str(partner_id) for partner_id in sorted(ids))


class DetailsForm(TextForm):
    """What of a row is folded away."""

    columns: ClassVar = {role: (f"{role}_person_id", f"{role}_name") for role in ROLES} | {"team": ("team_id",)}

    team = SelectField(_l("Team"), choices=[], validate_choice=False)
    unit = line(_l("Their unit"))
    deputy = line(_l("Deputy"))
    manager = line(_l("Of our management"))
    state = SelectField(
        _l("State"), choices=choices({value: STATE_NAMES[value] for value in (CURRENT, WANTED)}), validate_choice=False
    )
    starts_on = DayField(_l("Since"))
    ends_on = DayField(_l("Until"))
    cycle_months = StringField(_l("In contact every (months)"), filters=[stripped])
    our_role = line(_l("Our role"))
    aims = text_area(_l("Aims of the partnership and what was agreed"))
    effect = SelectField(_l("For our goals"), choices=choices(EFFECTS, nothing="–"), validate_choice=False)
    could_deepen = TickField(_l("Could be deepened"))

    def validate_cycle_months(self, field: StringField) -> None:
        if field.data and not (field.data.isascii() and field.data.isdecimal() and len(field.data) <= 4):
            raise ValidationError(_("Write a number of months from 1 to 60."))

    def details(self) -> dict[str, Any]:
        """What was typed, as `details.py` takes it; what the form lacked is not in it."""
        typed = self.sent(
            "unit", "deputy", "manager", "state", "starts_on", "ends_on", "our_role", "aims", "effect", "could_deepen"
        )
        if self.was_sent("team"):
            typed["team_id"] = id_in(self.team.data or "") or None
        if self.was_sent("cycle_months"):
            typed["cycle_months"] = int(self.cycle_months.data) if self.cycle_months.data else None
        return typed


class RowForm(NamedForm):
    """Partner with link, description of the cooperation, our contact person."""

    url = LinkField(_l("Link"))
    description = text_area(_l("What we do together"))
    contact = line(_l("Our contact person"))
    contact_answer = PressedField()  # whom of our own people one has meant

    def values(self) -> Values:
        names = ("name", "url", "description", "contact")
        typed: dict[str, Any] = {name: self[name].data if self[name].data or self.was_sent(name) else None for name in names}
        return Values(**typed, contact_answer=self.contact_answer.data or "")


class PartnershipForm(RowForm, DetailsForm):
    """The same of a row that stands, with its partner's other names and what is folded."""

    other_names = SelectMultipleField(_l("Other names"), coerce=id_in, validate_choice=False)
    shown_names = HiddenField()  # the ids of those that could be unticked
    new_name = line(_l("Add another name"))
    version = HiddenField()

    def values(self) -> Values:
        removed = _ids(self.shown_names.data) - set(self.other_names.data or ())
        return replace(
            super().values(),
            new_name=self.new_name.data or "",
            removed_names=frozenset(removed),
            details=self.details(),
        )


class AddForm(RowForm):
    """Its first field takes name and link together; the link is taken out of it before the fields are checked.

    Further addresses typed there are `further_links`: a partner has one, so they go into the description.
    """

    tier = RadioField(_l("Tier"), choices=ALL_TIERS, validators=[AnyOf(ALL_TIERS, _l("Choose a tier."))], validate_choice=False)
    is_of_team = PressedField()  # beside the rows of other teams

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        self.name.data, links = split_links(self.name.data or "")
        self.further_links = links[1:]
        if links:  # also where an error has left the link's own field on the page: what stands in the name was typed last
            self.url.data = links[0]
        if self.further_links:
            self.description.data = "\n".join([*filter(None, [self.description.data]), *self.further_links])


def _ids(text: str | None) -> set[int]:
    """Ids with spaces between; what is none is left out."""
    return {id_in(number) for number in (text or "").split()} - {0}
