"""The admin's pages: one of our people, and the admin act log. Nothing here edits the log."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug import Response

from .. import db
from ..errors import RuleBroken
from ..people import access
from ..people.admin_log import admin_acts, names_of_lines
from ..people.models import Person
from .files import copy_file
from .forms import EraseForm
from .operations import erase_person
from .registry import OURS, successor_of
from .views import show_held, show_question, take_out, tell_broken, tell_erased

blueprint = Blueprint("privacy_admin", __name__, url_prefix="/l/<launch>/personal-data")
blueprint.register_error_handler(RuleBroken, tell_broken)


@blueprint.get("/log")
@access.admin
def list_admin_acts() -> str:
    before = request.args.get("before", type=int)
    lines, older = admin_acts(access.organisation_id(), before if db.is_id(before) else None)
    return render_template("privacy/log.html", lines=lines, names=names_of_lines(lines), older=older)


@blueprint.get("/people/<int:person_id>")
@access.admin
def show_person(person_id: int) -> str:
    person = _person_or_404(person_id)
    erase = url_for("privacy_admin.ask_erasing_person", person_id=person_id)
    return show_held(OURS, person, copy=url_for("privacy_admin.copy_person", person_id=person_id), erase=erase)


@blueprint.get("/people/<int:person_id>.json")
@access.admin
def copy_person(person_id: int) -> Response:
    return copy_file(OURS, _person_or_404(person_id), is_own=False)


@blueprint.get("/people/<int:person_id>/erase")
@access.admin
def ask_erasing_person(person_id: int) -> Response:
    return show_question(OURS, _person_or_404(person_id), EraseForm(formdata=None), 200)


@blueprint.post("/people/<int:person_id>/erase")
@access.admin
def save_erasing_person(person_id: int) -> Response:
    person = _person_or_404(person_id)
    form = EraseForm()
    if not form.is_sure.data:
        return show_question(OURS, person, form, 422)
    erase_person(person, access.person())
    return tell_erased()


@blueprint.post("/people/<int:person_id>/history")
@access.admin
def take_out_of_history(person_id: int) -> Response:
    return take_out(OURS, _person_or_404(person_id))


def _person_or_404(person_id: int) -> Person:
    """The account that has replaced this one, if any: they are shown and erased together."""
    person = access.owned_or_404(Person, person_id)
    present_id = successor_of(OURS, person)
    if present_id is not None:
        person = access.owned_or_404(Person, present_id)
    if person.is_erased:
        abort(404)
    return person
