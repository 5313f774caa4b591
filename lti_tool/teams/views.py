"""The teams: their list, where one is added, and a team's page, where it is corrected and archived."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..history.past import act_that_took_off, past_of
from ..people import access
from . import queries
from .forms import MemberForm, NewTeamForm, TeamForm
from .models import Team
from .operations import add_team, archive_team, edit_team

blueprint = Blueprint("teams", __name__, url_prefix="/l/<launch>/teams")


@blueprint.get("/")
@access.staff
def list_teams() -> Response:
    return _show_list(NewTeamForm(), 200)


@blueprint.post("/")
@access.staff
def add() -> Response:
    """Add a team; it stands on the list then."""
    form = NewTeamForm()
    if not form.validate():
        return _show_list(form, 422)
    try:
        team, act = add_team(form.name.data, form.field.data, access.person(), is_member=form.is_member.data)
    except RuleBroken as broken:
        return _show_list(form, form.show_error(broken))
    notices.say(_("%(name)s was added.", name=team.name), act)
    return redirect(url_for("teams.list_teams"), 303)


@blueprint.get("/<int:team_id>")
@access.staff
def show_team(team_id: int) -> str:
    return team_page(access.owned_or_404(Team, team_id), MemberForm())


@blueprint.route("/<int:team_id>/edit", methods=["GET", "POST"])
@access.staff
def edit(team_id: int) -> Response:
    team = access.owned_or_404(Team, team_id)
    form = TeamForm(data={"name": team.name, "field": team.field_name, "version": team.version})
    if request.method != "POST":
        return _show_form(team, form, 200)
    if not form.validate():
        return _show_form(team, form, 422)
    try:
        act = edit_team(team, form.sent("name", "field"), form.made_from(), access.person())
    except RuleBroken as broken:
        return _show_broken(team_id, form, broken)
    if act.has_changed:
        notices.say(_("%(name)s was saved.", name=team.name), act)
    return redirect(url_for("teams.show_team", team_id=team_id), 303)


@blueprint.post("/<int:team_id>/archive")
@access.staff
def archive(team_id: int) -> Response:
    team = access.owned_or_404(Team, team_id)
    act = archive_team(team, access.person())
    notices.say(_("%(name)s was archived.", name=team.name), act)
    return redirect(url_for("teams.list_teams"), 303)


def team_page(team: Team, form: MemberForm) -> str:
    """A team's page, with the form for one more member."""
    everyone = queries.memberships_of(team)
    members = [membership for membership in everyone if not membership.is_archived]
    past = past_of([team, *everyone], notices.older())
    restoring = act_that_took_off(past, additions={"team.add"}, removals={"team.archive"}) if team.is_archived else None
    return render_template(
        "teams/team.html",
        team=team,
        college=access.organisation().name,
        members=members,
        own_id=access.person().id,
        is_member=access.person().id in {membership.person_id for membership in members},
        form=form,
        colleagues=queries.colleague_names(team.organisation_id),
        past=past,
        restoring=restoring,
        **queries.all_about(team),
    )


def _show_list(form: NewTeamForm, status: int) -> Response:
    organisation_id = access.organisation_id()
    teams = queries.active_teams(organisation_id)
    page = render_template(
        "teams/list.html",
        form=form,
        teams=teams,
        my_ids={team.id for team in queries.teams_of(access.person().id)},
        counts=queries.count_members(teams),
        archived=queries.archived_teams(organisation_id),
        fields=queries.fields_of_training(organisation_id),
    )
    return make_response(page, status)


def _show_broken(team_id: int, form: TeamForm, broken: RuleBroken) -> Response:
    team = access.owned_or_404(Team, team_id)
    status = form.show_error(broken, {"name": team.name, "field": team.field_name}, team.version)
    return _show_form(team, form, status)


def _show_form(team: Team, form: TeamForm, status: int) -> Response:
    fields = queries.fields_of_training(team.organisation_id)
    return make_response(render_template("teams/edit.html", team=team, form=form, fields=fields), status)
