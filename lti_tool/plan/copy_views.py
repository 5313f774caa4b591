"""A year's plan copied to the next year."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import ngettext
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..people import access
from .asked import ALL, Asked, asked
from .copying import copy_year, to_copy

blueprint = Blueprint("copying", __name__, url_prefix="/l/<launch>/plan/copy")


@blueprint.get("/")
@access.staff
def show() -> Response:
    """What would be copied, before it is."""
    return _show(asked())


@blueprint.post("/")
@access.staff
def copy() -> Response:
    wanted = asked()
    if wanted.whose == ALL:
        return _show(wanted, status=422)
    try:
        copies, act = copy_year(wanted.year, wanted.team_id, access.person())
    except RuleBroken as broken:
        return _show(wanted, broken.message, 422)
    said = ngettext("%(num)s action was copied to this year.", "%(num)s actions were copied to this year.", len(copies))
    notices.say(said, act)
    return redirect(url_for("plan.show_plan", team=wanted.whose, year=wanted.year.after.key), 303)


def _show(wanted: Asked, error: str = "", status: int = 200) -> Response:
    actions = [] if wanted.whose == ALL else to_copy(wanted.year, wanted.team_id, access.organisation_id())
    page = render_template("plan/copy.html", asked=wanted, actions=actions, error=error)
    return make_response(page, status)
