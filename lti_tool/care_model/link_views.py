"""Links to keep and to send: `/to/<kind>/<name>`. They hold no name and no content, and need a launch to lead anywhere.

A window that has one of the college goes straight there; all others are told how to come in.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, g, make_response, redirect, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response
from werkzeug.routing import BuildError

from .. import db
from ..lti.course_address import course_address
from ..pages import address_of
from ..partners.filters import further_filters
from ..people import access
from ..people.models import Course, Launch, Person

blueprint = Blueprint("links", __name__)
KINDS = ("partner", "tier", "method", "own_method", "list", "team", "action")
KEPT = ("order", "lacks", "state", "team", "field", "met")  # and those of `further_filters`


def link_to(kind: str, name: object, **kept: Any) -> str:
    """The whole address of a thing, to be copied; it says by which course one comes in, of a list also how it is shown (KEPT)."""
    return kept_link(kind, name, signed_course(access.launch().course_id), **kept)


def kept_link(kind: str, name: object, course: str, **kept: Any) -> str:
    """The same by a course that is signed already (`signed_course`), for who has no launch."""
    return current_app.config["PUBLIC_URL"] + url_for("links.follow", kind=kind, name=name, **kept, course=course)


def signed_course(course_id: int) -> str:
    """A course as links name it."""
    return str(_serializer().dumps(course_id))


@blueprint.get("/to/<kind>/<name>")
@access.public
def follow(kind: str, name: str) -> Response:
    if kind not in KINDS:
        abort(404)
    course = _course_of(request.args.get("course", ""))
    launch = _launch_in_this_window(course) if course else None
    if launch:
        g.launch_key = launch.key
        with suppress(BuildError, ValueError, KeyError):  # no number where one belongs, no such list
            return _not_kept(redirect(address_of(kind, name) + _shown_as(launch), 303))
        abort(404)
    return _not_kept(make_response(render_template("care_model/link.html", address=course_address(course) if course else "")))


def _shown_as(launch: Launch) -> str:
    """The query of a list's address; a colleague, whom the link names by number, by name."""
    kept = {name: value for name in (*KEPT, *further_filters) if (value := request.args.get(name))}
    number = request.args.get("who", 0, type=int)
    colleague = db.session.get(Person, number) if db.is_id(number) else None
    if colleague and colleague.organisation_id == launch.person.organisation_id and not colleague.is_erased:
        kept["contact"] = colleague.name
    return f"?{urlencode(kept)}" if kept else ""


def _serializer() -> URLSafeSerializer:
    """Signs the course: else one could count upwards and read where every college has its courses."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="course of a link")


def _course_of(signed: str) -> Course | None:
    with suppress(BadSignature):
        return db.session.get(Course, _serializer().loads(signed))
    return None


def _launch_in_this_window(course: Course) -> Launch | None:
    """The newest that goes on and may enter, of the college whose course it is; none where several people use the browser."""
    sessions = current_app.session_interface
    proven = sessions.proven_launches(current_app, request)  # type: ignore[attr-defined]
    going_on = filter(None, map(access.live_launch, proven))
    of_college = [one for one in going_on if one.person.organisation_id == course.organisation_id and one.may_enter]
    return of_college[0] if len({one.person_id for one in of_college}) == 1 else None


def _not_kept(response: Response) -> Response:
    """Where a link leads hangs on the window's cookies."""
    response.headers["Cache-Control"] = "no-store"
    return response
