"""Overview, tier page, texts, search, undo."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug import Response

from .. import db, history, notices
from ..history.past import is_brought_back_by_undoing, past_act, rows_of
from ..history.tracked import models
from ..history.undoing import undo as undo_act
from ..history.words import kinds, told_of_kept
from ..language import current_language
from ..methods.bank import BankFilter, list_bank
from ..partners import queries
from ..partners.listed import recently_changed
from ..partners.views import list_context, read_filter
from ..people import access
from ..tiers.glossary import glossary
from ..tiers.models import ALL_TIERS, TIERS, WITH_OWN_WORDS
from ..tiers.queries import ARTICLES, GUIDES, text_of, tier_or_404
from ..tiers.views import own_words_context
from .big_undo import MOST_AT_ONCE, start_undo

blueprint = Blueprint("care_model", __name__, url_prefix="/l/<launch>")
MINE_SHOWN = 8
ROWS_LOOKED_AT = 5
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
        introduction=text_of("introduction"),
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
        text=text_of(tier),
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
    return render_template("care_model/page.html", name=name, text=text_of(name), guides=GUIDES, terms=terms, **own)


@blueprint.get("/search")
@access.staff
def search() -> str:
    wanted = read_filter()
    methods = list_bank(wanted.organisation_id, BankFilter(text=wanted.text)) if wanted.text else []
    return render_template("care_model/search.html", methods=methods, **list_context(wanted))


@blueprint.get("/acts/<int:change_set_id>")
@access.staff
def show_act(change_set_id: int) -> str:
    """What an act has changed, row by row: for one that changed many."""
    change_set = access.owned_or_404(history.ChangeSet, change_set_id)
    if change_set.is_admins:
        abort(404)
    asked = request.args.get("after", 0, type=int)
    rows, after = rows_of(change_set, asked if db.is_id(asked) else 0)
    return render_template("care_model/act.html", act=past_act(change_set), rows=rows, after=after)


@blueprint.post("/undo/<int:change_set_id>")
@access.staff
def undo(change_set_id: int) -> Response:
    change_set = access.owned_or_404(history.ChangeSet, change_set_id)
    if change_set.is_admins:
        abort(404)
    if change_set.rows > MOST_AT_ONCE:
        return redirect(url_for("jobs.show_job", job_id=start_undo(change_set, access.person()).id), 303)
    outcome = undo_act(change_set, access.person())
    notices.say(told_of_kept(outcome.kept_fields) if outcome.kept else _told(change_set), outcome.act)
    return notices.back(_anchor(change_set))


def _anchor(change_set: history.ChangeSet) -> str:
    """Where on the page the undone thing stands, so that one sees it; an undone addition is off the list."""
    places = select(history.Change.entity, history.Change.entity_id).where(history.Change.change_set_id == change_set.id)
    for entity, row_id in db.session.execute(places.distinct().limit(ROWS_LOOKED_AT)):
        row = db.session.get(models[entity], row_id) if entity in models else None
        anchor = row.tracking.anchor(row) if row else ""
        if anchor:
            return anchor
    return ""


def _told(change_set: history.ChangeSet) -> str:
    """What is said when all of an act was taken back."""
    name = _subject(change_set)
    if is_brought_back_by_undoing(change_set):
        return _("%(name)s is again as it was before the undo.", name=name)
    return _("Undone: %(name)s is as it was.", name=name)


def _subject(change_set: history.ChangeSet) -> str:
    """What a change set is about, in words; an undoing is about what its act was about."""
    root = db.session.get(history.ChangeSet, change_set.root_id) if change_set.root_id else None
    model = models.get((root or change_set).act.partition(".")[0])
    kind = model.tracking.subject_kind if model else "text"
    if kind not in kinds:
        return change_set.subject
    return kinds[kind]({change_set.subject}, change_set.organisation_id).get(change_set.subject, "")
