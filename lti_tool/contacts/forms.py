"""The form of a person at a partner; while adding, what was pasted into the name goes into its fields."""

from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import AnyOf

from ..fields import PressedField, TextForm, TickField, choices, line
from ..text import person_key
from .addresses import shown_phone
from .models import LEVELS, ContactRole
from .operations import Values
from .pasted_person import take_apart
from .typed_fields import EmailField, PhoneField
from .words import LEVEL_WORDS


class ContactForm(TextForm):
    """Name, title, level, e-mail address and phone number of a person, and whether the person knows of it."""

    columns: ClassVar = {"is_told": ("told_on", "told_by_id")}

    name = line(_l("Name"), required=_l("Write the person's name."))
    title = line(_l("Title at work"))
    level = RadioField(
        _l("Level in the organisation"),
        choices=choices({level: LEVEL_WORDS.get(level, _l("not known")) for level in LEVELS}),
        default="",
        validators=[AnyOf(LEVELS, _l("Choose a level."))],
        validate_choice=False,
    )
    email = EmailField(_l("E-mail"))
    phone = PhoneField(_l("Phone"))
    is_told = TickField(_l("The person has been told that we keep these details"))
    version = HiddenField()
    person_answer = PressedField()  # the id of the person that is meant, or that it is another one

    def validate_name(self, field: StringField) -> None:
        if not person_key(field.data):
            raise ValidationError(_("Write the person's name."))

    def values(self) -> Values:
        """What was typed; None for what the form lacked."""
        return Values(
            name=self.name.data,
            title=self._if_sent("title", self.title.data),
            level=self._if_sent("level", self.level.data),
            email=self._if_sent("email", self.email.data),
            phone=self._if_sent("phone", self.phone.number),
            is_told=self._if_sent("is_told", self.is_told.data),
            answer=self.person_answer.data or "",
        )

    def _if_sent(self, name: str, value: Any) -> Any:
        return value if value or self.was_sent(name) else None


class AddContactForm(ContactForm):
    """Its name may hold more, as copied from a signature: that goes into those fields that are empty."""

    def process(self, formdata: Any = None, *args: Any, **kwargs: Any) -> None:
        super().process(formdata, *args, **kwargs)
        if not self.is_submitted():
            return
        pasted = take_apart(self.name.data or "")
        parts = {name: getattr(pasted, name) for name in ("title", "email", "phone")}
        if any(text and self[name].data for name, text in parts.items()):
            return  # a field says it already: which of the two is meant is its writer's to say
        self.name.data = pasted.name
        for name, text in parts.items():
            if text:
                self[name].process_formdata([text])


def form_values(role: ContactRole) -> dict[str, Any]:
    """A person at a partner as the form has it."""
    return {
        "name": role.contact.name,
        "title": role.title,
        "level": role.level,
        "email": role.contact.email,
        "phone": shown_phone(role.contact.phone),
        "is_told": role.told_on is not None,
    }
