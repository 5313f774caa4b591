"""The meeting of a team and of the college, and key meetings that are put into a team's year."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug import Response

from .. import notices
from ..days import today
from ..errors import RuleBroken, never_typed
from ..fields import one_line
from ..people import access
from ..plan.forms import LONGEST_ENTRY, LineForm
from ..teams.models import Team
from ..teams.queries import teams_of
from .key_meetings import KeyMeeting, key_meetings
from .meeting import meeting_of
from .spreading import months_ahead, plan_meetings, spread
from .whose import Whose

blueprint = Blueprint("agenda", __name__, url_prefix="/l/<launch>/agenda")
A_YEAR = timedelta(days=365)
never_typed.update({"row", "month"})


@blueprint.get("/")
@access.staff
def show_college() -> str:
    return _meeting(None)


@blueprint.get("/teams/<int:team_id>")
@access.staff
def show_team(team_id: int) -> str:
    return _meeting(access.owned_or_404(Team, team_id))


def _meeting(team: Team | None) -> str:
    """A decision that was not planned, since something was wrong with it, stands in its field again."""
    organisation_id = access.organisation_id()
    decision = LineForm(formdata=None, line=one_line(request.args.get("line"))[:LONGEST_ENTRY])
    decision.line.label.text = _("A decision becomes an action: what, when, who")
    if "asks" in request.args:
        decision.line.errors = [_("When is it? A day, or a month such as March.")]
    return render_template(
        "agenda/meeting.html",
        team=team,
        meeting=meeting_of(Whose(organisation_id, team=team), today()),
        own_teams=teams_of(access.person().id),
        form=decision,
    )


@blueprint.get("/teams/<int:team_id>/key-meetings")
@access.staff
def show_key_meetings(team_id: int) -> Response:
    return _show_key_meetings(access.owned_or_404(Team, team_id), {}, 200)


@blueprint.post("/teams/<int:team_id>/key-meetings")
@access.staff
def save_key_meetings(team_id: int) -> Response:
    """Put the ticked ones into the year."""
    team = access.owned_or_404(Team, team_id)
    months = {month.isoformat(): month for month in months_ahead(today())}
    sent = dict(zip(request.form.getlist("row"), request.form.getlist("month"), strict=False))
    asked = [(meeting, months.get(sent.get(str(meeting.row_id), ""))) for meeting in _due(team)]
    chosen = [(meeting, month) for meeting, month in asked if month]
    if not chosen:
        is_planned = not months.keys().isdisjoint(sent.values())
        problem = _("What you chose stands in the plan already.") if is_planned else _("Choose a month for at least one of them.")
        return _show_key_meetings(team, {}, 422, problem)
    try:
        act = plan_meetings(chosen, team, today(), access.person())
    except RuleBroken as broken:
        return _show_key_meetings(team, {meeting.row_id: month for meeting, month in chosen}, 422, broken.message)
    done = ngettext("%(num)s key meeting was put into the year.", "%(num)s key meetings were put into the year.", len(chosen))
    notices.say(done, act)
    return redirect(url_for("agenda.show_team", team_id=team.id), 303)


def _due(team: Team) -> list[KeyMeeting]:
    """Those of the next twelve months."""
    present = today()
    return key_meetings(Whose(team.organisation_id, team=team), present + A_YEAR, present)


def _show_key_meetings(team: Team, chosen: dict[int, date], status: int, problem: str = "") -> Response:
    meetings = _due(team)
    page = render_template(
        "agenda/key_meetings.html",
        team=team,
        meetings=meetings,
        months=months_ahead(today()),
        chosen=spread(meetings, today()) | chosen,
        problem=problem,
    )
    return make_response(page, status)
