"""Reading for a change of hands: who is meant by a name, who else may be the same, who of a team has left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from .. import db
from ..partners.row_models import Partnership
from ..people.colleagues import Colleague, nearly_meant, read_colleague, staff_of
from ..people.models import Person
from ..people.queries import IS_COLLEAGUE, IS_GONE
from ..teams.models import Membership, Team
from ..teams.queries import team_named
from ..text import person_key
from .carried import Giver

MOST_LEFT = 5


def givers_meant(organisation_id: int, name: str) -> list[Giver]:
    """Whom a name of a list means: a colleague or several, a team, or the name itself where it is known of nobody."""
    colleagues = read_colleague(name, staff_of(organisation_id)).colleagues
    if colleagues:
        people = db.session.scalars(select(Person).where(Person.id.in_([one.id for one in colleagues])).order_by(Person.id))
        return [Giver.of_person(person) for person in people]
    team = team_named(organisation_id, name)
    if team is not None:
        return [Giver.of_team(team)]
    return [Giver(organisation_id, name, person_key(name))]


def accounts_named_alike(person: Person) -> list[Person]:
    """Other accounts of the same name, the newest first: the person's own may have been made anew."""
    if not person.name_key:
        return []
    query = select(Person).where(Person.organisation_id == person.organisation_id, Person.name_key == person.name_key)
    return list(db.session.scalars(query.where(IS_COLLEAGUE, Person.id != person.id).order_by(Person.id.desc())))


def maybe_meant(giver: Giver) -> list[Colleague]:
    """Colleagues whom a name as text may mean."""
    staff = staff_of(giver.organisation_id)
    return nearly_meant(giver.name, staff)


def account_name(person: Person, others: Sequence[Person]) -> str:
    """A name that tells accounts named alike from each other."""
    if not others:
        return person.shown_name
    is_newest = all(person.id > other.id for other in others)
    text = _("%(name)s (newer account)") if is_newest else _("%(name)s (older account)")
    return text % {"name": person.shown_name}


def about_team(team: Team) -> dict[str, Any]:
    """Who has left, for a team's page."""
    return {"left_of_team": left_of_teams([team.id], team.organisation_id)}


def left_of_teams(team_ids: Sequence[int], organisation_id: int) -> list[Person]:
    """Who is no longer with us, or was erased, and still is the contact of a row: of these teams, or as one of them."""
    if not team_ids:
        return []
    on_the_list = (
        Partnership.organisation_id == organisation_id,
        Partnership.contact_person_id == Person.id,
        Partnership.is_archived.is_(False),
    )
    has_row = select(Partnership.id).where(*on_the_list)
    is_member = select(Membership.id).where(
        Membership.team_id.in_(team_ids), Membership.person_id == Person.id, Membership.is_archived.is_(False)
    )
    of_teams = or_(has_row.where(Partnership.team_id.in_(team_ids)).exists(), and_(is_member.exists(), has_row.exists()))
    query = select(Person).where(Person.organisation_id == organisation_id, IS_GONE, Person.joined_to_id.is_(None), of_teams)
    return list(db.session.scalars(query.order_by(Person.id).limit(MOST_LEFT)))
