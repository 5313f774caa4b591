"""Opening a course: the one thing an admin does on the spot."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from werkzeug import Response

from . import access
from .operations import open_course

blueprint = Blueprint("people", __name__, url_prefix="/l/<launch>")


@blueprint.post("/course/open")
@access.admin
def open_this_course() -> Response:
    open_course(access.launch().course, request.form.get("open_to", ""), access.person())
    return redirect(url_for("care_model.show_overview"), 303)
