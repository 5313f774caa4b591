"""Why a launch is not let into its course, in words: which roles came, what the course is open to, what would open it."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterable

from flask import current_app, make_response, render_template
from werkzeug import Response

from .models import EVERYONE, TEACHERS, Launch

log = logging.getLogger("hoitomalli.launch")

COURSE_CLOSED = "course_closed"
NOT_STAFF = "not_staff"
NO_ROLE = "no_role"
TEST_USER = "test_user"
SAYS_NOTHING = {"None", "User"}  # roles of the system and the institution that everybody has
LONGEST_SHOWN = 60


def is_test_user(roles: Iterable[str]) -> bool:
    """Whether the platform says that this is nobody, such as Canvas's student view (LTI core, A.2.1, and its own vocabulary)."""
    return any(role.endswith("system/person#TestUser") for role in roles)


def why_closed(launch: Launch) -> str:
    """One of the four reasons why this launch may not enter, or nothing where it may."""
    if launch.may_enter:
        return ""
    if is_test_user(launch.roles.split()):
        return TEST_USER
    if launch.course.open_to not in (TEACHERS, EVERYONE):  # also what no program of ours has written
        return COURSE_CLOSED
    if launch.course.open_to == TEACHERS and launch.is_enrolled:
        return NOT_STAFF
    return NO_ROLE


def role_names(roles: str) -> list[str]:
    """Roles as people read them: `Learner`, `TeachingAssistant`, `Instructor (institution)`. Empty for none at all."""
    names = []
    for role in roles.split():
        vocabulary, _mark, name = role.rpartition("#")
        name = name[:LONGEST_SHOWN]
        where = "institution" if "institution/" in vocabulary else "system" if "system/" in vocabulary else ""
        if where and name not in SAYS_NOTHING:
            names.append(f"{name} ({where})")
        elif not where:
            names.append(name)
    return sorted(set(names), key=lambda name: (name.endswith(")"), name))


def entry_code(launch: Launch) -> str:
    """A code for the page and the log: the same all day for this person and course, so that presses need not be counted."""
    subject = f"entry:{launch.person_id}:{launch.course_id}:{launch.expires_at:%Y-%m-%d}"
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), subject.encode(), "sha256").hex()[:8].upper()


def show_closed(launch: Launch) -> Response:
    """The one page of a launch that may not enter; an admin opens the course there."""
    if not launch.is_admin:
        log.info("closed page %s reason=%s roles=%r", entry_code(launch), why_closed(launch), launch.roles)
    page = render_template(
        "people/closed.html",
        launch=launch,
        reason=why_closed(launch),
        roles=role_names(launch.roles),
        code=entry_code(launch),
    )
    return make_response(page, 403)


def show_admins_only(launch: Launch) -> Response:
    """For a colleague at a page of the LMS's administrators."""
    return make_response(render_template("people/admins_only.html", launch=launch), 403)
