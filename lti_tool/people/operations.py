"""Changes to courses."""

from __future__ import annotations

from flask_babel import gettext as _

from .. import db
from ..errors import RuleBroken
from .models import EVERYONE, TEACHERS, Course, Person


def open_course(course: Course, open_to: str, actor: Person | None = None) -> None:
    """Open a course to its teachers or to everyone enrolled; no actor means the operator's command line."""
    if open_to not in (TEACHERS, EVERYONE):
        raise RuleBroken("open_to", _("Choose who the course is opened to."))
    course.open_to, course.opened_at = open_to, db.now()
    if actor is not None:
        course.opened_by_id, actor.is_staff = actor.id, True
    db.session.flush()
