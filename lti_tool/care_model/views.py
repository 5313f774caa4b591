"""Overview, tier page, texts, search, undo."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..language import current_language
from ..methods.bank import BankFilter, list_bank
from ..partners import queries
from ..partners.listed import recently_changed
from ..partners.models import Partnership
from ..partners.views import list_context, read_filter
from ..people import access
from ..tiers.glossary import glossary
from ..tiers.models import ALL_TIERS, TIERS, WITH_OWN_WORDS
from ..tiers.queries import ARTICLES, GUIDES, text_of, tier_or_404
from ..tiers.views import own_words_context
from ..undo import told_of_kept, undo_act

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
        "care_model/overview.html", tiers=TIERS, counts=counts, mine=mine.rows, has_more=mine.after is not None,
        recent=recently_changed(organisation_id), introduction=text_of("introduction"),
    )  # fmt: skip


@blueprint.get("/tiers/<tier>")
@access.staff
def show_tier(tier: str) -> str:
    methods = list_bank(access.organisation_id(), BankFilter(tier=tier_or_404(tier)))
    nearest = sorted(
        methods, key=lambda method: (method.own is None, len(method.tiers))
    )  # our own, then what is for this tier only
    return render_template(
        "care_model/tier.html", tier=tier, text=text_of(tier), methods=nearest[:METHODS_SHOWN], count_of_methods=len(methods),
        **own_words_context(tier), **list_context(read_filter(tier)),
    )  # fmt: skip


@blueprint.get("/pages/<name>")
@access.staff
def show_page(name: str) -> str:
    if name not in ARTICLES:
        abort(404)
    own = own_words_context(name) if name in WITH_OWN_WORDS else {}
    terms = glossary(current_language()).values() if name == "glossary" else []
    return render_template("care_model/page.html", name=name, text=text_of(name), guides=GUIDES, terms=terms, **own)


@blueprint.get("/search")
@access.staff
def search() -> str:
    wanted = read_filter()
    methods = list_bank(wanted.organisation_id, BankFilter(text=wanted.text)) if wanted.text else []
    return render_template("care_model/search.html", methods=methods, **list_context(wanted))


@blueprint.post("/undo/<int:change_set_id>")
@access.staff
def undo(change_set_id: int) -> Response:
    change_set = access.owned_or_404(history.ChangeSet, change_set_id)
    if history.is_admins_act(change_set):
        abort(404)
    _undoing, kept = undo_act(change_set, access.person())
    notices.say(told_of_kept(kept) if kept else _("Undone: %(name)s is as it was.", name=_subject(change_set)))
    return notices.back(_place(change_set))


def _place(change_set: history.ChangeSet) -> str:
    """Where on the page the undone thing stands, so that one sees it; an undone addition is off the list."""
    for change in change_set.changes:
        if change.entity == "partnership":
            row = access.owned_or_404(Partnership, change.entity_id)
            return "partners" if row.is_archived else f"row-{row.id}"
        if change.entity == "own_words":
            return "own-words"
    return ""


def _subject(change_set: history.ChangeSet) -> str:
    """What a change set is about; own words are named by their tier."""
    return text_of(change_set.subject).title if change_set.subject in WITH_OWN_WORDS else change_set.subject
