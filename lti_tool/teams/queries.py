"""Queries on teams, memberships and fields of training; `about` is filled by other features."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select

from .. import db
from ..people.models import Person
from ..people.queries import IS_HERE
from ..text import sort_key
from .models import Membership, Team, TrainingField, joined_key

MOST_TEAMS = 500
MOST_ARCHIVED = 50
MOST_FIELDS = 500
MOST_MEMBERS = 1000
MOST_COLLEAGUES = 1000

# Built once, since each list asks.
_ACTIVE_TEAMS = (
    select(Team)
    .where(Team.organisation_id == bindparam("organisation_id"), Team.is_archived.is_(False))
    .order_by(Team.sort_key, Team.id)
    .limit(MOST_TEAMS)
)

# feature -> what its part of a team's page (`page_parts`) needs, by name; features above add theirs
about: dict[str, Callable[[Team], Mapping[str, Any]]] = {}


def all_about(team: Team) -> dict[str, Any]:
    """What the parts of a team's page need, of all features together."""
    context: dict[str, Any] = {}
    for about_team in about.values():
        context |= about_team(team)
    return context


def active_teams(organisation_id: int) -> list[Team]:
    """The college's teams in use, by name, with their fields of training; at most MOST_TEAMS."""
    return list(db.session.scalars(_ACTIVE_TEAMS, {"organisation_id": organisation_id}))


def archived_teams(organisation_id: int) -> list[Team]:
    """Those out of use, by name; at most MOST_ARCHIVED."""
    query = select(Team).where(Team.organisation_id == organisation_id, Team.is_archived.is_(True))
    return list(db.session.scalars(query.order_by(Team.sort_key, Team.id).limit(MOST_ARCHIVED)))


def teams_of(person_id: int) -> list[Team]:
    """The teams in use that a person belongs to, by name."""
    query = select(Team).join(Membership, Membership.team_id == Team.id)
    query = query.where(Membership.person_id == person_id, Membership.is_archived.is_(False), Team.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Team.sort_key, Team.id).limit(MOST_TEAMS)))


def teams_own_first(actor: Person) -> list[Team]:
    """The college's teams, of a list to choose from: one's own first."""
    own = teams_of(actor.id)
    return own + [team for team in active_teams(actor.organisation_id) if team not in own]


def team_named(organisation_id: int, text: str) -> Team | None:
    """The team in use of this name, however its capitals, spaces and hyphens are written (`joined_key`)."""
    key = joined_key(text)
    query = select(Team).where(Team.organisation_id == organisation_id, Team.name_key == key, Team.is_archived.is_(False))
    return db.session.scalar(query) if key else None


def find_teams(organisation_id: int, words: Sequence[str], at_most: int) -> list[Team]:
    """The teams in use whose names hold all these words (`text.search_words`), by name; none without words."""
    named = [Team.search_text.contains(word, autoescape=True) for word in words]
    query = select(Team).where(Team.organisation_id == organisation_id, Team.is_archived.is_(False), *named)
    return list(db.session.scalars(query.order_by(Team.sort_key, Team.id).limit(at_most))) if named else []


def count_members(teams: Sequence[Team]) -> dict[int, int]:
    """The number of members of each of these teams, by the team's id."""
    counts = dict.fromkeys((team.id for team in teams), 0)
    query = select(Membership.team_id, func.count()).where(Membership.team_id.in_(counts), Membership.is_archived.is_(False))
    for team_id, count in db.session.execute(query.group_by(Membership.team_id)):
        counts[team_id] = count
    return counts


def memberships_of(team: Team) -> list[Membership]:
    """Memberships of a team with their persons, by name; those of former members are archived."""
    query = select(Membership).where(Membership.team_id == team.id).order_by(Membership.is_archived, Membership.id)
    memberships = db.session.scalars(query.limit(MOST_MEMBERS))
    return sorted(memberships, key=lambda membership: sort_key(membership.person.shown_name))


def membership_of(team_id: int, person_id: int) -> Membership | None:
    """A person's membership in a team, read anew: the one in use, else the archived one of last."""
    query = select(Membership).where(Membership.team_id == team_id, Membership.person_id == person_id)
    query = query.order_by(Membership.is_archived, Membership.id.desc()).limit(1)
    return db.session.scalar(query.execution_options(populate_existing=True))


def colleague_names(organisation_id: int) -> list[str]:
    """The names of colleagues who have not left, for a field that offers them; each once, in Finnish order."""
    query = select(Person.name).where(Person.organisation_id == organisation_id, IS_HERE, Person.name_key != "")
    return sorted(db.session.scalars(query.distinct().limit(MOST_COLLEAGUES)), key=sort_key)


def fields_of_training(organisation_id: int) -> list[TrainingField]:
    """The college's list of fields, in Finnish order: those that a team in use has."""
    query = select(TrainingField).where(TrainingField.organisation_id == organisation_id, TrainingField.is_archived.is_(False))
    return sorted(db.session.scalars(query.limit(MOST_FIELDS)), key=lambda field: sort_key(field.name))


def field_named(organisation_id: int, text: str) -> TrainingField | None:
    """The field of this name (`joined_key`), also one that is off the list."""
    query = select(TrainingField).where(
        TrainingField.organisation_id == organisation_id, TrainingField.name_key == joined_key(text)
    )
    return db.session.scalars(query.order_by(TrainingField.is_archived, TrainingField.id).limit(1)).first()


def names_of_teams(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """The names of these teams, for the history."""
    return db.texts_by_id(Team.name, ids, organisation_id)


def names_of_fields(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """The names of these fields of training, for the history."""
    return db.texts_by_id(TrainingField.name, ids, organisation_id)
