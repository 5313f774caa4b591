"""Agreements: the college's list, and the forms of one. What a partner has stands on its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug import Response

from .. import history, notices
from ..days import full_day, months_after, today
from ..errors import RuleBroken
from ..pages import address_of
from ..partners.models import Partner
from ..people import access
from ..tiers.models import ALL_TIERS
from .forms import AgreementForm, RenewForm, ReviewForm
from .models import KINDS, Agreement
from .operations import add_agreement, archive_agreement, edit_agreement, mark_reviewed, renew_agreement
from .queries import COUNTED_AT_MOST, Filter, aims_of_rows, count_due, list_page, rows_without_agreement

blueprint = Blueprint("agreements", __name__, url_prefix="/l/<launch>/agreements")

AnyForm = AgreementForm | RenewForm | ReviewForm


@blueprint.get("/")
@access.staff
def list_agreements() -> str:
    """All of the college, soonest due first: `?due=1` only those that ask for attention, `?tier=` those of its partners."""
    tier = request.args.get("tier", "")
    wanted = Filter(access.organisation_id(), today(), is_due="due" in request.args, tier=tier if tier in ALL_TIERS else "")
    page = list_page(wanted, request.args.get("after", "")[:500])
    ends_tier = bool(wanted.tier) and not wanted.is_due and page.after is None
    return render_template(
        "agreements/list.html",
        wanted=wanted,
        page=page,
        aims_of_rows=aims_of_rows({row.partner_id for row in page.rows}, wanted.tier),
        without=rows_without_agreement(wanted.organisation_id, wanted.tier) if ends_tier else [],
        due_count=count_due(wanted.organisation_id, wanted.today, wanted.tier),
        counted_at_most=COUNTED_AT_MOST,
        tiers=ALL_TIERS,
        college=access.organisation().name,
    )


@blueprint.route("/of/<int:partner_id>/new", methods=["GET", "POST"])
@access.staff
def add(partner_id: int) -> Response:
    partner = access.owned_or_404(Partner, partner_id)
    form = AgreementForm()
    if request.method != "POST":
        return _show("form", form, partner)
    if form.validate():
        try:
            act = add_agreement(partner, {name: form[name].data for name in form.names}, access.person())
            return _saved(_("The agreement was added."), act, partner_id)
        except RuleBroken as broken:
            form.show_error(broken)
            partner = access.owned_or_404(Partner, partner_id)
    return _show("form", form, partner, status=422)


@blueprint.route("/<int:agreement_id>/edit", methods=["GET", "POST"])
@access.staff
def edit(agreement_id: int) -> Response:
    agreement = access.owned_or_404(Agreement, agreement_id)
    form = AgreementForm(obj=agreement)
    if request.method != "POST":
        return _show("form", form, agreement.partner, agreement)
    if not form.validate():
        return _show("form", form, agreement.partner, agreement, 422)
    try:
        act = edit_agreement(agreement, form.sent(*form.names), form.made_from(), access.person())
    except RuleBroken as broken:
        return _show_broken("form", form, agreement_id, broken)
    return _saved(_("The agreement was saved."), act, agreement.partner_id)


@blueprint.route("/<int:agreement_id>/renew", methods=["GET", "POST"])
@access.staff
def renew(agreement_id: int) -> Response:
    agreement = access.owned_or_404(Agreement, agreement_id)
    form = RenewForm(obj=agreement)
    if request.method != "POST":
        if agreement.review_on and agreement.review_on <= today():
            form.review_on.data = None  # that one is over
        return _show("renew", form, agreement.partner, agreement)
    if not form.validate():
        return _show("renew", form, agreement.partner, agreement, 422)
    values = {"ends_on": form.ends_on.data, "review_on": form.review_on.data, **form.sent(*form.names)}
    try:
        act = renew_agreement(agreement, values, form.made_from(), access.person(), today=today())
    except RuleBroken as broken:
        return _show_broken("renew", form, agreement_id, broken)
    return _saved(_("The agreement was renewed."), act, agreement.partner_id)


@blueprint.route("/<int:agreement_id>/review", methods=["GET", "POST"])
@access.staff
def review(agreement_id: int) -> Response:
    agreement = access.owned_or_404(Agreement, agreement_id)
    form = ReviewForm(obj=agreement)
    if request.method != "POST":
        form.review_on.data = _next_review(agreement)
        return _show("review", form, agreement.partner, agreement)
    if not form.validate():
        return _show("review", form, agreement.partner, agreement, 422)
    try:
        act = mark_reviewed(agreement, form.review_on.data, form.made_from(), access.person(), today=today())
    except RuleBroken as broken:
        return _show_broken("review", form, agreement_id, broken)
    return _saved(_("Noted. The next review is on the agreement."), act, agreement.partner_id)


@blueprint.post("/<int:agreement_id>/archive")
@access.staff
def archive(agreement_id: int) -> Response:
    agreement = access.owned_or_404(Agreement, agreement_id)
    return _saved(_("The agreement was archived."), archive_agreement(agreement, access.person()), agreement.partner_id)


def _next_review(agreement: Agreement) -> date | None:
    """What the form suggests: a year later, unless it has ended by then."""
    suggested = months_after(max(today(), agreement.review_on or today()), 12)
    return suggested if not agreement.ends_on or suggested <= agreement.ends_on else None


def _show_broken(name: str, form: AnyForm, agreement_id: int, broken: RuleBroken) -> Response:
    """The form once more, with what is wrong or what others have changed."""
    agreement = access.owned_or_404(Agreement, agreement_id)
    status = form.show_error(broken, _as_typed(agreement, form.names), agreement.version)
    if "kind" in form and hasattr(form["kind"], "theirs"):  # the short name: a choice has an explanation behind it
        form["kind"].theirs = KINDS.get(agreement.kind, agreement.kind)
    return _show(name, form, agreement.partner, agreement, status)


def _as_typed(agreement: Agreement, names: tuple[str, ...]) -> dict[str, Any]:
    """How it stands now, as it would be typed."""
    values = {name: getattr(agreement, name) for name in names}
    return {name: full_day(value) if isinstance(value, date) else value for name, value in values.items()}


def _show(name: str, form: AnyForm, partner: Partner, agreement: Agreement | None = None, status: int = 200) -> Response:
    page = render_template(f"agreements/{name}.html", form=form, partner=partner, agreement=agreement)
    return make_response(page, status)


def _saved(sentence: str, act: history.Act, partner_id: int) -> Response:
    if act.has_changed:
        notices.say(sentence, act)
    return redirect(address_of("partner", str(partner_id), "agreements"), 303)
