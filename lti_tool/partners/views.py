"""The partner list's addresses. Each answers htmx with a fragment, and a browser without JavaScript with a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug import Request

from .. import notices
from ..links import split_links
from ..people import access
from ..teams.queries import active_teams, fields_of_training, names_of_fields, names_of_teams, teams_of
from ..tiers.models import ALL_TIERS
from . import queries
from .acts import past_of_partner, what_took_off
from .addresses import is_partly_left_out, kept_in_link, read_filter, tier_in
from .choices import APPROACHES
from .contact import contact_suggestions
from .fact_forms import OtherNameForm
from .filters import MET, narrowed_to
from .hints import partners_at, similar_partners
from .listed import cells_of, list_notes, listed, listed_of
from .models import Partner
from .orders import FurtherColumn, column_of, further_name
from .row_models import Partnership
from .saved_views import views_of
from .timeline import all_about, timeline_page

blueprint = Blueprint("partners", __name__, url_prefix="/l/<launch>/partners")


def counted(wanted: queries.Filter, page: queries.ListPage | None = None) -> dict[str, int | None]:
    """What templates/partners/_count.html needs: of one colleague no figure. A page of the whole list tells its number itself."""
    if wanted.is_of_a_person:
        count = None
    elif page and page.is_whole:
        count = len(page.rows)
    else:
        count = queries.count(wanted)
    return {"count": count, "counted_at_most": queries.COUNTED_AT_MOST}


def _choices(wanted: queries.Filter) -> dict[str, Any]:
    """What one can narrow a list down by: the teams, one's own, fields of training, and what features above know."""
    teams = active_teams(wanted.organisation_id)
    fields = fields_of_training(wanted.organisation_id) if teams else []
    team_names: dict[int | None, str] = {team.id: team.name for team in teams}
    field_names: dict[int | None, str] = {field.id: field.name for field in fields}
    team_names |= names_of_teams({wanted.team} - team_names.keys(), wanted.organisation_id)  # an archived one, too
    field_names |= names_of_fields({wanted.field} - field_names.keys(), wanted.organisation_id)
    return {
        "own_teams": teams_of(access.person().id) if teams else [],
        "team_names": team_names,
        "field_names": field_names,
        "met_names": MET,
        "narrowed_to": narrowed_to(wanted, team_names, field_names),
    }


def list_context(wanted: queries.Filter) -> dict[str, Any]:
    """What templates/partners/_list.html needs."""
    after = request.args.get("after", "")[:500]
    page = queries.list_page(wanted, after)
    partner_ids = {row.partner_id for row in page.rows}
    return {
        "wanted": wanted,
        "page": page,
        "cells": cells_of(partner_ids) if wanted.shows_met else {},
        "column": column_of(wanted.order, wanted.organisation_id, partner_ids),
        "contacts": contact_suggestions(wanted.organisation_id),
        "show_tier": not wanted.tier,
        "college": access.organisation().name,
        "list_notes": [note for tell in list_notes.values() for note in tell(wanted.organisation_id)],
        "kept_in_link": kept_in_link(wanted),
        "is_partly_left_out": is_partly_left_out(wanted),
        **_choices(wanted),
        "nearly": similar_partners(wanted.organisation_id, wanted.text) if "nearly" in request.args else [],
    }


@blueprint.get("/")
@access.staff
def list_partners() -> str:
    wanted = read_filter(tier_in(request.args))
    saved = views_of(access.person())
    context = list_context(wanted)
    count = counted(wanted, context["page"])
    return render_template("partners/list.html", tiers=ALL_TIERS, saved_views=saved, **context, **count)


@blueprint.get("/<int:partner_id>")
@access.staff
def show_partner(partner_id: int) -> str:
    return partner_page(access.owned_or_404(Partner, partner_id))


def partner_page(partner: Partner, form: OtherNameForm | None = None) -> str:
    """A partner's page; with the form of an other name that is to be corrected."""
    return render_template(
        "partners/partner.html",
        form=form or OtherNameForm(formdata=None),
        contacts=contact_suggestions(partner.organisation_id),
        college=access.organisation().name,
        **_partner_context(partner),
    )


def _partner_context(partner: Partner) -> dict[str, Any]:
    """A partner, its rows, and what has happened with it."""
    known = all_about(partner)
    past = past_of_partner(partner, [row for each in known for row in each.rows], notices.older())
    context: dict[str, Any] = {}
    for each in known:
        context |= each.context
    return {
        **context,
        "partner": partner,
        "rows": listed_of(partner),
        "past": past,
        "restoring": what_took_off(past) if partner.is_archived else None,
        "timeline": timeline_page(partner, known, _timeline_start()),
    }


def _timeline_start() -> int:
    """Which moment the page's timeline begins with, when the user has asked for earlier ones."""
    return max(0, request.args.get("start", 0, type=int))


@blueprint.get("/archived")
@access.staff
def list_archived() -> str:
    """Partners that stand in no tier any more, each with the way to its page, where it can be put back."""
    page = queries.archived_page(access.organisation_id(), request.args.get("after", "")[:500])
    return render_template("partners/archived.html", page=page)


@blueprint.get("/similar")
@access.staff
def show_similar() -> str:
    """The hint under the name while typing: which partner this may be, and who works with it already."""
    name, links = split_links(request.args.get("name", ""))
    similar = similar_partners(access.organisation_id(), name[:200])
    if links and not similar:
        similar = partners_at(access.organisation_id(), links[0])
    with_whom = queries.active_partnerships(similar)
    return render_template("partners/_similar.html", similar=similar, with_whom=with_whom, name=name, links=links)


def head_context(partner: Partner) -> dict[str, Any]:
    """What templates/partners/_head_swapped.html needs on the partner's own page; nothing elsewhere."""
    own_page = url_for("partners.show_partner", partner_id=partner.id)
    if notices.page_address().partition("?")[0] != own_page:
        return {}
    return _partner_context(partner)


def count_context(tier: str) -> dict[str, int | None]:
    """How many a heading tells after what the script has done: all of a tier on its page, on the list what that shows."""
    page = Request.from_values(notices.page_address())
    if page.path == url_for("partners.list_partners"):
        wanted = read_filter(tier_in(page.args), page.args)
    elif shows_tier():
        return {}  # a page without a count
    else:
        wanted = queries.Filter(access.organisation_id(), tier)
    return counted(wanted)


def row_context(row: Partnership) -> dict[str, Any]:
    """What templates/partners/_row.html needs."""
    return {"row": listed(row), "show_tier": shows_tier(), "cells": cells_of({row.partner_id}), "column": _column_of(row)}


def _column_of(row: Partnership) -> FurtherColumn | None:
    """What the list that this row is swapped into is sorted by, where that is a feature's number."""
    page = Request.from_values(notices.page_address())
    if not further_name(page.args.get("order", "")):
        return None
    wanted = read_filter(tier_in(page.args), page.args)
    return column_of(wanted.order, wanted.organisation_id, {row.partner_id})


def shows_tier() -> bool:
    """Whether the list this row is swapped into is of all tiers."""
    return bool(request.values.get("show_tier"))


def approach_of(partner: Partner, tiers: Iterable[str]) -> str:
    """How to approach a partner that one does not know: as its own field says, else in the most careful way of its tiers."""
    ways = {access.organisation().tier_approaches.get(tier) for tier in tiers}
    return partner.approach or next((way for way in APPROACHES if way in ways), "")
