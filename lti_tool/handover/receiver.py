"""Who takes over: one of ours who is here, or a team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..errors import RuleBroken
from ..people.colleagues import Colleague, nearly_meant, read_colleague, staff_of
from ..people.models import Person
from ..people.operations import lock_colleague
from ..teams.models import Membership, Team
from ..teams.queries import active_teams, colleague_names, team_named
from ..text import sort_key
from .carried import Giver


@dataclass(frozen=True)
class Receiver:
    """A person by id, with what was written behind the name, or a team."""

    name: str
    person_id: int | None = None
    rest: str = ""
    team: Team | None = None

    def columns(self, role: str) -> dict[str, Any]:
        """What a row holds of who has a role."""
        text = self.team.name if self.team else self.rest
        return {f"{role}_person_id": self.person_id, f"{role}_name": text}

    def lock(self) -> None:
        """As a part of an act, before its rows: a team is known by its name of now.

        Raises RuleBroken on `receiver` for a person who has gone meanwhile, or a team that was archived.
        """
        if self.person_id is not None:
            lock_colleague(self.person_id, "receiver")
        if self.team is not None:
            Team.lock([self.team.id])
            if self.team.is_archived:
                raise RuleBroken("receiver", _("%(name)s has been archived. Choose somebody else.", name=self.team.name))


def receiver_meant(text: str, answer: str, giver: Giver | None, actor: Person) -> Receiver:
    """Whom a typed text means; `answer` is the id that was pressed when one was asked, `giver` who is not meant.

    Raises RuleBroken on `receiver` (details: colleagues, of whom one may be meant) for nobody, several, one who has left, the
    giver, and for a name that is neither a colleague's nor a team's.
    """
    if not text:
        raise RuleBroken("receiver", _("Write who takes over: a colleague or a team."))
    if text == actor.shown_name and (giver is None or giver.person != actor):
        return Receiver(actor.shown_name, actor.id)
    staff = staff_of(actor.organisation_id)
    reading = read_colleague(text, staff)
    named = [one for one in staff if str(one.id) == answer] or reading.colleagues
    if named:
        colleague = _only_one(named, giver)
        return Receiver(colleague.name, colleague.id, reading.rest)
    team = team_named(actor.organisation_id, text)
    if team is not None:
        return _as_receiver(team, giver)
    asked = nearly_meant(reading.name, staff)
    if asked:
        raise RuleBroken("receiver", _("Did you mean one of these?"), colleagues=asked)
    raise RuleBroken(
        "receiver", _("Nobody of this name has opened the tool yet. Choose one of those that are offered, or a team.")
    )


def _only_one(named: Sequence[Colleague], giver: Giver | None) -> Colleague:
    """The one of these colleagues who may be meant; raises RuleBroken as `receiver_meant` does."""
    giver_id = giver.person.id if giver and giver.person else None
    others = [one for one in named if one.id != giver_id]
    if not others:
        raise RuleBroken("receiver", _("%(name)s has these already. Choose somebody else.", name=named[0].name))
    if len(others) > 1:
        have_distinct_names = len({one.name for one in others}) == len(others)
        raise RuleBroken(
            "receiver",
            _("Several colleagues have this name."),
            colleagues=others if have_distinct_names else [],
        )
    if others[0].has_left:
        raise RuleBroken("receiver", _("%(name)s is no longer with us. Choose somebody else.", name=others[0].name))
    return others[0]


def _as_receiver(team: Team, giver: Giver | None) -> Receiver:
    if giver and giver.team == team:
        raise RuleBroken("receiver", _("%(name)s has these already. Choose somebody else.", name=team.name))
    return Receiver(team.name, team=team)


def receivers_offered(organisation_id: int) -> list[str]:
    """The names of colleagues who are here and of teams, in Finnish order."""
    teams = [team.name for team in active_teams(organisation_id)]
    return sorted({*colleague_names(organisation_id), *teams}, key=sort_key)


def people_of(receiver: Receiver) -> list[int]:
    """The ids of those who have it then: the person, or who belongs to the team."""
    if receiver.team is None:
        return [receiver.person_id] if receiver.person_id else []
    query = select(Membership.person_id).where(Membership.team_id == receiver.team.id, Membership.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Membership.id)))
