"""Adding, correcting and archiving the college's own methods."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .. import history
from ..errors import RuleBroken
from ..people.models import Person
from .models import OwnMethod


def add_own_method(values: dict[str, Any], actor: Person) -> history.ChangeSet:
    """`values`: tier, title, url, text, ask. Raises RuleBroken on `url` when neither link nor text is there."""
    _check(values)
    change_set = history.begin("own_method.add", values["title"], actor)
    history.create(change_set, OwnMethod(organisation_id=actor.organisation_id), {**values, "is_archived": False}, actor)
    return change_set


def edit_own_method(method: OwnMethod, values: dict[str, Any], version: str, actor: Person) -> history.ChangeSet | None:
    """Correct it; RuleBroken on `version` when another has changed it since `version`."""
    _check(values)
    if str(method.version) != version:
        raise RuleBroken("version", _("A colleague has just changed this. Look at the newest version and try again."))
    change_set = history.begin("own_method.edit", values["title"], actor)
    return change_set if history.edit(change_set, method, values, actor) else None


def archive_own_method(method: OwnMethod, actor: Person) -> history.ChangeSet | None:
    change_set = history.begin("own_method.archive", method.title, actor)
    return change_set if history.edit(change_set, method, {"is_archived": True}, actor) else None


def _check(values: dict[str, Any]) -> None:
    if not values["url"] and not values["text"]:
        raise RuleBroken("url", _("Give a link or write short instructions."))
