"""What people decide: to erase a person, and which values of the history go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm.exc import StaleDataError

from .. import db
from ..contacts.models import ContactRole, PartnerContact
from ..errors import RuleBroken
from ..history.models import Change, ChangeSet
from ..people.admin_log import note_admin_act
from ..people.models import Person
from . import ledger
from .erasing import erase_row
from .held import named_in_texts
from .in_history import blank
from .old_values import OF_ACT
from .registry import OURS, THEIRS, rows_of_person, successor_of


def erase_contact(contact: PartnerContact, actor: Person) -> None:
    """Erase all that identifies a partner's person, doubles of it too; this cannot be undone.

    What others have written in free text stays. Raises RuleBroken on `erase` for one that is erased already.
    """
    people = [one.id for one in rows_of_person(THEIRS, contact)]
    roles = db.session.scalars(select(ContactRole.id).where(ContactRole.contact_id.in_(people))).all()
    ContactRole.lock(roles)  # partners, then people, then roles
    _erase(THEIRS, contact, PartnerContact.lock(people), actor)


def erase_person(person: Person, actor: Person) -> None:
    """Erase all that identifies one of our people, older accounts too; this cannot be undone.

    Raises RuleBroken on `erase` for oneself, and for one that is erased already.
    """
    if person.id == actor.id:
        raise RuleBroken("erase", _("You cannot erase yourself: ask another administrator."))
    accounts = [one.id for one in rows_of_person(OURS, person)]
    _erase(OURS, person, Person.lock(accounts), actor)


def _erase(entity: str, row: Any, locked: Sequence[Any], actor: Person) -> None:
    """Erase these rows of one person, as they stand under their locks."""
    ids_now = {one.id for one in rows_of_person(entity, row)}
    is_replaced = successor_of(entity, row) is not None
    if is_replaced or ids_now != {one.id for one in locked}:
        raise StaleDataError("this person has become one with another meanwhile")
    if row.is_erased:
        raise RuleBroken("erase", _("This person has been erased already."))
    erased_at = db.now()
    for row_id in [one.id for one in locked]:
        erase_row(db.session.connection(), entity, row_id, actor.organisation_id, erased_at)
        note_admin_act(f"{entity}.erase", actor, str(row_id))
        ledger.append_at_commit(ledger.LedgerEntry(entity, row_id, actor.organisation_id, erased_at))
    db.session.expire_all()


def erase_from_history(entity: str, row: Any, keys: Collection[str], actor: Person) -> int:
    """Take out of the history what names the person, of what is chosen (`OldValue.key`); gives how many it were."""
    chosen = [one for one in named_in_texts(entity, row).old_values if one.key in keys]
    sides = {db.id_in(one.key): one.columns for one in chosen if not one.key.startswith(OF_ACT)}
    lines = select(Change.id, Change.before, Change.after).where(Change.id.in_(sides)).with_for_update()
    count = blank(db.session.connection(), db.session.execute(lines), sides)
    for one in chosen:
        if one.key.startswith(OF_ACT):
            forgetting = update(ChangeSet).where(ChangeSet.id == one.act.id)
            db.session.execute(forgetting.values(dict.fromkeys(one.columns, "")))
            count += 1
    if count:
        note_admin_act("history.erase", actor, ", ".join(one.key for one in chosen))
    return count
