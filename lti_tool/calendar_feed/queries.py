"""Reading calendar addresses: one's own, and the one that a calendar asks with."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from .. import db
from ..one_use import hash_of
from ..people.models import Person
from ..people.queries import IS_HERE
from ..teams.models import Membership, Team
from .models import CalendarAddress


def addresses_in_use(person_id: int, team_id: int | None) -> list[CalendarAddress]:
    """What was made of one's own calendar (None), or of a team's, and not revoked, the newest first; usually one."""
    query = select(CalendarAddress).where(
        CalendarAddress.person_id == person_id,
        CalendarAddress.team_id == team_id if team_id is not None else CalendarAddress.team_id.is_(None),
        CalendarAddress.is_archived.is_(False),
    )
    return list(db.session.scalars(query.order_by(CalendarAddress.id.desc())))


def address_with(token: str, present: date) -> CalendarAddress | None:
    """The address of a token while it is good: its person is with us and has opened the tool lately, and belongs to the team."""
    is_member = select(Membership.id).where(
        Membership.team_id == CalendarAddress.team_id,
        Membership.person_id == CalendarAddress.person_id,
        Membership.is_archived.is_(False),
    )
    query = (
        select(CalendarAddress)
        .join(Person, Person.id == CalendarAddress.person_id)
        .outerjoin(Team, Team.id == CalendarAddress.team_id)
        .where(
            CalendarAddress.token_hash == hash_of(token),
            CalendarAddress.is_archived.is_(False),
            CalendarAddress.good_until >= present,
            IS_HERE,
            or_(CalendarAddress.team_id.is_(None), Team.is_archived.is_(False) & is_member.exists()),
        )
    )
    return db.session.scalar(query)
