"""The forms of a team and of who belongs to it."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import DataRequired, Length

from ..fields import TextForm, one_line

_LONGEST = Length(max=200, message=_l("At most 200 characters."))


class _NameAndField(TextForm):
    """A team's name and its field of training; which of them are refused is said by the operation."""

    columns: ClassVar = {"field": ("field_id",)}

    name = StringField(
        _l("Name of the team"),
        filters=[one_line],
        validators=[DataRequired(_l("Write the team's name, with letters or digits.")), _LONGEST],
    )
    field = StringField(_l("Field of training"), filters=[one_line], validators=[_LONGEST])


class NewTeamForm(_NameAndField):
    """Who adds a team belongs to it, unless the tick is taken away."""

    is_member = BooleanField(_l("I belong to it"), default=True)


class TeamForm(_NameAndField):
    """A team as it is corrected."""

    version = HiddenField()

    def typed(self) -> dict[str, str]:
        """What was sent, without a field that the form lacked."""
        return {name: self[name].data or "" for name in ("name", "field") if self.was_sent(name)}


class MemberForm(TextForm):
    """A colleague by name, one of those that are offered."""

    member = StringField(
        _l("Add a colleague"), filters=[one_line], validators=[DataRequired(_l("Write the colleague's name.")), _LONGEST]
    )
