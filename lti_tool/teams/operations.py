"""Adding, correcting and archiving teams. A team is locked before anything is written of it or of who belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import raise_if_archived_since, set_merged
from ..people.models import Person
from .members import put_in
from .models import Team, TrainingField, joined_key
from .queries import field_named, team_named

# feature -> called with a team and its former name, empty for a new team; features above add theirs
followers: dict[str, Callable[[Team, str], None]] = {}


def add_team(name: str, field: str, actor: Person, *, is_member: bool = True) -> tuple[Team, history.Act]:
    """A new team, with its field of training as it was typed (a new one goes on the list) and with the actor in it.

    Raises RuleBroken on `name` when another team has it or it is none, on `field` when that is none.
    """
    with history.act("team.add", name, actor) as act:
        _check_name(name, actor.organisation_id)
        field_id = _field_meant(field, actor)
        team = Team(organisation_id=actor.organisation_id, name=name, field_id=field_id, is_archived=False)
        db.session.add(team)
        db.session.flush()
        if is_member:
            put_in(team, actor.id)
        _tell_followers(team, "")
    return team, act


def edit_team(team: Team, typed: Mapping[str, str], version: int, actor: Person) -> history.Act:
    """Correct `name` and `field`, those that the form had; an archived team is in use again.

    Raises Conflict when another has changed the same since `version` or archived it, RuleBroken as `add_team`.
    """
    with history.act("team.edit", team.name, actor) as act:
        Team.lock([team.id])
        values: dict[str, Any] = {}
        if "name" in typed:
            values["name"] = typed["name"]
        if "field" in typed:
            values["field_id"] = _field_meant(typed["field"], actor)
        raise_if_archived_since(team, values, version, _("A colleague has archived this team meanwhile."))
        former_name = team.name
        set_merged(team, values, version, lambda merged: _check_name(merged["name"], team.organisation_id, team))
        team.is_archived = False
        if team.name != former_name:
            _tell_followers(team, former_name)
    return act


def _tell_followers(team: Team, former_name: str) -> None:
    """What hangs on the name follows in the same act, so that an undo takes both back."""
    db.session.flush()
    for follow in followers.values():
        follow(team, former_name)


def archive_team(team: Team, actor: Person) -> history.Act:
    """Take a team out of use; who belongs to it is kept, so that all of it comes back."""
    with history.act("team.archive", team.name, actor) as act:
        Team.lock([team.id])
        team.is_archived = True
    return act


def _check_name(name: str, organisation_id: int, team: Team | None = None) -> None:
    if not joined_key(name):
        raise RuleBroken("name", _("Write the team's name, with letters or digits."))
    other = team_named(organisation_id, name)
    if other is not None and other is not team:
        raise RuleBroken("name", _("There is a team of this name already: %(name)s.", name=other.name), team=other)


def _field_meant(text: str, actor: Person) -> int | None:
    """The field of this name, added if there is none; None for an empty text."""
    if not text:
        return None
    if not joined_key(text):
        raise RuleBroken("field", _("Write the field of training with letters or digits."))
    field = field_named(actor.organisation_id, text)
    if field is None:
        field = TrainingField(organisation_id=actor.organisation_id, name=text, is_archived=False)
        db.session.add(field)
        db.session.flush()
    return field.id
