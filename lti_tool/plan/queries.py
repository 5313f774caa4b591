"""Queries on plans: the actions of a year, those with a partner, aims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, null, or_, select
from sqlalchemy.orm import lazyload

from .. import db
from ..partners.models import Partner
from ..teams.models import Team
from .listed import QUERY, ListedAction, listed
from .models import DONE, OPEN_STATES, Action, ActionPartner, Aim
from .spans import Span
from .years import PlanYear

MOST_OF_A_YEAR = 2000
MOST_OF_A_PARTNER = 100
MOST_AIMS = 200
MOST_IN_HISTORY = 300
MOST_COUNTED = 10_000
NO_TIER = "none"  # in a filter: those that stand in none


@dataclass(frozen=True)
class Filter:
    """Which of a college's actions: of a team (0: the college's own, None: all), of a tier or NO_TIER, of one of ours, those
    still open.

    Of the days those that lie at least partly between `first_day` and `last_day`.
    """

    organisation_id: int
    first_day: date
    last_day: date
    team_id: int | None = None
    tier: str = ""
    person_id: int | None = None
    is_open: bool = False

    @classmethod
    def of_year(cls, organisation_id: int, year: PlanYear, team_id: int | None = None, tier: str = "") -> Filter:
        return cls(organisation_id, year.first_day, year.last_day, team_id, tier)

    def conditions(self) -> list[ColumnElement[bool]]:
        """What an action has to fulfil."""
        wanted = [
            Action.organisation_id == self.organisation_id,
            Action.is_archived.is_(False),
            Action.ends_on >= self.first_day,
            Action.starts_on <= self.last_day,
        ]
        if self.team_id is not None:
            wanted.append(Action.team_id == self.team_id if self.team_id else Action.team_id.is_(None))
        if self.tier:
            wanted.append(Action.tier == ("" if self.tier == NO_TIER else self.tier))
        if self.person_id is not None:
            wanted.append(or_(Action.contact_person_id == self.person_id, Action.second_person_id == self.person_id))
        if self.is_open:
            wanted.append(Action.state.in_(OPEN_STATES))
        return wanted


def list_actions(wanted: Filter, at_most: int = MOST_OF_A_YEAR) -> list[ListedAction]:
    """The actions of a filter, by their days; at most so many, the soonest."""
    query = QUERY.where(*wanted.conditions()).order_by(Action.starts_on, Action.ends_on, Action.id)
    return listed(query.limit(at_most))


def done_since(organisation_id: int, since: date, team_id: int | None, at_most: int) -> list[ListedAction]:
    """What of a team's plan, or for None of all plans, was said to be done since a day, the latest first."""
    query = QUERY.where(Action.organisation_id == organisation_id, Action.is_archived.is_(False), Action.state == DONE)
    if team_id is not None:
        query = query.where(Action.team_id == team_id)
    query = query.where(Action.done_on >= since)
    return listed(query.order_by(Action.done_on.desc(), Action.id.desc()).limit(at_most))


def spans_by_group(wanted: Filter, *, by_team: bool) -> dict[tuple[Any, str], list[Span]]:
    """When the actions of a filter are, by (team's id, its name) or by (tier, ""); without anything else of them."""
    group = (Action.team_id, Team.name) if by_team else (Action.tier, null())
    query = select(*group, Action.starts_on, Action.ends_on, Action.is_by_month).outerjoin(Team, Team.id == Action.team_id)
    query = query.where(*wanted.conditions()).order_by(Team.sort_key if by_team else Action.tier, Action.id)
    of_groups: dict[tuple[Any, str], list[Span]] = {}
    for key, name, *days in db.session.execute(query.limit(MOST_COUNTED)):
        of_groups.setdefault((key, name or ""), []).append(Span(*days))
    return of_groups


def rows_with_history(team_id: int | None, organisation_id: int) -> list[Aim | Action]:
    """The aims and the latest actions of a plan, with those that were taken away: whose changes its page tells."""
    rows: list[Any] = []
    for model, most in ((Aim, MOST_AIMS), (Action, MOST_IN_HISTORY)):
        of_plan = model.team_id == team_id if team_id is not None else model.team_id.is_(None)
        query = select(model).where(model.organisation_id == organisation_id, of_plan).order_by(model.id.desc()).limit(most)
        rows += db.session.scalars(query.options(lazyload("*"))).all()
    return rows


def actions_with(partner: Partner) -> list[ListedAction]:
    """The actions that are done with a partner, the latest first."""
    with_it = select(ActionPartner.action_id).where(ActionPartner.partner_id == partner.id, ActionPartner.is_archived.is_(False))
    query = QUERY.where(Action.id.in_(with_it), Action.is_archived.is_(False))
    return listed(query.order_by(Action.starts_on.desc(), Action.id.desc()).limit(MOST_OF_A_PARTNER))


def aims_of(organisation_id: int, team_id: int | None) -> list[Aim]:
    """The aims of a team's plan, or of the college's for None, the oldest first."""
    of_plan = Aim.team_id == team_id if team_id is not None else Aim.team_id.is_(None)
    query = select(Aim).where(Aim.organisation_id == organisation_id, of_plan, Aim.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Aim.id).limit(MOST_AIMS)))
