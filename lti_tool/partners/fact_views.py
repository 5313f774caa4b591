"""What is known of a partner itself, folded away until it is wanted: corrected on a page of its own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..people import access
from .fact_forms import PartnerForm
from .models import Partner
from .name_parts import municipality_names
from .operations import edit_partner
from .queries import others_with_business_id

blueprint = Blueprint("facts", __name__, url_prefix="/l/<launch>/partners")
FIELDS = ("name", "url", "business_id", "municipality", "approach", "crm_url", "notes")


@blueprint.get("/<int:partner_id>/edit")
@access.staff
def edit_facts(partner_id: int) -> Response:
    partner = access.owned_or_404(Partner, partner_id)
    return _show_form(partner, PartnerForm(formdata=None, version=str(partner.version), **_values_of(partner)))


@blueprint.post("/<int:partner_id>/edit")
@access.staff
def save_facts(partner_id: int) -> Response:
    partner = access.owned_or_404(Partner, partner_id)
    form = PartnerForm()
    if not form.validate():
        return _show_form(partner, form, 422)
    typed = form.sent(*FIELDS)
    version = form.made_from() if partner.id == partner_id else 0  # the form is of one that was merged into this one since
    try:
        act = edit_partner(partner, typed, version, access.person(), other_than=form.other_than())
    except RuleBroken as broken:
        partner = access.owned_or_404(Partner, partner_id)
        status = form.show_error(broken, _values_of(partner), partner.version)
        return _show_form(partner, form, status, broken.details.get("similar", []))
    if act.has_changed:
        notices.say(_saved(partner), act)
    return redirect(url_for("partners.show_partner", partner_id=partner_id), 303)


def _saved(partner: Partner) -> str:
    """The notice of a correction; it also names others with the same business id, since they may be the same partner."""
    said = _("%(name)s was saved.", name=partner.name)
    others = others_with_business_id(partner)
    if not others:
        return said
    return f"{said} {_('The same business id: %(names)s.', names=', '.join(others))}"


def _values_of(partner: Partner) -> dict[str, Any]:
    return {name: getattr(partner, name) for name in FIELDS}


def _show_form(partner: Partner, form: PartnerForm, status: int = 200, similar: list[Partner] | None = None) -> Response:
    page = render_template(
        "partners/facts.html",
        partner=partner,
        form=form,
        similar=similar or [],
        other_than=form.ids_asked_about(similar or []),
        municipalities=municipality_names(),
        has_crm=access.organisation().has_crm or bool(partner.crm_url),
    )
    return make_response(page, status)
