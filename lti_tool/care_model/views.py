"""Overview, tier page, texts, search."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from ..language import current_language
from ..methods.bank import BankFilter, list_bank
from ..partners import queries
from ..partners.listed import recently_changed
from ..partners.views import list_context, read_filter
from ..people import access
from ..tiers.glossary import glossary
from ..tiers.models import ALL_TIERS, TIERS, WITH_OWN_WORDS
from ..tiers.queries import ARTICLES, GUIDES
from ..tiers.views import own_words_context, shown_text, tier_or_404

blueprint = Blueprint("care_model", __name__, url_prefix="/l/<launch>")
MINE_SHOWN = 8
METHODS_SHOWN = 7  # on a tier's page: the partners below are what it is opened for


@blueprint.get("/")
@access.staff
def show_overview() -> str:
    organisation_id = access.organisation_id()
    counts = {tier: queries.count(queries.Filter(organisation_id, tier)) for tier in ALL_TIERS}
    mine = queries.list_page(queries.Filter(organisation_id, mine=access.person().id), at_most=MINE_SHOWN)
    return render_template(
        "care_model/overview.html",
        tiers=TIERS,
        counts=counts,
        mine=mine.rows,
        has_more=mine.after is not None,
        recent=recently_changed(organisation_id),
        introduction=shown_text("introduction"),
    )


@blueprint.get("/tiers/<tier>")
@access.staff
def show_tier(tier: str) -> str:
    methods = list_bank(access.organisation_id(), BankFilter(tier=tier_or_404(tier)))
    nearest = sorted(
        methods, key=lambda method: (method.own is None, len(method.tiers))
    )  # our own, then what is for this tier only
    return render_template(
        "care_model/tier.html",
        tier=tier,
        text=shown_text(tier),
        methods=nearest[:METHODS_SHOWN],
        count_of_methods=len(methods),
        **own_words_context(tier),
        **list_context(read_filter(tier)),
    )


@blueprint.get("/pages/<name>")
@access.staff
def show_page(name: str) -> str:
    if name not in ARTICLES:
        abort(404)
    own = own_words_context(name) if name in WITH_OWN_WORDS else {}
    terms = glossary(current_language()).values() if name == "glossary" else []
    return render_template("care_model/page.html", name=name, text=shown_text(name), guides=GUIDES, terms=terms, **own)


@blueprint.get("/search")
@access.staff
def search() -> str:
    wanted = read_filter()
    methods = list_bank(wanted.organisation_id, BankFilter(text=wanted.text)) if wanted.text else []
    return render_template("care_model/search.html", methods=methods, **list_context(wanted))
