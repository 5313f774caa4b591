"""Adding, correcting and archiving the college's own methods and the lines on what was tried."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..fields import one_line
from ..history.merging import set_merged
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


def add_own_method(values: dict[str, Any], actor: Person) -> history.Act:
    """`values`: tier, title, url, text, ask, also kind, phase, minutes.

    Raises RuleBroken on `url` when neither link nor text is there, on `text` when it cannot be laid out.
    """
    _check_layout(values)
    _check_content(values)
    with history.act("own_method.add", values["title"], actor) as act:
        db.session.add(OwnMethod(organisation_id=actor.organisation_id, **values))
    return act


def copy_packaged_method(page: Page, actor: Person) -> OwnMethod:
    """The college's version of a packaged method, made with the packaged text, or the one it has already."""
    existing = own_version(actor.organisation_id, page.name)
    if existing:
        return existing
    values = {
        "tier": page.tiers[0] if page.tiers else OTHER,
        "title": page.title,
        "url": "",
        "text": page.markdown.strip(),
        "ask": "",
        "packaged": page.name,
        "packaged_digest": remember(METHODS, page),
    }
    copy = OwnMethod(organisation_id=actor.organisation_id, **values)
    try:
        with history.act("own_method.copy", page.title, actor):
            db.session.add(copy)
    except RuleBroken:  # a colleague has pressed at the same moment
        return own_version(actor.organisation_id, page.name) or copy
    return copy


def edit_own_method(method: OwnMethod, values: dict[str, Any], version: int, actor: Person) -> history.Act:
    """Correct it, and put it back when it was archived; raises Conflict when another has changed the same since `version`."""
    _check_layout(values)
    with history.act("own_method.edit", method.title, actor) as act:
        OwnMethod.lock([method.id])
        set_merged(method, values, version, _check_content)
        method.is_archived = False
    return act


def archive_own_method(method: OwnMethod, actor: Person) -> history.Act:
    with history.act("own_method.archive", method.title, actor) as act:
        method.is_archived = True
    return act


def note_packaged_change(method: OwnMethod, actor: Person) -> history.Act:
    """The changed packaged method has been read: from now on the own version stands beside its present wording."""
    with history.act("own_method.read", method.title, actor) as act:
        method.packaged_digest = remember_anew(method.packaged_digest) or method.packaged_digest
    return act


def add_experience(key: str, title: str, text: str, actor: Person) -> history.Act:
    """A line on how a method went; raises RuleBroken on `text` when it is empty or too long."""
    text = one_line(text)
    if not text:
        raise RuleBroken("text", _("Write a line on how it went."))
    if len(text) > LONGEST_EXPERIENCE:
        raise RuleBroken("text", _("The text is too long: at most %(n)s characters.", n=LONGEST_EXPERIENCE))
    with history.act("experience.add", title, actor) as act:
        db.session.add(Experience(organisation_id=actor.organisation_id, method=key, person_id=actor.id, text=text))
    return act


def archive_experience(experience: Experience, actor: Person) -> history.Act:
    with history.act("experience.archive", "", actor) as act:
        experience.is_archived = True
    return act


def _check_layout(values: dict[str, Any]) -> None:
    """Before anything is locked or written: it takes its time."""
    text = values.get("text", "")
    check_layout(text, *templates_in(text))  # a template is laid out alone, where nothing closes it in


def _check_content(values: dict[str, Any]) -> None:
    if not values.get("url") and not values.get("text"):
        raise RuleBroken("url", _("Give a link or write short instructions."))
