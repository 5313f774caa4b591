"""The page of a calendar, one's own or a team's, where its address is made, renewed and revoked."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..days import today
from ..pages import address_of
from ..people import access
from ..teams.models import Team
from ..teams.queries import teams_of
from .feed_views import ENDING
from .operations import MONTHS_WITHOUT_LAUNCH, make_address, revoke_address
from .queries import addresses_in_use

blueprint = Blueprint("calendar_feed", __name__, url_prefix="/l/<launch>/calendar")


@blueprint.get("/")
@access.staff
def show_own() -> str:
    return _page(None)


@blueprint.get("/teams/<int:team_id>")
@access.staff
def show_of_team(team_id: int) -> str:
    return _page(access.owned_or_404(Team, team_id))


@blueprint.post("/")
@access.staff
def make_own() -> str:
    """A new address, shown once on the page that answers."""
    return _page(None, make_address(None, access.launch()))


@blueprint.post("/teams/<int:team_id>")
@access.staff
def make_of_team(team_id: int) -> str:
    """The same of a team; RuleBroken for somebody who is no member, told on the page that follows."""
    team = access.owned_or_404(Team, team_id)
    return _page(team, make_address(team, access.launch()))


@blueprint.post("/revoke")
@access.staff
def revoke_own() -> Response:
    return _revoke(None)


@blueprint.post("/teams/<int:team_id>/revoke")
@access.staff
def revoke_of_team(team_id: int) -> Response:
    return _revoke(access.owned_or_404(Team, team_id))


def _revoke(team: Team | None) -> Response:
    act = revoke_address(team, access.person())
    if act.has_changed:
        notices.say(_("The address was revoked. Calendars that have it find nothing any more."), act)
    return redirect(address_of("calendar", str(team.id) if team else ""), 303)


def _page(team: Team | None, token: str = "") -> str:
    """`token` is that of an address that was made just now."""
    person = access.person()
    in_use = addresses_in_use(person.id, team.id if team else None)
    good = [one for one in in_use if one.good_until >= today()]
    path = url_for("feed.read", name=token + ENDING) if token else ""
    return render_template(
        "calendar_feed/show.html",
        team=team,
        is_member=team is None or team.id in {one.id for one in teams_of(person.id)},
        new_address=current_app.config["PUBLIC_URL"] + path if path else "",
        address=next(iter(good), None),
        months=MONTHS_WITHOUT_LAUNCH,
        teams=teams_of(person.id),
    )
