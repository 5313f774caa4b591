"""The aims of a plan: adding one, correcting it, taking it away. Its actions stay, without aim where it is gone."""

from __future__ import annotations

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import raise_if_archived_since, set_merged
from ..people.models import Person
from .models import Aim
from .places import check_places


def add_aim(text: str, team_id: int | None, actor: Person) -> tuple[Aim, history.Act]:
    """An aim of a team, or of the college without one. Raises RuleBroken on `aim_text` or `team`."""
    with history.act("aim.add", "", actor) as act:
        _check(text)
        check_places(team_id, None, actor.organisation_id)
        aim = Aim(organisation_id=actor.organisation_id, team_id=team_id, text=text, is_archived=False)
        db.session.add(aim)
    return aim, act


def edit_aim(aim: Aim, text: str, version: int, actor: Person) -> history.Act:
    """Correct it, and bring it back when it was taken away. Raises Conflict, and RuleBroken as `add_aim`."""
    with history.act("aim.edit", "", actor) as act:
        Aim.lock([aim.id])
        raise_if_archived_since(aim, {"text": text}, version, _("A colleague has taken this away meanwhile."))
        set_merged(aim, {"text": text}, version, lambda merged: _check(merged["text"]))
        aim.is_archived = False
    return act


def archive_aim(aim: Aim, actor: Person) -> history.Act:
    """It is reached, or not meant any more."""
    with history.act("aim.archive", "", actor) as act:
        Aim.lock([aim.id])
        aim.is_archived = True
    return act


def _check(text: str) -> None:
    if not text:
        raise RuleBroken("aim_text", _("Write what is aimed at."))
