"""How the college keeps its partners: contact cycles and ways of approach by tier, and whether there is a CRM."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history.past import past_of
from ..people import access
from ..people.models import Organisation
from ..people.operations import edit_organisation
from ..tiers.models import ALL_TIERS
from .forms import WITH_CYCLE, RegisterForm

blueprint = Blueprint("register_settings", __name__, url_prefix="/l/<launch>/admin/register")


@blueprint.get("")
@access.admin
def edit_register() -> Response:
    organisation = access.organisation()
    return _show_form(RegisterForm(formdata=None, version=organisation.version, **_values_of(organisation)), 200)


@blueprint.post("")
@access.admin
def save_register() -> Response:
    form = RegisterForm()
    if not form.validate():
        return _show_form(form, 422)
    organisation = access.organisation()
    values = {
        "tier_cycles": form.cycles(organisation.tier_cycles),
        "tier_approaches": form.approaches(organisation.tier_approaches),
        "has_crm": form.has_crm.data if form.was_sent("has_crm") else organisation.has_crm,
    }
    try:
        act = edit_organisation(organisation, values, form.made_from(), access.person())
    except RuleBroken as broken:
        organisation = access.organisation()
        return _show_form(form, form.show_error(broken, _values_of(organisation), organisation.version))
    if act.has_changed:
        notices.say(_("The settings were saved."), act)
    return redirect(url_for("register_settings.edit_register"), 303)


def _values_of(organisation: Organisation) -> dict[str, Any]:
    cycles = {f"cycle_{tier}": organisation.tier_cycles.get(tier, "") for tier in WITH_CYCLE}
    approaches = {f"approach_{tier}": organisation.tier_approaches.get(tier, "") for tier in ALL_TIERS}
    return {**cycles, **approaches, "has_crm": organisation.has_crm}


def _show_form(form: RegisterForm, status: int) -> Response:
    past = past_of([access.organisation()], notices.older())
    return make_response(
        render_template("admin/register.html", form=form, tiers=ALL_TIERS, with_cycle=WITH_CYCLE, past=past), status
    )
