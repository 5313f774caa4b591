"""Logging what happened with a partner: on its page, from the page *Log a visit*, corrected later."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db, notices
from ..days import today
from ..errors import RuleBroken
from ..fields import one_line
from ..partners.contact import contact_suggestions
from ..partners.hints import similar_partners
from ..partners.models import Partner
from ..partners.sameness import partner_named
from ..people import access
from . import queries
from .forms import EncounterForm
from .models import Encounter
from .operations import archive_encounter, edit_encounter, finish_next_step, log_encounter

blueprint = Blueprint("encounters", __name__, url_prefix="/l/<launch>")
FIELDS = ("text", "kind", "happened_on", "next_step", "next_on", "contact")


def empty_form() -> EncounterForm:
    """A form to be filled: of today, the next step one's own."""
    return EncounterForm(formdata=None, happened_on=today(), contact=access.person().shown_name)


@blueprint.get("/log")
@access.staff
def show_log() -> Response:
    """*Log a visit*: the partners one may have met, and one field."""
    asked = request.args.get("partner_id", 0, type=int)
    return _show_log(empty_form(), access.owned_or_404(Partner, asked) if asked else None)


@blueprint.post("/log")
@access.staff
def log() -> Response:
    """Of the partner that was chosen, or of the one whose name was written where *Another* was chosen."""
    chosen = request.form.get("partner_id", 0, type=int)
    name = one_line(request.form.get("partner_name"))[:200]
    if chosen:
        return _log(access.owned_or_404(Partner, chosen))
    partner = partner_named(access.organisation_id(), name)
    if partner is None:
        return _show_log(EncounterForm(), None, unknown=name, status=422)
    return _log(partner)


@blueprint.get("/log/like")
@access.staff
def show_partners_like() -> str:
    """Partners to choose from while one types the name of another."""
    name = request.args.get("partner_name", "")[:200]
    offered = similar_partners(access.organisation_id(), name)
    return render_template("encounters/_partner_chips.html", offered=offered, chosen=None)


@blueprint.post("/partners/<int:partner_id>/log")
@access.staff
def log_with(partner_id: int) -> Response:
    return _log(access.owned_or_404(Partner, partner_id))


def _log(partner: Partner) -> Response:
    form = EncounterForm()
    if form.validate():
        try:
            _encounter, act = log_encounter(partner, form.typed(), today(), access.person())
            notices.say(_("Logged: %(name)s.", name=partner.name), act)
            return redirect(url_for("partners.show_partner", partner_id=partner.id), 303)
        except RuleBroken as broken:
            form.show_error(broken)
    return _show_log(form, partner, status=422)


def _show_log(form: EncounterForm, partner: Partner | None, *, unknown: str | None = None, status: int = 200) -> Response:
    latest = queries.latest_partners(access.person())
    first: list[Partner] = []
    if partner:
        first = [partner]
    elif unknown:
        first = similar_partners(access.organisation_id(), unknown)
    page = render_template(
        "encounters/log.html",
        form=form,
        partner=partner,
        latest=[*first, *(one for one in latest if one not in first)],
        unknown=unknown,
        is_of_partner="partner_id" in (request.view_args or {}),
        contacts=contact_suggestions(access.organisation_id()),
    )
    return make_response(page, status)


@blueprint.get("/needs/like")
@access.staff
def show_needs_like() -> str:
    """Earlier needs under the field while one types: the writer joins one or not."""
    wording = request.args.get("need", "")[:200]
    needs = queries.needs_like(access.organisation_id(), wording)
    return render_template("encounters/_needs_like.html", needs=needs, chosen=db.id_in(request.args.get("need_id", "")))


@blueprint.route("/encounters/<int:encounter_id>/edit", methods=["GET", "POST"])
@access.staff
def edit_log(encounter_id: int) -> Response:
    encounter = access.owned_or_404(Encounter, encounter_id)
    if request.method != "POST":
        return _show_edit(encounter, _form_of(encounter))
    form = EncounterForm()
    if not form.validate():
        return _show_edit(encounter, form, 422)
    try:
        act = edit_encounter(encounter, form.typed(), form.made_from(), today(), access.person())
    except RuleBroken as broken:
        encounter = access.owned_or_404(Encounter, encounter_id)
        return _show_edit(encounter, form, form.show_error(broken, _values_of(encounter), encounter.version))
    if act.has_changed:
        notices.say(_("The log was saved."), act)
    return _to_partner(encounter, f"encounter-{encounter.id}")


@blueprint.post("/encounters/<int:encounter_id>/archive")
@access.staff
def archive_log(encounter_id: int) -> Response:
    encounter = access.owned_or_404(Encounter, encounter_id)
    act = archive_encounter(encounter, access.person())
    if act.has_changed:
        notices.say(_("The log was taken away."), act)
    return _to_partner(encounter, "timeline")


@blueprint.post("/encounters/<int:encounter_id>/done")
@access.staff
def finish_step(encounter_id: int) -> Response:
    """From the partner's page or from one's own steps."""
    encounter = access.owned_or_404(Encounter, encounter_id)
    act = finish_next_step(encounter, today(), access.person())
    if act.has_changed:
        notices.say(_("Done: %(step)s.", step=encounter.next_step), act)
    return notices.back()


def _to_partner(encounter: Encounter, anchor: str) -> Response:
    return redirect(url_for("partners.show_partner", partner_id=encounter.partner_id, _anchor=anchor), 303)


def _values_of(encounter: Encounter) -> dict[str, object]:
    """An encounter as its form has it."""
    need = encounter.need.text if encounter.need else ""
    return {"need": need, **{name: getattr(encounter, name) for name in FIELDS}}


def _form_of(encounter: Encounter) -> EncounterForm:
    return EncounterForm(formdata=None, **_values_of(encounter), version=encounter.version)


def _show_edit(encounter: Encounter, form: EncounterForm, status: int = 200) -> Response:
    page = render_template(
        "encounters/edit.html",
        encounter=encounter,
        form=form,
        contacts=contact_suggestions(access.organisation_id()),
    )
    return make_response(page, status)
