"""One row of the list: shown, corrected, archived. Each answers htmx with the row, a browser without JavaScript with a page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import Conflict, RuleBroken
from ..fields import choices
from ..people import access
from .choices import ROLES
from .contact import contact_suggestions
from .details import shown_details, teams_to_choose
from .forms import PartnershipForm
from .operations import archive_partnership, edit_partnership
from .row_models import Partnership
from .views import count_context, head_context, row_context, shows_tier

blueprint = Blueprint("rows", __name__, url_prefix="/l/<launch>/partners/rows")


@blueprint.get("/<int:row_id>")
@access.staff
def show_row(row_id: int) -> Response:
    """A row alone, for cancelling an edit; without JavaScript one gets to the partner."""
    row = _row_or_404(row_id)
    if not notices.is_fragment():
        return redirect(url_for("partners.show_partner", partner_id=row.partner_id), 303)
    if row.is_archived:
        return _show_archived(row)
    return make_response(render_template("partners/_row.html", has_focus=True, **row_context(row)))


@blueprint.get("/<int:row_id>/edit")
@access.staff
def edit_row(row_id: int) -> Response:
    row = _row_or_404(row_id)
    form = PartnershipForm(formdata=None, version=row.row_version, **_values_of(row))
    return _show_edit(row, form, 200)


@blueprint.post("/<int:row_id>")
@access.staff
def save_row(row_id: int) -> Response:
    row = _row_or_404(row_id)
    form = PartnershipForm()
    if not form.validate():
        return _show_edit(row, form, 422)
    try:
        act = edit_partnership(row, form.values(), form.version.data or "", access.person(), other_than=form.other_than())
    except RuleBroken as broken:
        row = _row_or_404(row_id)  # the refused act was rolled back
        return _show_broken_edit(row, form, broken)
    if act.has_changed:
        notices.say(_("%(name)s was saved.", name=row.partner.name), act)
    if not notices.is_fragment():
        return notices.back(f"row-{row.id}")
    context = {**row_context(row), **head_context(row.partner)}
    return make_response(render_template("partners/_row.html", is_saved=True, has_focus=True, **context))


@blueprint.post("/<int:row_id>/archive")
@access.staff
def archive_row(row_id: int) -> Response:
    row = _row_or_404(row_id)
    act = archive_partnership(row, access.person())
    notices.say(_("%(name)s was archived.", name=row.partner.name), act)
    if notices.is_fragment():
        return _show_archived(row)
    return notices.back("partners")


def _show_archived(row: Partnership) -> Response:
    """Nothing in the place of the row."""
    context = {**count_context(row.tier), **head_context(row.partner)}
    return make_response(render_template("partners/_archived.html", show_tier=shows_tier(), **context))


def _row_or_404(row_id: int) -> Partnership:
    return access.owned_or_404(Partnership, row_id)


def _show_edit(row: Partnership, form: PartnershipForm, status: int, **context: Any) -> Response:
    template = "partners/_edit.html" if notices.is_fragment() else "partners/edit.html"
    if not notices.is_fragment():
        context["contacts"] = contact_suggestions(row.organisation_id)
    teams = teams_to_choose(access.person(), row)
    form.team.choices = choices({str(team.id): team.name[:60] for team in teams}, nothing="–")
    context["details"] = shown_details(row)
    page = render_template(template, row=row, form=form, show_tier=shows_tier(), **context)
    return make_response(page, status)


def _show_broken_edit(row: Partnership, form: PartnershipForm, broken: RuleBroken) -> Response:
    """The form with the reason beside its field; in a conflict theirs stands beside yours, and saving again is deliberate."""
    status = form.show_error(broken, _values_of(row), row.row_version)
    if not isinstance(broken, Conflict):
        similar = broken.details.get("similar", [])
        colleagues = broken.details.get("colleagues", [])
        other_than = form.ids_asked_about(similar)
        return _show_edit(row, form, status, similar=similar, other_than=other_than, colleagues=colleagues)
    return _show_edit(row, form, status, theirs=row, conflict=broken.message)


def _values_of(row: Partnership) -> dict[str, Any]:
    """A row as its form has it."""
    names = ("unit", "state", "starts_on", "ends_on", "our_role", "aims", "effect", "could_deepen")
    return {
        "name": row.partner.name,
        "url": row.partner.url,
        "description": row.description,
        **{role: row.one_of_ours(role) for role in ROLES},
        **{name: getattr(row, name) for name in names},
        "team": str(row.team_id or ""),
        "cycle_months": str(row.cycle_months or ""),
    }
