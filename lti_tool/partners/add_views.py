"""Adding a partner: the first row of a tier's list, and a form with the tiers to choose from that every page leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db, history, notices
from ..errors import RuleBroken
from ..language import host, site
from ..links import completed_link, is_web_link
from ..people import access
from ..teams.queries import teams_of
from ..tiers.models import ALL_TIERS
from ..tiers.views import shown_text, tier_or_404
from . import queries
from .adding import add_partnership
from .contact import contact_suggestions
from .forms import AddForm
from .models import Partner
from .row_models import Partnership
from .views import count_context, row_context

blueprint = Blueprint("adding", __name__, url_prefix="/l/<launch>/partners")


def empty_form(tier: str, name: str = "") -> AddForm:
    """A form to be filled; our contact person is oneself by default."""
    return AddForm(formdata=None, tier=tier, name=name, contact=access.person().shown_name)


def _form_for(tier: str, looked_for: str) -> AddForm:
    """A form for what was looked for; an address is the link too."""
    form = empty_form(tier, looked_for)
    link = completed_link(looked_for)
    if is_web_link(link):
        form.url.data = link
    return form


@blueprint.get("/add")
@access.staff
def show_add() -> Response:
    """The form for a name that was looked for, in the tier of the page before or of the last addition; or for one more tier."""
    asked = request.args.get("tier", "")
    tier = asked if asked in ALL_TIERS else queries.last_added_tier(access.person())
    partner_id = request.args.get("partner_id", 0, type=int)
    if not partner_id:
        return _show_form(_form_for(tier, request.args.get("name", "")[:200]), 200)
    partner = access.owned_or_404(Partner, partner_id)
    rows = queries.active_partnerships([partner])[partner.id]
    taken = {row.tier for row in rows}
    free = [one for one in ALL_TIERS if one not in taken]
    only_free = free[0] if len(free) == 1 else ""  # which of several is a decision: none is offered first
    form = empty_form(only_free, partner.name)
    alike = _row_to_copy(rows)
    if alike:
        form.description.data = alike.description
        form.contact.data = alike.contact
    return _show_form(form, 200, chosen=partner)


def _row_to_copy(rows: Sequence[Partnership]) -> Partnership | None:
    """The row whose text and contact one more begins with: an own one or of an own team; any, for who is in no team."""
    me = access.person()
    own = {team.id for team in teams_of(me.id)}
    return next((row for row in rows if not own or row.team_id in own or row.contact_person_id == me.id), None)


@blueprint.post("/add")
@access.staff
def add() -> Response:
    return _add(AddForm())


@blueprint.post("/<tier>/add")
@access.staff
def add_to_tier(tier: str) -> Response:
    """From the list of a tier: the script gets the row, a browser without it comes back to the list."""
    form = AddForm()
    form.tier.data = tier_or_404(tier)
    return _add(form)


def _add(form: AddForm) -> Response:
    partner = _chosen_partner(form)
    if not form.validate():
        return _show_form(form, 422, chosen=partner)
    try:
        row, act = _add_row(form, partner)
    except RuleBroken as broken:
        form.show_error(broken)
        return _show_form(form, 422, broken, partner)
    notices.say(_added(row.partner, form), act)
    if notices.is_fragment():
        context = count_context(row.tier) | row_context(row)
        return make_response(render_template("partners/_added.html", tier=row.tier, **context))
    if _is_on_tiers_page():
        return notices.back(f"row-{row.id}")
    return redirect(url_for("partners.show_partner", partner_id=row.partner_id), 303)


def _is_on_tiers_page() -> bool:
    """Whether the form stands on a tier's own page, so that its address names the tier."""
    return "tier" in (request.view_args or {})


def _add_row(form: AddForm, partner: Partner | None) -> tuple[Partnership, history.Act]:
    """Add the row of the form; beside rows of other teams when the user pressed the button of an own team."""
    actor = access.person()
    values = form.values()
    own_team = db.id_in(form.is_of_team.data or "")
    is_of_team = any(team.id == own_team for team in teams_of(actor.id))
    if is_of_team:
        values = replace(values, details={**values.details, "team_id": own_team})
    return add_partnership(form.tier.data, values, actor, partner=partner, other_than=form.other_than(), is_of_team=is_of_team)


def _own_teams(rows: Sequence[Partnership]) -> dict[str, Any]:
    """Where rows stand in the way: the user's own teams without one of them, and whether there are own teams at all."""
    teams = teams_of(access.person().id) if rows else []
    taken = {row.team_id for row in rows}
    return {"own_teams": [team for team in teams if team.id not in taken], "is_in_a_team": bool(teams)}


def _chosen_partner(form: AddForm) -> Partner | None:
    """The partner that a button names, or one chosen before the last question, unless another name was typed since."""
    by_button = request.form.get("partner_id", 0, type=int)
    chosen = by_button or request.form.get("chosen_before", 0, type=int)
    if not chosen:
        return None
    partner = access.owned_or_404(Partner, chosen)
    if not by_button and form.name.data != partner.name:
        return None
    form.name.data = partner.name
    return partner


def _added(partner: Partner, form: AddForm) -> str:
    """The notice of an addition: how name and links were read, and the tier unless the user is on its page.

    A known partner keeps the link it has.
    """
    link = form.url.data
    name = partner.name if _is_on_tiers_page() else f"{partner.name} ({shown_text(form.tier.data).title})"
    if link and link != partner.url:
        said = _("%(name)s was added. Its link is still %(link)s.", name=name, link=host(partner.url))
    elif link:
        said = _("%(name)s was added, with the link %(link)s.", name=name, link=site(link))
    else:
        said = _("%(name)s was added.", name=name)
    further = ", ".join(site(each) for each in form.further_links)
    return f"{said} {_('In the description: %(links)s.', links=further)}" if further else said


def _show_form(form: AddForm, status: int, broken: RuleBroken | None = None, chosen: Partner | None = None) -> Response:
    """The row of the list for the script, else a page; with what is asked about in `broken`."""
    details = broken.details if broken else {}
    similar = details.get("similar", [])
    existing = details.get("partner")
    if request.form.get("partner_id"):
        existing = None  # it was just picked as the one meant: no button says that it is another one
    is_row = notices.is_fragment() and _is_on_tiers_page()
    page = render_template(
        "partners/_add.html" if is_row else "partners/add.html",
        tier=form.tier.data,
        form=form,
        asked=similar,
        existing=existing,
        rows_here=details.get("rows", []),
        **_own_teams(details.get("rows", [])),
        chosen=chosen,
        colleagues=details.get("colleagues", []),
        other_than=form.ids_asked_about([existing] if existing else similar),
        with_whom=queries.active_partnerships(similar),
        contacts=contact_suggestions(access.organisation_id()),
        is_swapped_row=is_row,
    )
    return make_response(page, status)
