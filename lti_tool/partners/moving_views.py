"""A row into another tier, and the end of a partnership: each asked on a page of its own, where nothing is changed yet."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..days import today
from ..errors import RuleBroken
from ..people import access
from ..tiers.models import ALL_TIERS
from ..tiers.views import shown_text
from .moving import Move, end_partnership, move_partnership
from .moving_forms import EndForm, MoveForm
from .queries import active_partnerships
from .row_models import Partnership

blueprint = Blueprint("moves", __name__, url_prefix="/l/<launch>/partners/rows")


@blueprint.get("/<int:row_id>/move")
@access.staff
def ask_move(row_id: int) -> Response:
    """Which tier, with which text, from which day."""
    row = access.owned_or_404(Partnership, row_id)
    values = {"description": row.description, "moved_on": today(), "version": str(row.version)}
    return _show_move(row, MoveForm(formdata=None, free=_free_tiers(row), **values), 200)


@blueprint.post("/<int:row_id>/move")
@access.staff
def move_row(row_id: int) -> Response:
    row = access.owned_or_404(Partnership, row_id)
    form = MoveForm(free=_free_tiers(row))
    if not form.validate():
        return _show_move(row, form, 422)
    move = Move(form.tier.data, form.description.data, form.moved_on.data or today(), form.reason.data or "")
    try:
        act = move_partnership(row, move, form.made_from(), access.person())
    except RuleBroken as broken:
        row = access.owned_or_404(Partnership, row_id)
        places = {"ends_on": "moved_on", "name": "tier"}
        told = RuleBroken(places[broken.field], broken.message) if broken.field in places else broken
        return _show_move(row, form, form.show_error(told, {"description": row.description}, row.version))
    tier = shown_text(form.tier.data).title
    return _to_partner(row, _("%(name)s is now in: %(tier)s.", name=row.partner.name, tier=tier), act)


@blueprint.get("/<int:row_id>/end")
@access.staff
def ask_end(row_id: int) -> Response:
    """On which day, and why."""
    row = access.owned_or_404(Partnership, row_id)
    return _show_end(row, EndForm(formdata=None, ends_on=today(), version=str(row.version)), 200)


@blueprint.post("/<int:row_id>/end")
@access.staff
def end_row(row_id: int) -> Response:
    row = access.owned_or_404(Partnership, row_id)
    form = EndForm()
    if not form.validate():
        return _show_end(row, form, 422)
    try:
        act = end_partnership(row, form.ends_on.data or today(), form.end_reason.data or "", form.made_from(), access.person())
    except RuleBroken as broken:
        row = access.owned_or_404(Partnership, row_id)
        return _show_end(row, form, form.show_error(broken, {"end_reason": row.end_reason}, row.version))
    return _to_partner(row, _("%(name)s: the partnership has ended.", name=row.partner.name), act)


def _to_partner(row: Partnership, sentence: str, act: history.Act) -> Response:
    notices.say(sentence, act)
    return redirect(url_for("partners.show_partner", partner_id=row.partner_id), 303)


def _free_tiers(row: Partnership) -> list[str]:
    """Where its partner does not stand yet for this team and unit."""
    standing = active_partnerships([row.partner])[row.partner_id]
    taken = {other.place for other in standing}
    return [tier for tier in ALL_TIERS if row.place._replace(tier=tier) not in taken]


def _show_move(row: Partnership, form: MoveForm, status: int) -> Response:
    return make_response(render_template("partners/move.html", row=row, form=form), status)


def _show_end(row: Partnership, form: EndForm, status: int) -> Response:
    return make_response(render_template("partners/end.html", row=row, form=form), status)
