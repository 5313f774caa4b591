"""The form of a row: quick add and inline edit have the same fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length

from ..fields import LinkField, TextForm, one_line, stripped, version_in
from ..links import split_links
from ..text import name_key
from ..tiers.models import ALL_TIERS
from .operations import Values
from .other_names import LONGEST_NAME


def _new_name() -> StringField:
    longest = Length(max=LONGEST_NAME, message=_l("At most 200 characters."))
    return StringField(_l("Add another name"), filters=[one_line], validators=[longest])


def _description() -> TextAreaField:
    longest = Length(max=2000, message=_l("At most 2,000 characters."))
    return TextAreaField(_l("What we do together"), filters=[stripped], validators=[longest])


class PartnershipForm(TextForm):
    """Partner with link, description of the cooperation, our contact person."""

    columns: ClassVar = {"contact": ("contact_person_id", "contact_name")}

    name = StringField(
        _l("Partner"),
        filters=[stripped],
        validators=[DataRequired(_l("Write the partner's name.")), Length(max=200, message=_l("At most 200 characters."))],
    )
    url = LinkField(_l("Link"))
    description = _description()
    contact = StringField(
        _l("Our contact person"), filters=[stripped], validators=[Length(max=200, message=_l("At most 200 characters."))]
    )
    version = HiddenField()
    other_names = SelectMultipleField(_l("Other names"), coerce=version_in, validate_choice=False)
    shown_names = HiddenField()  # the ids of those that could be unticked
    new_name = _new_name()
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
        )


def _ids(text: str | None) -> set[int]:
    """Ids with spaces between; what is none is left out."""
    return {version_in(one) for one in (text or "").split()} - {0}


class MoveForm(TextForm):
    """Another tier for a row, of those in which its partner does not stand yet."""

    tier = RadioField(_l("Tier"), choices=[], validators=[InputRequired(_l("Choose a tier."))], validate_choice=False)
    description = _description()
    version = HiddenField()

    def __init__(self, *args: Any, free: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tier.choices = list(free)

    def validate_tier(self, field: RadioField) -> None:
        if field.data not in field.choices:
            raise ValidationError(_("The partner stands there already. Choose another tier."))


class OtherNameForm(TextForm):
    """One more name of a partner."""

    new_name = _new_name()


class AddForm(PartnershipForm):
    """Its first field takes name and link together; the link is taken out of it before the fields are checked.

    Further addresses typed there are `further_links`: a partner has one, so they go into the description.
    """

    tier = RadioField(_l("Tier"), choices=ALL_TIERS, validators=[AnyOf(ALL_TIERS, _l("Choose a tier."))], validate_choice=False)

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        self.name.data, links = split_links(self.name.data or "")
        self.further_links = links[1:]
        if links:  # also where an error has left the link's own field on the page: what stands in the name was typed last
            self.url.data = links[0]
        if self.further_links:
            self.description.data = "\n".join([*filter(None, [self.description.data]), *self.further_links])
