"""The aims of a plan: added, corrected, taken away."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..errors import RuleBroken
from ..people import access
from .aims import add_aim, archive_aim, edit_aim
from .asked import asked
from .forms import AimForm, LineForm
from .models import Aim
from .views import plan_page

blueprint = Blueprint("aims", __name__, url_prefix="/l/<launch>/plan/aims")


@blueprint.post("/")
@access.staff
def add() -> Response:
    wanted = asked()
    form = AimForm()
    if form.validate():
        try:
            aim, act = add_aim(form.aim_text.data or "", wanted.team_id, access.person())
            return _saved(_("Added: %(what)s", what=aim.text), act, aim)
        except RuleBroken as broken:
            broken.field = "aim_text"
            form.show_error(broken)
    return make_response(plan_page(wanted, LineForm(formdata=None), form), 422)


@blueprint.route("/<int:aim_id>/edit", methods=["GET", "POST"])
@access.staff
def edit(aim_id: int) -> Response:
    aim = access.owned_or_404(Aim, aim_id)
    form = AimForm() if request.method == "POST" else AimForm(formdata=None, aim_text=aim.text, version=aim.version)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                act = edit_aim(aim, form.aim_text.data or "", form.made_from(), access.person())
                return _saved(_("The aim was saved."), act, aim)
            except RuleBroken as broken:
                aim = access.owned_or_404(Aim, aim_id)
                status = form.show_error(broken, {"aim_text": aim.text}, aim.version)
    return make_response(render_template("plan/aim.html", form=form, aim=aim), status)


@blueprint.post("/<int:aim_id>/archive")
@access.staff
def archive(aim_id: int) -> Response:
    aim = access.owned_or_404(Aim, aim_id)
    return _saved(_("Taken off the plan: %(what)s", what=aim.text), archive_aim(aim, access.person()), aim)


def _saved(sentence: str, act: history.Act, aim: Aim) -> Response:
    if act.has_changed:
        notices.say(sentence, act)
    return redirect(url_for("plan.show_plan", team=str(aim.team_id or "college"), _anchor="aims"), 303)
