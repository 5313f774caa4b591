"""Who belongs to a team: join, leave, add a colleague, take one out. Each leads back to where it was pressed."""

from __future__ import annotations

from flask import Blueprint, make_response
from flask_babel import gettext as _
from werkzeug import Response

from .. import notices
from ..errors import RuleBroken
from ..people import access
from .forms import MemberForm
from .members import add_member, join_team, leave_team, remove_member
from .models import Membership, Team
from .views import team_page

blueprint = Blueprint("members", __name__, url_prefix="/l/<launch>/teams")


@blueprint.post("/<int:team_id>/join")
@access.staff
def join(team_id: int) -> Response:
    team = access.owned_or_404(Team, team_id)
    act = join_team(team, access.person())
    done = _("You belong to %(team)s now.", team=team.name)
    notices.say(done if act.has_changed else _("You belong to %(team)s already.", team=team.name), act)
    return notices.back()


@blueprint.post("/<int:team_id>/leave")
@access.staff
def leave(team_id: int) -> Response:
    team = access.owned_or_404(Team, team_id)
    act = leave_team(team, access.person())
    done = _("You have left %(team)s.", team=team.name)
    notices.say(done if act.has_changed else _("You do not belong to %(team)s.", team=team.name), act)
    return notices.back()


@blueprint.post("/<int:team_id>/members")
@access.staff
def add(team_id: int) -> Response:
    """Put a colleague into the team."""
    team = access.owned_or_404(Team, team_id)
    form = MemberForm()
    if not form.validate():
        return make_response(team_page(team, form), 422)
    try:
        name, act = add_member(team, form.member.data, access.person())
    except RuleBroken as broken:
        status = form.show_error(broken)
        return make_response(team_page(access.owned_or_404(Team, team_id), form), status)
    notices.say(_("%(name)s belongs to %(team)s now.", name=name, team=team.name), act)
    return notices.back("members")


@blueprint.post("/members/<int:membership_id>/remove")
@access.staff
def remove(membership_id: int) -> Response:
    membership = access.owned_or_404(Membership, membership_id)
    team = access.owned_or_404(Team, membership.team_id)
    act = remove_member(membership, team, access.person())
    names = {"name": membership.person.shown_name, "team": team.name}
    done = _("%(name)s was taken out of %(team)s.", **names)
    notices.say(done if act.has_changed else _("%(name)s does not belong to %(team)s.", **names), act)
    return notices.back("members")
