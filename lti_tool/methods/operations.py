"""Adding, correcting and archiving the college's own methods and the lines on what was tried."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from .. import db, history
from ..errors import RuleBroken
from ..layout_check import check_layout
from ..packaged import remember, remember_anew
from ..pages import METHODS, Page
from ..people.models import Person
from ..tiers.models import OTHER
from .models import Experience, OwnMethod
from .queries import own_version
from .sheets import templates_in

LONGEST_TEXT = 30_000
LONGEST_EXPERIENCE = 500


def add_own_method(values: dict[str, Any], actor: Person) -> history.ChangeSet:
    """`values`: tier, title, url, text, ask, also kind, phase, minutes.

    Raises RuleBroken on `url` when neither link nor text is there, on `text` when it cannot be laid out.
    """
    _check(values)
    change_set = history.begin("own_method.add", values["title"], actor)
    history.create(change_set, OwnMethod(organisation_id=actor.organisation_id), {**values, "is_archived": False}, actor)
    return change_set


def copy_packaged_method(page: Page, actor: Person) -> OwnMethod:
    """The college's version of a packaged method, made with the packaged text, or the one it has already."""
    existing = own_version(actor.organisation_id, page.name)
    if existing:
        return existing
    values = {
        "tier": page.tiers[0] if page.tiers else OTHER, "title": page.title, "url": "", "text": page.markdown.strip(), "ask": "",
        "packaged": page.name, "beside": remember(METHODS, page), "is_archived": False,
    }  # fmt: skip
    copy = OwnMethod(organisation_id=actor.organisation_id)
    try:
        with db.session.begin_nested():
            history.create(history.begin("own_method.copy", page.title, actor), copy, values, actor)
    except IntegrityError:  # a colleague has pressed at the same moment
        return own_version(actor.organisation_id, page.name) or copy
    return copy


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


def note_packaged_change(method: OwnMethod, actor: Person) -> history.ChangeSet | None:
    """The changed packaged method has been read: from now on the own version stands beside its present wording."""
    change_set, beside = history.begin("own_method.read", method.title, actor), remember_anew(method.beside)
    return change_set if beside and history.edit(change_set, method, {"beside": beside}, actor) else None


def add_experience(key: str, title: str, text: str, actor: Person) -> history.ChangeSet:
    """A line on how a method went; raises RuleBroken on `text` when it is empty or too long."""
    text = " ".join(text.split())
    if not text:
        raise RuleBroken("text", _("Write a line on how it went."))
    if len(text) > LONGEST_EXPERIENCE:
        raise RuleBroken("text", _("The text is too long: at most %(n)s characters.", n=LONGEST_EXPERIENCE))
    change_set = history.begin("experience.add", title, actor)
    row = Experience(organisation_id=actor.organisation_id, method=key, person_id=actor.id)
    history.create(change_set, row, {"text": text, "is_archived": False}, actor)
    return change_set


def archive_experience(experience: Experience, actor: Person) -> history.ChangeSet | None:
    change_set = history.begin("experience.archive", experience.text[:80], actor)
    return change_set if history.edit(change_set, experience, {"is_archived": True}, actor) else None


def _check(values: dict[str, Any]) -> None:
    if not values["url"] and not values["text"]:
        raise RuleBroken("url", _("Give a link or write short instructions."))
    check_layout(values["text"], *templates_in(values["text"]))  # a template is laid out alone, where nothing closes it in
