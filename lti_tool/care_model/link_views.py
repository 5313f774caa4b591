"""Links to keep and to send: `/to/<kind>/<name>`. They hold no name and no content, and need a launch to lead anywhere.

A window that has one of the college goes straight there; all others are told how to come in (DESIGN §6).
"""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, abort, current_app, g, make_response, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.routing import BuildError

from .. import db
from ..lti.course_address import course_address
from ..pages import address_of
from ..people import access
from ..people.models import Course, Launch

blueprint = Blueprint("links", __name__)
KINDS = ("partner", "tier", "method", "own_method", "list")


def link_to(kind: str, name: object) -> str:
    """The whole address of a thing, to be copied; it says by which course one comes in."""
    path = url_for("links.follow", kind=kind, name=name, course=access.launch().course_id)
    return current_app.config["PUBLIC_URL"] + path


@blueprint.get("/to/<kind>/<name>")
@access.public
def follow(kind: str, name: str) -> Response:
    if kind not in KINDS:
        abort(404)
    course_id = request.args.get("course", type=int)
    course = db.session.get(Course, course_id) if db.is_id(course_id) else None
    launch = _launch_in_this_window(course) if course else None
    if launch:
        g.launch_key = launch.key
        with suppress(BuildError, ValueError):  # no number where one belongs
            return _not_kept(redirect(address_of(kind, name), 303))
        abort(404)
    return _not_kept(make_response(render_template("care_model/link.html", address=course_address(course) if course else "")))


def _launch_in_this_window(course: Course) -> Launch | None:
    """One that goes on and may enter, of the college whose course it is; the one that goes on longest."""
    sessions = current_app.session_interface
    proven = sessions.proven_launches(current_app, request)  # type: ignore[attr-defined]
    going_on = filter(None, map(access.live_launch, proven))
    of_college = [one for one in going_on if one.person.organisation_id == course.organisation_id and one.may_enter]
    return max(of_college, key=lambda one: one.expires_at, default=None)


def _not_kept(response: Response) -> Response:
    """Where a link leads hangs on the window's cookies."""
    response.headers["Cache-Control"] = "no-store"
    return response
