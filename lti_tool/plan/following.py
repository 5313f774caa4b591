"""What a new name of a team means for the actions that it does."""

from __future__ import annotations

from sqlalchemy import select

from .. import db
from ..teams.models import Team
from .models import ROLES, Action


def follow_team(team: Team, former_name: str) -> None:
    """As a part of the act that named the team: `former_name` is empty for a new one."""
    if not former_name:
        return
    for role in ROLES:
        name = getattr(Action, f"{role}_name")
        is_the_team = (getattr(Action, f"{role}_person_id").is_(None), name == former_name)
        query = select(Action.id).where(Action.organisation_id == team.organisation_id, *is_the_team)
        for action in Action.lock(db.session.scalars(query).all()):
            setattr(action, f"{role}_name", team.name)
