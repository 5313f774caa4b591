"""Two names for one of ours become one: a name as text and a colleague, or a colleague's old account and the new one.

Who did what stays the same by that, so archived rows and steps that are done come along.
"""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select, true

from .. import db, history
from ..errors import RuleBroken
from ..people.colleagues import Colleague, read_colleague
from ..people.models import Person
from ..people.operations import raise_if_replaced
from ..teams.members import put_in
from ..teams.models import Membership, Team
from .carried import Giver, carried_kinds, held_ids, lock_rows


def tie_name(giver: Giver, person: Person, actor: Person) -> history.Act:
    """Every row that holds this name as text holds the person from now on, with what is written behind the name.

    Raises RuleBroken on `receiver` for an account in whose place another one was made meanwhile, and for who was erased.
    """
    with history.act("handover.tie", "", actor, about=person) as act:
        Person.lock([person.id])
        raise_if_replaced(person, "receiver")
        _move_all(giver, person)
    return act


def join_accounts(old: Person, new: Person, actor: Person) -> history.Act:
    """A colleague's account was made anew in Moodle: all that the old one carries goes to the new one, which is chosen now.

    Raises RuleBroken on `receiver` for one and the same, and where one of the two has been joined already, or erased.
    """
    with history.act("handover.join", "", actor, about=old) as act:
        Person.lock([old.id, new.id])  # before anything else: the other may be joined on at this moment
        if old.id == new.id:
            raise RuleBroken("receiver", _("These are one account already."))
        for account in (old, new):
            raise_if_replaced(account, "receiver")
        _move_memberships(old, new)  # locks teams, and those come before partners
        _move_all(Giver(old.organisation_id, old.shown_name, "", person=old), new)
        joined_before = select(Person.id).where(Person.organisation_id == old.organisation_id, Person.joined_to_id == old.id)
        for account in Person.lock([old.id, *db.session.scalars(joined_before)]):
            account.joined_to_id = new.id
    return act


def _move_all(giver: Giver, person: Person) -> None:
    """Set the person in all rows that the giver stands in, under locks: what has another by then is left alone."""
    locked = lock_rows(_held_by(giver), giver.organisation_id)
    held = _held_by(giver)
    colleague = Colleague(person.id, person.name, person.name_key, person.email)
    for name, rows in locked.items():
        for row in rows:
            if row.id in held[name]:
                _set_person(row, carried_kinds[name].role, colleague)


def _held_by(giver: Giver) -> dict[str, set[int]]:
    return {name: held_ids(kind, giver, true()) for name, kind in carried_kinds.items()}


def _set_person(row: object, role: str, colleague: Colleague) -> None:
    """As a known person, with what stands behind the name, also behind one that is not known."""
    if getattr(row, f"{role}_person_id") is None:
        setattr(row, f"{role}_name", read_colleague(getattr(row, f"{role}_name"), [colleague]).rest)
    setattr(row, f"{role}_person_id", colleague.id)


def _move_memberships(old: Person, new: Person) -> None:
    """The new account belongs to the teams of the old one, which leaves them."""
    query = select(Membership.id, Membership.team_id).where(Membership.person_id == old.id, Membership.is_archived.is_(False))
    found = db.session.execute(query).all()
    teams = {team.id: team for team in Team.lock({row.team_id for row in found})}
    for membership in Membership.lock([row.id for row in found]):
        if not membership.is_archived:  # a colleague may have taken the old account out before the lock
            membership.is_archived = True
            put_in(teams[membership.team_id], new.id)
