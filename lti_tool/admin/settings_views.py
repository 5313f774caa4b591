"""The organisation's settings: name, language, titles of its own for the tiers."""

from __future__ import annotations

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
from ..tiers.queries import packaged_title
from .forms import OrganisationForm

blueprint = Blueprint("settings", __name__, url_prefix="/l/<launch>/admin/organisation")


@blueprint.get("")
@access.admin
def edit_settings() -> Response:
    organisation = access.organisation()
    return _show_settings(OrganisationForm(formdata=None, obj=organisation, data=organisation.tier_titles), 200)


@blueprint.post("")
@access.admin
def save_settings() -> Response:
    form = OrganisationForm()
    if not form.validate():
        return _show_settings(form, 422)
    values = {"name": form.name.data, "language": form.language.data, "tier_titles": form.titles()}
    try:
        act = edit_organisation(access.organisation(), values, form.made_from(), access.person())
    except RuleBroken as broken:
        organisation = access.organisation()
        current = {"name": organisation.name, "language": organisation.language, **_all_titles(organisation)}
        status = form.show_error(broken, current, organisation.version)
        return _show_settings(form, status)
    if act.has_changed:
        notices.say(_("The settings were saved."), act)
    return redirect(url_for("settings.edit_settings"), 303)


def _all_titles(organisation: Organisation) -> dict[str, str]:
    return {tier: organisation.tier_titles.get(tier, "") for tier in ALL_TIERS}


def _show_settings(form: OrganisationForm, status: int) -> Response:
    page = render_template(
        "admin/organisation.html",
        form=form,
        titles={tier: packaged_title(tier) for tier in ALL_TIERS},
        past=past_of([access.organisation()], notices.older()),
    )
    return make_response(page, status)
