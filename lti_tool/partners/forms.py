"""The form of a row: quick add and inline edit have the same fields."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField, TextAreaField, ValidationError
from wtforms.validators import DataRequired, Length

from .. import db
from ..fields import LinkField, TextForm, completed_link, stripped
from ..text import name_key
from .names import split_link
from .operations import Values


class PartnershipForm(TextForm):
    """Partner with link, description of the cooperation, our contact person."""

    columns: ClassVar = {"contact": ("contact_person_id", "contact_name")}

    name = StringField(
        _l("Partner"),
        filters=[stripped],
        validators=[DataRequired(_l("Write the partner's name.")), Length(max=200, message=_l("At most 200 characters."))],
    )
    url = LinkField(_l("Link"))
    description = TextAreaField(
        _l("What we do together"), filters=[stripped], validators=[Length(max=2000, message=_l("At most 2,000 characters."))]
    )
    contact = StringField(
        _l("Our contact person"), filters=[stripped], validators=[Length(max=200, message=_l("At most 200 characters."))]
    )
    version = HiddenField()
    is_new = StringField()  # a button: the ids of partners of which the user has said that this is another one

    def validate_name(self, field: StringField) -> None:
        if not name_key(field.data):
            raise ValidationError(_("Write the partner's name."))

    def other_than(self) -> set[int] | None:
        """The ids that the button named; None when it was not pressed."""
        if not self.was_sent("is_new"):
            return None
        return {int(one) for one in (self.is_new.data or "").split() if one.isdecimal() and db.is_id(int(one[:11]))}

    def values(self) -> Values:
        names = ("name", "url", "description", "contact")
        return Values(**{name: self[name].data if self[name].data or self.was_sent(name) else None for name in names})


class QuickAddForm(PartnershipForm):
    """Its first field takes name and link together; the link is taken out of it before the fields are checked."""

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        name, link = split_link(self.name.data or "")
        if link:  # also where an error has left the link's own field on the page: what stands in the name was typed last
            self.name.data = name
            self.url.data = completed_link(link)
