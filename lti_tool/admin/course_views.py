"""The courses in which the activity has been opened: to whom each is open, and where it stands in the LMS."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response
from wtforms import HiddenField

from .. import notices
from ..errors import Conflict, RuleBroken
from ..fields import LinkField, TextForm
from ..lti.course_address import course_address
from ..multilang import readers_title
from ..people import access
from ..people.forms import CourseForm
from ..people.models import OPEN_TO, Course
from ..people.operations import address_course, open_course
from . import queries

blueprint = Blueprint("courses", __name__, url_prefix="/l/<launch>/admin/courses")


class AddressForm(TextForm):
    """Where the course stands in the LMS."""

    address = LinkField(_l("Address of the course"))
    version = HiddenField()


@blueprint.get("")
@access.admin
def list_courses() -> str:
    return render_template("admin/courses.html", courses=queries.courses(access.organisation_id()), choices=OPEN_TO)


@blueprint.post("/<int:course_id>")
@access.admin
def save_course(course_id: int) -> Response:
    course = access.owned_or_404(Course, course_id)
    form = CourseForm()
    try:
        act = open_course(course, form.open_to.data or "", access.person(), form.made_from())
    except Conflict:
        notices.say(_("Another admin has just decided about this course. Look at it once more."))
        return redirect(url_for("courses.list_courses"), 303)
    except RuleBroken:
        abort(400)  # no form of ours sends another value
    if act.has_changed:
        notices.say(_("%(name)s was saved.", name=readers_title(course.title) or course.context_id), act)
    return redirect(url_for("courses.list_courses"), 303)


@blueprint.get("/<int:course_id>/address")
@access.admin
def edit_address(course_id: int) -> Response:
    course = access.owned_or_404(Course, course_id)
    return _show_address(course, AddressForm(formdata=None, address=course.address, version=course.version), 200)


@blueprint.post("/<int:course_id>/address")
@access.admin
def save_address(course_id: int) -> Response:
    course = access.owned_or_404(Course, course_id)
    form = AddressForm()
    if not form.validate():
        return _show_address(course, form, 422)
    try:
        act = address_course(course, form.address.data, form.made_from(), access.person())
    except RuleBroken as broken:
        course = access.owned_or_404(Course, course_id)
        status = form.show_error(broken, {"address": course.address}, course.version)
        return _show_address(course, form, status)
    if act.has_changed:
        notices.say(_("%(name)s was saved.", name=readers_title(course.title) or course.context_id), act)
    return redirect(url_for("courses.list_courses"), 303)


def _show_address(course: Course, form: AddressForm, status: int) -> Response:
    page = render_template("admin/course_address.html", course=course, form=form, address=course_address(course))
    return make_response(page, status)
