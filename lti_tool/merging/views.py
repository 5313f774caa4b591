"""The pages of doubles: what a job has found, two partners side by side, and the one to be merged with looked for by name."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import db, notices
from ..errors import RuleBroken
from ..history.past import past_of
from ..partners.hints import similar_partners
from ..partners.models import Partner
from ..people import access
from . import queries
from .finding import is_looking, start_looking
from .forms import MergeForm
from .models import WHYS
from .operations import merge_partners, remember_as_distinct
from .plan import plan_merge

blueprint = Blueprint("merging", __name__, url_prefix="/l/<launch>")
MOST_OFFERED = 8


@blueprint.get("/doubles")
@access.staff
def list_doubles() -> str:
    """Pairs that look like one partner, and those that were told apart."""
    organisation_id = access.organisation_id()
    after = request.args.get("after", "")
    page = queries.pairs_page(organisation_id, after)
    if after and not page.pairs:  # the last of this page were told apart or merged
        page = queries.pairs_page(organisation_id)
    past = past_of(queries.distinct_pairs(organisation_id), notices.older())
    looking = is_looking(organisation_id)
    return render_template("merging/doubles.html", page=page, whys=WHYS, past=past, is_looking=looking)


@blueprint.post("/doubles/look")
@access.staff
def look() -> Response:
    start_looking(access.person())
    return redirect(url_for("merging.list_doubles"), 303)


@blueprint.get("/partners/<int:partner_id>/merge")
@access.staff
def choose_other(partner_id: int) -> str:
    """Which partner is the same as this one: those that look like it, and those that are looked for by name."""
    return _show_choice(access.owned_or_404(Partner, partner_id))


def _show_choice(partner: Partner, told: str = "") -> str:
    """Whom a partner may be merged with; `told` says why one was led here."""
    words = request.args.get("q", partner.name)[:200].strip()
    found = similar_partners(partner.organisation_id, words, MOST_OFFERED + 1)
    alike = queries.alike_to(partner)
    known = {other_id for other_id, _name in alike} | {partner.id}
    others = [*alike, *((other.id, other.name) for other in found if other.id not in known)]
    return render_template("merging/choose.html", partner=partner, told=told, words=words, others=others[:MOST_OFFERED])


@blueprint.route("/partners/<int:partner_id>/merge/<int:other_id>", methods=["GET", "POST"])
@access.staff
def merge(partner_id: int, other_id: int) -> Response:
    """Both side by side, what will be dropped, and the button."""
    one = access.owned_or_404(Partner, partner_id)
    other = access.owned_or_404(Partner, other_id)
    if one.id == other.id:
        return _tell_they_are_one(one, partner_id, other_id)
    form = MergeForm()
    stays, goes = (other, one) if db.id_in(form.stays.data or "") == other.id else (one, other)
    if request.method != "POST":
        return _show(form, stays, goes)
    try:
        act = merge_partners(stays, goes, form.answers(), form.seen.data or "", access.person())
    except RuleBroken as broken:
        stays = access.owned_or_404(Partner, stays.id)
        goes = access.owned_or_404(Partner, goes.id)
        return _show(form, stays, goes, form.show_error(broken))
    notices.say(_("%(gone)s and %(name)s are one partner now.", gone=goes.name, name=stays.name), act)
    return redirect(url_for("partners.show_partner", partner_id=stays.id), 303)


@blueprint.post("/partners/<int:partner_id>/merge/<int:other_id>/not-the-same")
@access.staff
def not_the_same(partner_id: int, other_id: int) -> Response:
    one = access.owned_or_404(Partner, partner_id)
    other = access.owned_or_404(Partner, other_id)
    act = remember_as_distinct(one, other, access.person())
    notices.say(_("%(name)s and %(other)s are not the same: remembered.", name=one.name, other=other.name), act)
    return redirect(url_for("merging.list_doubles", after=request.args.get("after")), 303)


def _tell_they_are_one(partner: Partner, *asked_ids: int) -> Response:
    """What is said when there is nothing to merge: who was there first, where somebody was."""
    if request.method != "POST":
        return make_response(_show_choice(partner, _("Both are this one partner.")))
    merged_by = [queries.who_merged(asked) for asked in asked_ids if asked != partner.id]
    who = next(filter(None, merged_by), "")
    if who:
        notices.say(_("These are one partner already: %(who)s has merged them.", who=who))
    else:
        notices.say(_("A partner cannot be merged with itself."))
    return redirect(url_for("partners.show_partner", partner_id=partner.id), 303)


def _show(form: MergeForm, stays: Partner, goes: Partner, status: int = 200) -> Response:
    plan = plan_merge(stays, goes, form.answers())
    page = render_template(
        "merging/merge.html",
        form=form,
        plan=plan,
        a=min(stays, goes, key=lambda partner: partner.id),
        b=max(stays, goes, key=lambda partner: partner.id),
        are_distinct=queries.are_distinct(stays, goes),
    )
    return make_response(page, status)
