"""Overview, tier page, texts, search."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request

from ..agenda.items import week_of
from ..agreements.queries import count_due
from ..days import today
from ..handover.notes import notices_for
from ..handover.queries import left_of_teams
from ..insights import attention
from ..language import current_language
from ..merging.queries import count_pairs
from ..methods.bank import count_tier, list_tier
from ..pages import Section
from ..partners import queries
from ..partners.acts import last_acts
from ..partners.addresses import read_filter
from ..partners.contact import contact_suggestions
from ..partners.listed import ListedRow, recently_changed
from ..partners.views import counted, list_context
from ..people import access
from ..plan.asked import asked
from ..plan.views import strip_of
from ..teams.queries import teams_of
from ..text import sort_key
from ..tiers.glossary import glossary
from ..tiers.models import ALL_TIERS, WITH_OWN_WORDS
from ..tiers.queries import ARTICLES, GUIDES
from ..tiers.views import own_words_context, shown_text, tier_or_404
from .finding import find

blueprint = Blueprint("care_model", __name__, url_prefix="/l/<launch>")
TOLD_LACKING = ("description", "contact", "colleague")
MINE_SHOWN = 8
MINE_READ = (MINE_SHOWN + 1) * len(ALL_TIERS)  # rows: a partner may stand in every tier, and whether there are more is told


@blueprint.get("/")
@access.staff
def show_overview() -> str:
    organisation_id = access.organisation_id()
    of_tiers = [queries.Filter(organisation_id, tier) for tier in ALL_TIERS]
    lacking = [queries.Filter(organisation_id, lacks=what) for what in TOLD_LACKING]
    numbers = dict(zip((*ALL_TIERS, *TOLD_LACKING), queries.count_each([*of_tiers, *lacking]), strict=True))
    counts = {tier: numbers[tier] for tier in ALL_TIERS}
    partners = _rows_of_my_partners()
    recent = recently_changed(organisation_id)
    own_teams = teams_of(access.person().id)
    return render_template(
        "care_model/overview.html",
        tiers=ALL_TIERS,
        week=week_of(access.person()),
        **strip_of(asked(own_teams)),
        counts=counts,
        mine=partners[:MINE_SHOWN],
        has_more=len(partners) > MINE_SHOWN,
        has_partners=any(counts.values()),
        attention=attention.counted(organisation_id),
        attention_names=attention.NAMES,
        lacking={what: numbers[what] for what in TOLD_LACKING},
        own_teams=own_teams,
        handed=notices_for(access.person()),
        left_people=left_of_teams([team.id for team in own_teams], organisation_id),
        agreements_due=count_due(organisation_id, today()),
        doubles=count_pairs(organisation_id),
        recent=recent,
        last_acts=last_acts(recent),
    )


def _rows_of_my_partners() -> list[list[ListedRow]]:
    """The rows of whom one is the contact person, those of one partner together."""
    mine = queries.Filter(access.organisation_id(), mine=access.person().id)
    partners: dict[int, list[ListedRow]] = {}
    for row in queries.list_page(mine, at_most=MINE_READ).rows:
        partners.setdefault(row.partner_id, []).append(row)
    return list(partners.values())


@blueprint.get("/tiers/<tier>")
@access.staff
def show_tier(tier: str) -> str:
    """Its partners."""
    wanted = read_filter(tier_or_404(tier))
    context = list_context(wanted)
    all_of_it = None if wanted.is_narrowed else context["page"]
    method_count = count_tier(access.organisation_id(), tier)
    return render_template("care_model/tier.html", **_tier_context(tier, method_count, all_of_it), **context)


@blueprint.get("/tiers/<tier>/methods")
@access.staff
def show_tier_methods(tier: str) -> str:
    methods = list_tier(access.organisation_id(), tier_or_404(tier))
    return render_template("care_model/tier_methods.html", methods=methods, **_tier_context(tier, len(methods)))


@blueprint.get("/tiers/<tier>/description")
@access.staff
def show_tier_text(tier: str) -> str:
    """The common text, and our own words."""
    method_count = count_tier(access.organisation_id(), tier_or_404(tier))
    context = own_words_context(tier) | _tier_context(tier, method_count)
    return render_template("care_model/tier_text.html", **context)


def _tier_context(tier: str, method_count: int, page: queries.ListPage | None = None) -> dict[str, Any]:
    """What the head of a tier's pages needs; on its list also a page of all its partners."""
    all_of_tier = queries.Filter(access.organisation_id(), tier)
    head = {"tier": tier, "all_tiers": ALL_TIERS, "text": shown_text(tier), "method_count": method_count}
    return {**head, **counted(all_of_tier, page)}


@blueprint.get("/pages/<name>")
@access.staff
def show_page(name: str) -> str:
    if name not in ARTICLES:
        abort(404)
    own = own_words_context(name) if name in WITH_OWN_WORDS else {}
    text = shown_text(name)
    terms = list(glossary(current_language()).values()) if name == "glossary" else []
    terms.sort(key=lambda term: sort_key(term.title.striptags()))
    parts = [Section(term.key, term.title.striptags()) for term in terms] or text.sections
    return render_template("care_model/page.html", name=name, text=text, guides=GUIDES, terms=terms, parts=parts, **own)


@blueprint.get("/search")
@access.staff
def search() -> str:
    return render_template("care_model/search.html", contacts=contact_suggestions(access.organisation_id()), **_found())


@blueprint.get("/find")
@access.staff
def find_while_typing() -> str:
    """The closest of it as a fragment, for the field that is on every page."""
    return render_template("care_model/_found.html", **_found())


def _found() -> dict[str, Any]:
    text = request.args.get("q", "")[:200].strip()
    tier = request.args.get("tier", "")
    return {"text": text, "tier": tier if tier in ALL_TIERS else "", "found": find(access.organisation_id(), text)}
