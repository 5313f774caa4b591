"""Which plan an address asks for: whose, of which year, of which tier or month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request

from ..days import months_after, today
from ..db import id_in
from ..people import access
from ..teams.models import Team
from ..teams.queries import teams_of
from ..tiers.models import ALL_TIERS
from .queries import NO_TIER, Filter
from .years import CALENDAR, SCHOOL, PlanYear, year_named, year_of

ALL, COLLEGE = "all", "college"


@dataclass(frozen=True)
class Asked:
    """A plan: of `team`, of the college itself (`whose` is COLLEGE), or of all; of a `tier`, of NO_TIER or of all (empty);
    `month` is the first day of one, or None."""

    year: PlanYear
    whose: str
    team: Team | None = None
    tier: str = ""
    month: date | None = None

    @property
    def team_id(self) -> int | None:
        """Where something new of this plan stands."""
        return self.team.id if self.team else None

    @property
    def tier_of_new(self) -> str:
        """The tier of something new of this plan."""
        return "" if self.tier == NO_TIER else self.tier

    @property
    def is_open(self) -> bool:
        """Whether something new can be planned in it: not in all of them together, nor for an archived team."""
        return self.whose != ALL and not (self.team and self.team.is_archived)

    @property
    def kept(self) -> dict[str, Any]:
        """The parameters of its address."""
        month = f"{self.month:%Y-%m}" if self.month else None
        return {"year": self.year.key, "team": self.whose, "tier": self.tier or None, "month": month}

    @property
    def other_kind(self) -> PlanYear:
        """The same time in a year of the other kind."""
        if self.year.kind == SCHOOL:
            return PlanYear(self.year.start + 1, CALENDAR)
        return PlanYear(self.year.start - 1, SCHOOL)

    def as_filter(self, organisation_id: int) -> Filter:
        """Which actions the page shows: of the year, or of the month where one is asked for."""
        team_id = None if self.whose == ALL else self.team_id or 0
        wanted = Filter.of_year(organisation_id, self.year, team_id, self.tier)
        if self.month is None:
            return wanted
        return replace(wanted, first_day=self.month, last_day=months_after(self.month, 1) - date.resolution)


def asked(own: Sequence[Team] | None = None) -> Asked:
    """This school year of one's own team, of all where one has none, unless the address says otherwise.

    `own` are one's own teams where they are known already.
    """
    year = year_named(request.args.get("year", "")) or year_of(today())
    tier = request.args.get("tier", "")
    whose, team = _whose(request.args.get("team", ""), own)
    return Asked(year, whose, team, tier if tier in (*ALL_TIERS, NO_TIER) else "", _month(request.args.get("month", ""), year))


def _whose(given: str, own: Sequence[Team] | None) -> tuple[str, Team | None]:
    if given in (ALL, COLLEGE):
        return given, None
    if given:
        team = access.owned_or_404(Team, id_in(given))
        return str(team.id), team
    if own is None:
        own = teams_of(access.person().id)
    return (str(own[0].id), own[0]) if own else (ALL, None)


def _month(given: str, year: PlanYear) -> date | None:
    return next((first for first in year.months if f"{first:%Y-%m}" == given), None)
