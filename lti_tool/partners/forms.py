"""The form of a row: quick add and inline edit have the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from stdnum.fi import ytunnus
from wtforms import (
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from ..fields import DayField, LinkField, TextForm, TickField, one_line, stripped, version_in
from ..language import today
from ..links import split_links
from ..text import name_key
from ..tiers.models import ALL_TIERS
from .models import APPROACHES, CURRENT, EFFECTS, ROLES, STATE_NAMES, WANTED
from .operations import Values
from .other_names import LONGEST_NAME


def _new_name() -> StringField:
    longest = Length(max=LONGEST_NAME, message=_l("At most 200 characters."))
    return StringField(_l("Add another name"), filters=[one_line], validators=[longest])


def _description() -> TextAreaField:
    longest = Length(max=2000, message=_l("At most 2,000 characters."))
    return TextAreaField(_l("What we do together"), filters=[stripped], validators=[longest])


def _name() -> StringField:
    return StringField(
        _l("Partner"),
        filters=[stripped],
        validators=[DataRequired(_l("Write the partner's name.")), Length(max=200, message=_l("At most 200 characters."))],
    )


def _line(label: Any) -> StringField:
    return StringField(label, filters=[one_line], validators=[Length(max=200, message=_l("At most 200 characters."))])


def _not_to_come(_form: TextForm, field: DayField) -> None:
    if isinstance(field.data, date) and field.data > today():
        raise ValidationError(_("This day is still to come. Write it into the row as the day until which it is in force."))


class DetailsForm(TextForm):
    """What of a row is folded away."""

    columns: ClassVar = {role: (f"{role}_person_id", f"{role}_name") for role in ROLES} | {"team": ("team_id",)}

    team = SelectField(_l("Team"), choices=[], validate_choice=False)
    unit = _line(_l("Their unit"))
    deputy = _line(_l("Deputy"))
    manager = _line(_l("Of our management"))
    state = SelectField(
        _l("State"), choices=[SelectChoice(one, STATE_NAMES[one]) for one in (CURRENT, WANTED)], validate_choice=False
    )
    starts_on = DayField(_l("From"))
    ends_on = DayField(_l("Until"))
    cycle_months = StringField(_l("In contact every (months)"), filters=[stripped])
    our_role = _line(_l("Our role"))
    aims = TextAreaField(
        _l("Aims and what was agreed"),
        filters=[stripped],
        validators=[Length(max=2000, message=_l("At most 2,000 characters."))],
    )
    effect = SelectField(
        _l("For our goals"),
        choices=[SelectChoice("", "–"), *(SelectChoice(one, name) for one, name in EFFECTS.items())],
        validate_choice=False,
    )
    could_deepen = TickField(_l("Could be deepened"))

    def validate_cycle_months(self, field: StringField) -> None:
        if field.data and not (field.data.isascii() and field.data.isdecimal() and len(field.data) <= 4):
            raise ValidationError(_("Write a number of months from 1 to 60."))

    def details(self) -> dict[str, Any]:
        """What was typed, as `details.py` takes it; what the form lacked is not in it."""
        names = ("unit", "deputy", "manager", "state", "starts_on", "ends_on", "our_role", "aims", "effect")
        found = {name: self[name].data for name in names if self.was_sent(name)}
        if self.was_sent("team"):
            found["team_id"] = version_in(self.team.data or "") or None
        if self.was_sent("cycle_months"):
            found["cycle_months"] = int(self.cycle_months.data) if self.cycle_months.data else None
        if self.was_sent("could_deepen"):
            found["could_deepen"] = self.could_deepen.data
        return found


class PartnershipForm(DetailsForm):
    """Partner with link, description of the cooperation, our contact person; the rest is folded."""

    name = _name()
    url = LinkField(_l("Link"))
    description = _description()
    contact = StringField(
        _l("Our contact person"), filters=[stripped], validators=[Length(max=200, message=_l("At most 200 characters."))]
    )
    version = HiddenField()
    other_names = SelectMultipleField(_l("Other names"), coerce=version_in, validate_choice=False)
    shown_names = HiddenField()  # the ids of those that could be unticked
    new_name = _new_name()
    is_of_team = StringField()  # a button: beside the rows of other teams
    is_new = StringField()  # a button: the ids of partners of which the user has said that this is another one

    def validate_name(self, field: StringField) -> None:
        if not name_key(field.data):
            raise ValidationError(_("Write the partner's name."))

    contact_answer = StringField()  # a button: whom of our own people one has meant

    def other_than(self) -> set[int] | None:
        """The ids that the button named; None when it was not pressed."""
        return _ids(self.is_new.data) if self.was_sent("is_new") else None

    def values(self) -> Values:
        names = ("name", "url", "description", "contact")
        typed = {name: self[name].data if self[name].data or self.was_sent(name) else None for name in names}
        removed = _ids(self.shown_names.data) - set(self.other_names.data or ())
        return Values(
            **typed,
            new_name=self.new_name.data or "",
            removed_names=frozenset(removed),
            contact_answer=self.contact_answer.data or "",
            details=self.details(),
        )


def _ids(text: str | None) -> set[int]:
    """Ids with spaces between; what is none is left out."""
    return {version_in(one) for one in (text or "").split()} - {0}


class MoveForm(TextForm):
    """Another tier for a row, of those in which its partner does not stand yet."""

    tier = RadioField(_l("Tier"), choices=[], validators=[InputRequired(_l("Choose a tier."))], validate_choice=False)
    description = _description()
    moved_on = DayField(_l("From which day"), validators=[_not_to_come])
    reason = _line(_l("Why"))
    version = HiddenField()

    def __init__(self, *args: Any, free: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tier.choices = list(free)

    def validate_tier(self, field: RadioField) -> None:
        if field.data not in field.choices:
            raise ValidationError(_("The partner stands there already. Choose another tier."))


class PartnerForm(TextForm):
    """What is known of a partner itself; only the name is required."""

    name = _name()
    url = LinkField(_l("Link"))
    business_id = StringField(_l("Business id"), filters=[one_line])
    municipality = _line(_l("Municipality"))
    approach = SelectField(
        _l("How to approach"),
        choices=[SelectChoice("", _l("As its tier says")), *(SelectChoice(one, name) for one, name in APPROACHES.items())],
        default="",
    )
    crm_url = LinkField(_l("Link to the CRM"))
    notes = TextAreaField(_l("Notes"), filters=[stripped], validators=[Length(max=2000, message=_l("At most 2,000 characters."))])
    is_new = StringField()
    version = HiddenField()

    def validate_name(self, field: StringField) -> None:
        if not name_key(field.data):
            raise ValidationError(_("Write the partner's name."))

    def validate_business_id(self, field: StringField) -> None:
        """A Finnish business id with its check digit, however its dash is written; kept as 1234567-1."""
        if not field.data:
            return
        if not ytunnus.is_valid(field.data):
            raise ValidationError(_("This is no business id. Write it as 1234567-1; the last digit checks the others."))
        field.data = ytunnus.format(field.data)

    def other_than(self) -> set[int] | None:
        """The ids that the button named; None when it was not pressed."""
        return _ids(self.is_new.data) if self.was_sent("is_new") else None


class EndForm(TextForm):
    """When a partnership ended, and why."""

    ends_on = DayField(_l("Until"), validators=[InputRequired(_l("Write the day.")), _not_to_come])
    end_reason = _line(_l("Why it ended"))
    version = HiddenField()


class OtherNameForm(TextForm):
    """One more name of a partner."""

    new_name = _new_name()


class AddForm(PartnershipForm):
    """Its first field takes name and link together; the link is taken out of it before the fields are checked.

    Further addresses typed there are `further_links`: a partner has one, so they go into the description.
    """

    tier = RadioField(_l("Tier"), choices=ALL_TIERS, validators=[AnyOf(ALL_TIERS, _l("Choose a tier."))], validate_choice=False)

    def details(self) -> dict[str, Any]:
        """Nothing: what is folded in a row's form is not asked for here."""
        return {}

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        self.name.data, links = split_links(self.name.data or "")
        self.further_links = links[1:]
        if links:  # also where an error has left the link's own field on the page: what stands in the name was typed last
            self.url.data = links[0]
        if self.further_links:
            self.description.data = "\n".join([*filter(None, [self.description.data]), *self.further_links])
