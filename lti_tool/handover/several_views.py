"""Several rows of a list at once: the same list with ticks, on a page of its own, so that the list stays what it is."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from .. import db
from ..errors import RuleBroken
from ..fields import choices
from ..history.merging import number_pair
from ..partners.addresses import kept_in_address, read_filter, tier_in
from ..partners.filters import Filter
from ..partners.queries import list_page
from ..people import access
from ..teams.queries import active_teams
from ..tiers.models import ALL_TIERS
from ..tiers.queries import titles_of
from .forms import SeveralForm
from .operations import HandoverOutcome
from .receiver import receiver_meant, receivers_offered
from .several import RowChanges, archive_rows, change_rows
from .views import say_with_left

blueprint = Blueprint("several", __name__, url_prefix="/l/<launch>/handover/rows")
MOST_ROWS = 400
NO_TEAM = "none"


@blueprint.get("/")
@access.staff
def show() -> Response:
    return _show(SeveralForm(formdata=None), 200)


@blueprint.post("/")
@access.staff
def change() -> Response:
    form = SeveralForm()
    if not form.validate():
        return _show(form, 422)
    try:
        outcome = _archive(form) if form.archive.data else _change(form)
    except RuleBroken as broken:
        return _show(form, form.show_error(broken), colleagues=broken.details.get("colleagues", []))
    _say_done(outcome, form)
    return redirect(_list_address(_filter()), 303)


def _change(form: SeveralForm) -> HandoverOutcome:
    return change_rows(_ticked(form), _changes(form), access.person())


def _archive(form: SeveralForm) -> HandoverOutcome:
    ticked = _ticked(form)
    subject = ngettext("%(num)s row", "%(num)s rows", len(ticked))
    return archive_rows(ticked, subject, access.person())


def _changes(form: SeveralForm) -> RowChanges:
    """What the form asks for. Raises RuleBroken on `receiver`, as `receiver_meant`."""
    text = form.receiver.data or ""
    team = form.team.data or ""
    return RowChanges(
        receiver=receiver_meant(text, form.receiver_answer.data or "", None, access.person()) if text else None,
        tier=form.tier.data or "",
        keeps_team=not team,
        team_id=None if team in ("", NO_TEAM) else db.id_in(team),
    )


def _ticked(form: SeveralForm) -> dict[int, int]:
    """The version of each ticked row by its id, as the page had them."""
    return {row_id: version for row_id, version in map(number_pair, form.rows.data or ()) if row_id}


def _filter() -> Filter:
    return read_filter(tier_in(request.args))


def _show(form: SeveralForm, status: int, colleagues: object = ()) -> Response:
    wanted = _filter()
    page = list_page(wanted, request.args.get("after", "")[:500], MOST_ROWS)
    form.team.choices = choices(
        {NO_TEAM: _("no team"), **{str(team.id): team.name[:60] for team in active_teams(wanted.organisation_id)}},
        nothing=_("Team"),
    )
    titles = titles_of(set(ALL_TIERS), wanted.organisation_id)
    form.tier.choices = choices({tier: titles[tier] for tier in ALL_TIERS}, nothing=_("Tier"))
    ticked = set(_ticked(form))
    everything = {row.id for row in page.rows} if "all" in request.args and form.rows.data is None else set()
    text = render_template(
        "handover/several.html",
        form=form,
        page=page,
        wanted=wanted,
        kept=kept_in_address(wanted),
        ticked=ticked | everything,
        receivers=receivers_offered(wanted.organisation_id),
        colleagues=colleagues,
        list_address=_list_address(wanted),
    )
    return make_response(text, status)


def _list_address(wanted: Filter) -> str:
    return url_for("partners.list_partners", **kept_in_address(wanted))


def _say_done(outcome: HandoverOutcome, form: SeveralForm) -> None:
    if form.archive.data:
        done = ngettext("%(num)s row was archived.", "%(num)s rows were archived.", outcome.moved)
    else:
        done = ngettext("%(num)s row was changed.", "%(num)s rows were changed.", outcome.moved)
    say_with_left(done, outcome)
