"""Changes to courses and to the organisation: what a college's admin decides."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .. import db, history
from ..errors import RuleBroken
from .models import CLOSED, EVERYONE, TEACHERS, Course, Organisation, Person, organisation_key


def find_organisation(name: str) -> Organisation | None:
    """The college of this name, however its capitals and spaces are written."""
    return db.session.scalar(select(Organisation).where(Organisation.name_key == organisation_key(name)))


def organisation_named(name: str) -> Organisation:
    """The college of this name, made when there is none."""
    return db.get_or_create(Organisation, _new={"name": " ".join(name.split())}, name_key=organisation_key(name))


def open_course(course: Course, open_to: str, actor: Person | None = None) -> history.ChangeSet | None:
    """Open a course to its teachers or to everyone enrolled, or close it; no actor means the operator's command line."""
    if open_to not in (CLOSED, TEACHERS, EVERYONE):
        raise RuleBroken("open_to", _("Choose who the course is opened to."))
    if actor is None:
        course.open_to, course.opened_at = open_to, db.now()
        db.session.flush()
        return None
    change_set = history.begin("course.open" if open_to != CLOSED else "course.close", course.title, actor)
    if not history.edit(change_set, course, {"open_to": open_to}, actor):
        return None
    course.opened_at, course.opened_by_id, actor.is_staff = db.now(), actor.id, True
    return change_set


def edit_organisation(
    organisation: Organisation, values: dict[str, Any], version: int, actor: Person
) -> history.ChangeSet | None:
    """Set `name`, `language` and `tier_titles`.

    Raises RuleBroken on `version` when another admin was quicker, on `name` when another college has it.
    """
    if organisation.version != version:
        raise RuleBroken("version", _("A colleague has just changed this. Look at the newest version and try again."))
    change_set = history.begin("organisation.edit", values["name"], actor)
    try:
        return change_set if history.edit(change_set, organisation, values, actor) else None
    except IntegrityError as error:
        db.session.rollback()
        raise RuleBroken("name", _("Another organisation has this name already.")) from error
