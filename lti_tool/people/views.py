"""Opening a course: the one thing an admin does on the spot."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template
from werkzeug import Response

from ..errors import RuleBroken
from ..pages import address_of
from . import access
from .forms import CourseForm
from .operations import open_course

blueprint = Blueprint("people", __name__, url_prefix="/l/<launch>")


@blueprint.post("/course/open")
@access.admin
def open_this_course() -> Response:
    launch = access.launch()
    try:
        open_course(launch.course, CourseForm().open_to.data or "", launch.person)
    except RuleBroken as broken:
        return make_response(render_template("people/closed.html", launch=launch, error=broken.message), 422)
    return redirect(address_of("overview"), 303)
