"""The forms of a team and of who belongs to it."""

from __future__ import annotations

from typing import ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField

from ..fields import TextForm, line


class _NameAndField(TextForm):
    """A team's name and its field of training; which of them are refused is said by the operation."""

    columns: ClassVar = {"field": ("field_id",)}

    name = line(_l("Name of the team"), required=_l("Write the team's name, with letters or digits."))
    field = line(_l("Field of training"))


class NewTeamForm(_NameAndField):
    """Who adds a team belongs to it, unless the tick is taken away."""

    is_member = BooleanField(_l("I belong to it"), default=True)


class TeamForm(_NameAndField):
    """A team as it is corrected."""

    version = HiddenField()


class MemberForm(TextForm):
    """A colleague by name, one of those that are offered."""

    member = line(_l("Add a colleague"), required=_l("Write the colleague's name."))
