"""Making, renewing and revoking calendar addresses, and how long they are good."""

from __future__ import annotations

import secrets
from datetime import date
from typing import cast

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, update

from .. import db, history
from ..days import months_after, today
from ..errors import RuleBroken
from ..one_use import hash_of
from ..people.models import Launch, Person
from ..teams.models import Team
from ..teams.queries import teams_of
from .models import CalendarAddress
from .queries import addresses_in_use

MONTHS_WITHOUT_LAUNCH = 6
_ADDRESSES = cast(Table, CalendarAddress.__table__)
# Built once, since each launch asks.
_PUT_OFF_END = (
    update(_ADDRESSES)
    .where(_ADDRESSES.c.person_id == bindparam("person"))
    .where(_ADDRESSES.c.good_until >= bindparam("present"), _ADDRESSES.c.good_until < bindparam("last_day"))
    .values(good_until=bindparam("last_day"))
)


def make_address(team: Team | None, launch: Launch) -> str:
    """A new address of one's own calendar, or of a team's; the former one ends. Gives its token, which is kept by nobody.

    Raises RuleBroken on `team` for a team of which one is no member.
    """
    actor = launch.person
    former = addresses_in_use(actor.id, team.id if team else None)
    with history.act("calendar_address.renew" if former else "calendar_address.make", team.name if team else "", actor):
        Person.lock([actor.id])
        if team is not None and team.id not in {one.id for one in teams_of(actor.id)}:
            raise RuleBroken("team", _("Only members of the team can have its calendar. Join it first."))
        _end(team, actor)
        token = secrets.token_urlsafe(32)
        address = CalendarAddress(
            organisation_id=actor.organisation_id,
            person_id=actor.id,
            team_id=team.id if team else None,
            course_id=launch.course_id,
            language=launch.language,
            token_hash=hash_of(token),
            good_until=_last_day(today()),
            is_archived=False,
        )
        db.session.add(address)
    return token


def revoke_address(team: Team | None, actor: Person) -> history.Act:
    """One's address of one's own calendar, or of this team's, ends; nothing has changed where there is none."""
    with history.act("calendar_address.revoke", team.name if team else "", actor) as act:
        Person.lock([actor.id])
        _end(team, actor)
    return act


def _end(team: Team | None, actor: Person) -> None:
    in_use = addresses_in_use(actor.id, team.id if team else None)
    for address in CalendarAddress.lock([one.id for one in in_use]):
        address.is_archived = True


def put_off_end(person: Person) -> None:
    """Who has been let in keeps the addresses that are still good for another half a year; no history tells of it."""
    present = today()
    db.session.execute(_PUT_OFF_END, {"person": person.id, "present": present, "last_day": _last_day(present)})


def _last_day(present: date) -> date:
    return months_after(present, MONTHS_WITHOUT_LAUNCH)
