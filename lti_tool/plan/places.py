"""In whose plan something stands: a team's or the college's, and under which of its aims."""

from __future__ import annotations

from flask_babel import gettext as _

from .. import db
from ..errors import RuleBroken
from ..teams.models import Team
from .models import Aim


def check_places(team_id: int | None, aim_id: int | None, organisation_id: int, former_team_id: int | None = None) -> None:
    """Raises RuleBroken on `team` or `aim` for another college's, for an aim of another plan, and for an archived team unless
    it stood there before."""
    if team_id is not None:
        team = db.session.get(Team, team_id)
        if team is None or team.organisation_id != organisation_id:
            raise RuleBroken("team", _("Choose one of the teams."))
        if team.is_archived and team_id != former_team_id:
            raise RuleBroken("team", _("This team is archived. Choose another one, or put the team back in use first."))
    if aim_id is not None:
        aim = db.session.get(Aim, aim_id)
        if aim is None or aim.organisation_id != organisation_id or aim.team_id != team_id:
            raise RuleBroken("aim", _("Choose one of the aims of this plan."))
