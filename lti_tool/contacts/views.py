"""The form of a partner's contact person, and the buttons by which one leaves or is removed; all lead to the partner's page."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..days import today
from ..errors import RuleBroken
from ..partners.models import Partner
from ..people import access
from .forms import AddContactForm, ContactForm, form_values
from .models import ContactRole
from .operations import add_contact, edit_contact, mark_left, remove_contact

blueprint = Blueprint("contacts", __name__, url_prefix="/l/<launch>")


@blueprint.route("/partners/<int:partner_id>/contacts/add", methods=["GET", "POST"])
@access.staff
def add_person(partner_id: int) -> Response:
    partner = access.owned_or_404(Partner, partner_id)
    form = AddContactForm()
    if request.method != "POST":
        return _show_form(form, partner)
    if not form.validate():
        return _show_form(form, partner, status=422)
    try:
        role, act = add_contact(partner, form.values(), access.person(), today())
    except RuleBroken as broken:
        form.show_error(broken)
        return _show_form(form, access.owned_or_404(Partner, partner_id), status=422, broken=broken)
    return _done(_("%(name)s was added.", name=role.contact.name), act, role)


@blueprint.get("/contacts/<int:role_id>")
@access.staff
def edit_person(role_id: int) -> Response:
    role = access.owned_or_404(ContactRole, role_id)
    if role.contact.is_erased:
        abort(404)
    form = ContactForm(formdata=None, version=role.row_version, **form_values(role))
    return _show_form(form, role.partner, role)


@blueprint.post("/contacts/<int:role_id>")
@access.staff
def save_person(role_id: int) -> Response:
    role = access.owned_or_404(ContactRole, role_id)
    form = ContactForm()
    if not form.validate():
        return _show_form(form, role.partner, role, status=422)
    try:
        act = edit_contact(role, form.values(), form.version.data or "", access.person(), today())
    except RuleBroken as broken:
        role = access.owned_or_404(ContactRole, role_id)  # the refused act was rolled back
        status = form.show_error(broken, form_values(role), role.row_version)
        return _show_form(form, role.partner, role, status=status, broken=broken)
    return _done(_("%(name)s was saved.", name=role.contact.name), act, role)


@blueprint.post("/contacts/<int:role_id>/left")
@access.staff
def leave(role_id: int) -> Response:
    role = access.owned_or_404(ContactRole, role_id)
    act = mark_left(role, today(), access.person())
    return _done(_("%(name)s has left %(partner)s.", name=role.contact.name, partner=role.partner.name), act, role)


@blueprint.post("/contacts/<int:role_id>/remove")
@access.staff
def remove_person(role_id: int) -> Response:
    role = access.owned_or_404(ContactRole, role_id)
    return _done(_("%(name)s was removed.", name=role.contact.name), remove_contact(role, access.person()), role)


def _done(sentence: str, act: history.Act, role: ContactRole) -> Response:
    if act.has_changed:
        notices.say(sentence, act)
    return redirect(url_for("partners.show_partner", partner_id=role.partner_id, _anchor="partner-contacts"), 303)


def _show_form(
    form: ContactForm, partner: Partner, role: ContactRole | None = None, status: int = 200, broken: RuleBroken | None = None
) -> Response:
    """The form, with what is asked about in `broken`: people known elsewhere, or who of this name is here already."""
    details = broken.details if broken else {}
    page = render_template(
        "contacts/form.html",
        form=form,
        partner=partner,
        role=role,
        people=details.get("people", []),
        here=details.get("here"),
    )
    return make_response(page, status)
