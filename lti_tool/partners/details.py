"""What a row knows beside its three fields: deputy, team, dates, contact cycle, aims; what was typed of it, what may stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from .. import db
from ..errors import RuleBroken
from ..language import full_day
from ..people.models import Person
from ..teams.models import Team
from ..teams.queries import active_teams, team_named, teams_of
from ..tiers.models import ALL_TIERS
from .contact import contact_typed
from .models import CURRENT, EFFECTS, WANTED, Partnership

Details = Mapping[str, Any]
EVERYDAY, DEVELOPMENT, STRATEGIC, NETWORK, OTHER = ALL_TIERS
LONGEST_CYCLE = 60  # months
PLAIN = ("unit", "state", "starts_on", "ends_on", "cycle_months", "our_role", "aims", "effect", "could_deepen", "team_id")


def details_typed(details: Details, row: Partnership, version: int, actor: Person) -> dict[str, Any]:
    """The columns of a row as its form made from `version` gives them. `deputy` and `manager` come as texts, the rest as columns
    hold it; what the form lacked is not in it."""
    columns = {name: details[name] for name in PLAIN if name in details}
    for role in ("deputy", "manager"):
        columns |= contact_typed(details.get(role), "", row, version, actor, role)
    return columns


def check_details(row: Partnership) -> None:
    """Raises RuleBroken on the field that cannot stand."""
    if row.state not in (WANTED, CURRENT) and not row.is_archived:
        raise RuleBroken("state", _("Choose a state."))
    with db.session.no_autoflush:  # the database would refuse a team that is none before one is told
        team = db.session.get(Team, row.team_id) if row.team_id else None
    if row.team_id and (team is None or team.organisation_id != row.organisation_id):
        raise RuleBroken("team", _("Choose one of the teams."))
    if row.effect and row.effect not in EFFECTS:
        raise RuleBroken("effect", _("Choose one of these."))
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise RuleBroken("ends_on", _("The end comes after the beginning."))
    if row.cycle_months is not None and not 1 <= row.cycle_months <= LONGEST_CYCLE:
        raise RuleBroken("cycle_months", _("Write a number of months from 1 to 60."))


_IN_SOME_TIERS = {
    "manager": (STRATEGIC, NETWORK),
    "aims": (STRATEGIC, NETWORK),
    "effect": (STRATEGIC, NETWORK),
    "our_role": (NETWORK,),
    "cycle_months": (DEVELOPMENT, STRATEGIC, NETWORK, OTHER),
    "could_deepen": (EVERYDAY, DEVELOPMENT),
}
_WITHOUT_CONTACT = ("deputy", "manager", "team", "state", "starts_on", "ends_on", "cycle_months", "unit")
_ORDER = (*_WITHOUT_CONTACT, "our_role", "effect", "aims", "could_deepen")


def shown_details(row: Partnership) -> list[str]:
    """Which fields the form of a row folds: those of its tier, and what it has of others."""
    held = {"manager": row.one_of_ours("manager")}
    return [
        name
        for name in _ORDER
        if row.tier in _IN_SOME_TIERS.get(name, (row.tier,)) or held.get(name, getattr(row, name, None)) not in ("", None, False)
    ]


def facts_of_row(row_id: int) -> list[tuple[Any, str]]:
    """What a row knows beside what lists show, as name and words; what is empty is left out."""
    row = db.session.get(Partnership, row_id)
    if row is None:
        return []
    effect = str(EFFECTS[row.effect]) if row.effect in EFFECTS else ""
    span = "–".join(full_day(one) if one else "" for one in (row.starts_on, row.ends_on)) if row.starts_on or row.ends_on else ""
    fields = Partnership.tracking.fields
    facts = [
        (fields["unit"].name, row.unit),
        (fields["deputy_name"].name, row.one_of_ours("deputy")),
        (fields["manager_name"].name, row.one_of_ours("manager")),
        (fields["our_role"].name, row.our_role),
        (fields["aims"].name, row.aims),
        (fields["effect"].name, effect),
        (_("In force"), span),
        (fields["cycle_months"].name, str(row.cycle_months or "")),
        (fields["could_deepen"].name, _("yes") if row.could_deepen else ""),
    ]
    return [(name, words) for name, words in facts if words]


class TeamChoice:
    """Whose entry a row is: the team that is its contact, or the writer's own where there is just one."""

    def __init__(self, actor: Person) -> None:
        self.actor = actor
        self.own = teams_of(actor.id)

    def team_for(self, contact: str) -> int | None:
        """The team of a new row with this contact."""
        team = team_named(self.actor.organisation_id, contact) if contact else None
        if team is not None:
            return team.id
        return self.own[0].id if len(self.own) == 1 else None


def teams_to_choose(actor: Person, row: Partnership) -> list[Team]:
    """The college's teams, one's own first; the row's own also when it is archived."""
    own = teams_of(actor.id)
    teams = own + [team for team in active_teams(actor.organisation_id) if team not in own]
    return teams if row.team is None or row.team in teams else [*teams, row.team]
