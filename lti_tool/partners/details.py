"""The folded fields of a row (deputy, team, dates, contact cycle, aims): what was typed into them, which values are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..days import full_day
from ..errors import RuleBroken
from ..people.models import Person
from ..teams.models import Team, joined_key
from ..teams.queries import active_teams, teams_of, teams_own_first
from ..text import name_key
from ..tiers.models import DEVELOPMENT, EVERYDAY, NETWORK, OTHER, STRATEGIC
from .choices import CURRENT, EFFECTS, ROLES, WANTED
from .contact import contact_typed
from .row_models import Partnership

Details = Mapping[str, Any]
LONGEST_CYCLE = 60  # months
PLAIN = ("unit", "state", "starts_on", "ends_on", "cycle_months", "our_role", "aims", "effect", "could_deepen", "team_id")


def details_typed(details: Details, row: Partnership, version: int, actor: Person) -> dict[str, Any]:
    """The columns of a row as its form made from `version` gives them. `deputy` and `manager` come as texts, the rest as columns
    hold it; what the form lacked is not in it."""
    columns = {name: details[name] for name in PLAIN if name in details}
    for role in ("deputy", "manager"):
        columns |= contact_typed(details.get(role), "", row, version, actor, role)
    return columns


def check_details(values: Details) -> None:
    """A row's columns as they will stand: raises RuleBroken on the field that cannot."""
    _check_team(values)
    if values["state"] not in (WANTED, CURRENT) and not values["is_archived"]:
        raise RuleBroken("state", _("Choose a state."))
    if values["effect"] and values["effect"] not in EFFECTS:
        raise RuleBroken("effect", _("Choose one of these."))
    starts_on = values["starts_on"]
    ends_on = values["ends_on"]
    if starts_on and ends_on and ends_on < starts_on:
        raise RuleBroken("ends_on", _("The end comes after the beginning."))
    if values["cycle_months"] is not None and not 1 <= values["cycle_months"] <= LONGEST_CYCLE:
        raise RuleBroken("cycle_months", _("Write a number of months from 1 to 60."))


def _check_team(values: Details) -> None:
    """Raises RuleBroken on `team` for a team of another college."""
    if not values["team_id"]:
        return
    with db.session.no_autoflush:  # the database would refuse a team that is none before one is told
        team = db.session.get(Team, values["team_id"]) if db.is_id(values["team_id"]) else None
    if team is None or team.organisation_id != values["organisation_id"]:
        raise RuleBroken("team", _("Choose one of the teams."))


def check_row(row: Partnership) -> None:
    """The same of a row that is written by other than its form."""
    names = ("team_id", "state", "is_archived", "effect", "starts_on", "ends_on", "cycle_months", "organisation_id")
    check_details({name: getattr(row, name) for name in names})


def raise_if_row_of_team_stands(row: Partnership, values: Details) -> None:
    """Raises RuleBroken on `team` or `unit` when another row of this partner, tier, team and unit is on the list."""
    unit_key = name_key(values["unit"])
    same = select(Partnership.id).where(
        Partnership.partner_id == row.partner_id,
        Partnership.tier == row.tier,
        Partnership.unit_key == unit_key,
        Partnership.team_id.is_(None) if values["team_id"] is None else Partnership.team_id == values["team_id"],
        Partnership.is_archived.is_(False),
        Partnership.id != row.id,
    )
    with db.session.no_autoflush:
        is_taken = db.session.scalar(same.limit(1)) is not None
    if is_taken:
        field = "unit" if unit_key != row.unit_key else "team"
        raise RuleBroken(field, _("This partner stands on this list already for this team."))


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
    """Which fields the form of a row folds: those of its tier, and those of other tiers that the row has filled."""

    def is_of_tier(name: str) -> bool:
        return name not in _IN_SOME_TIERS or row.tier in _IN_SOME_TIERS[name]

    def is_filled(name: str) -> bool:
        value = row.one_of_ours(name) if name in ROLES else getattr(row, name)
        return value not in ("", None, False)

    return [name for name in _ORDER if is_of_tier(name) or is_filled(name)]


def facts_of_row(row_id: int) -> list[tuple[Any, str]]:
    """What a row knows beside what lists show, as name and words; what is empty is left out."""
    row = db.session.get(Partnership, row_id)
    if row is None:
        return []
    effect = str(EFFECTS[row.effect]) if row.effect in EFFECTS else ""
    span = "–".join(full_day(day) if day else "" for day in (row.starts_on, row.ends_on)) if row.starts_on or row.ends_on else ""
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
    """The team of a new row: the one that is its contact, else the writer's own team where there is just one."""

    def __init__(self, actor: Person) -> None:
        self.own = teams_of(actor.id)
        self.by_key = {team.name_key: team.id for team in active_teams(actor.organisation_id)}

    def team_for(self, contact: str) -> int | None:
        """The team of a new row with this contact."""
        named = self.by_key.get(joined_key(contact)) if contact else None
        if named is not None:
            return named
        return self.own[0].id if len(self.own) == 1 else None


def teams_to_choose(actor: Person, row: Partnership) -> list[Team]:
    """The college's teams, one's own first; the row's own also when it is archived."""
    teams = teams_own_first(actor)
    return teams if row.team is None or row.team in teams else [*teams, row.team]
