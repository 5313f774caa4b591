"""What is held on people, for staff and for oneself: the pages, the copies, and erasing a partner's person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db, notices
from ..contacts.models import PartnerContact
from ..days import today
from ..errors import RuleBroken
from ..people import access
from . import ledger, queries
from .files import copy_file
from .forms import EraseForm
from .held import held_parts, named_in_texts, own_row, past_of_person
from .operations import erase_contact, erase_from_history
from .registry import OURS, THEIRS, rows_of_person
from .retention import kept_since

blueprint = Blueprint("privacy", __name__, url_prefix="/l/<launch>/personal-data")


@blueprint.get("/")
@access.staff_or_admin
def show_home() -> str:
    """Oneself, who is proposed for erasing, and whoever is looked for by name: in a closed course an admin's own staff alone."""
    since = kept_since()
    wanted = request.args.get("q", "").strip()
    organisation_id = access.organisation_id()
    sees_partners = access.launch().may_enter
    return render_template(
        "privacy/home.html",
        wanted=wanted,
        contacts=queries.find_contacts(organisation_id, wanted) if wanted and sees_partners else [],
        people=queries.find_people(organisation_id, wanted) if wanted and access.is_admin() else [],
        proposed=queries.proposed(organisation_id, today(), since) if sees_partners and not wanted else [],
        sees_partners=sees_partners,
        years=current_app.config["CONTACT_HISTORY_YEARS"],
    )


@blueprint.get("/me")
@access.staff
def show_own() -> str:
    person = access.person()
    return show_held(OURS, person, copy=url_for("privacy.copy_own"))


@blueprint.get("/me.json")
@access.staff
def copy_own() -> Response:
    return copy_file(OURS, access.person(), is_own=True)


@blueprint.get("/contacts/<int:contact_id>")
@access.staff
def show_contact(contact_id: int) -> str:
    contact = contact_or_404(contact_id)
    erase = url_for("privacy.ask_erasing_contact", contact_id=contact_id)
    return show_held(THEIRS, contact, copy=url_for("privacy.copy_contact", contact_id=contact_id), erase=erase)


@blueprint.get("/contacts/<int:contact_id>.json")
@access.staff
def copy_contact(contact_id: int) -> Response:
    return copy_file(THEIRS, contact_or_404(contact_id), is_own=False)


@blueprint.get("/contacts/<int:contact_id>/erase")
@access.staff
def ask_erasing_contact(contact_id: int) -> Response:
    return show_question(THEIRS, contact_or_404(contact_id), EraseForm(formdata=None), 200)


@blueprint.post("/contacts/<int:contact_id>/erase")
@access.staff
def save_erasing_contact(contact_id: int) -> Response:
    contact = contact_or_404(contact_id)
    form = EraseForm()
    if not form.is_sure.data:
        return show_question(THEIRS, contact, form, 422)
    erase_contact(contact, access.person())
    return tell_erased()


@blueprint.post("/contacts/<int:contact_id>/history")
@access.staff
def take_out_of_history(contact_id: int) -> Response:
    return take_out(THEIRS, contact_or_404(contact_id))


def contact_or_404(contact_id: int) -> PartnerContact:
    """404 for an erased person, as for one who never was: nothing is held."""
    contact = access.owned_or_404(PartnerContact, contact_id)
    if contact.is_erased:
        abort(404)
    return contact


def show_held(entity: str, row: Any, copy: str, erase: str = "") -> str:
    """What is held on somebody. On oneself one sees no texts of others: they are shown to who decides about them."""
    named = named_in_texts(entity, row) if erase else None
    return render_template(
        "privacy/held.html",
        entity=entity,
        row=row,
        own=own_row(entity, row),
        parts=held_parts(entity, row),
        past=past_of_person(entity, row, notices.older()),
        named=named,
        copy=copy,
        erase=erase,
    )


def show_question(entity: str, row: Any, form: EraseForm, status: int) -> Response:
    """Shows what is erased, what stays, and the texts that hold the name."""
    page = render_template(
        "privacy/erase.html",
        entity=entity,
        row=row,
        form=form,
        others=rows_of_person(entity, row)[1:],
        alike=queries.people_alike(row) if entity == OURS else queries.contacts_alike(row),
        carried=queries.count_carried(row) if entity == OURS else 0,
        named=named_in_texts(entity, row),
    )
    return make_response(page, status)


def take_out(entity: str, row: Any) -> Response:
    """Of values in the history that name somebody those that were ticked."""
    count = erase_from_history(entity, row, request.form.getlist("line"), access.person())
    notices.say(_("Taken out of the history: %(count)s.", count=count) if count else _("Nothing was ticked."))
    return notices.back()


def tell_erased() -> Response:
    notices.say(_("The person was erased."))
    if not ledger.can_be_written(ledger.file_of_app()):
        told = _("But it cannot be written into the erasure ledger now: a backup that is restored would bring the person back.")
        cure = _("Tell whoever runs the server. It is tried again tonight.")
        notices.say(f"{told} {cure}")
    return redirect(url_for("privacy.show_home"), 303)


@blueprint.errorhandler(RuleBroken)
def tell_broken(broken: RuleBroken) -> Response:
    """Erased by another a moment ago, or oneself."""
    db.discard()
    notices.say(broken.message)
    return redirect(url_for("privacy.show_home"), 303)
