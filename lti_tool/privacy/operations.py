"""What people decide: to erase a person, and which values of the history go."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..contacts.models import ContactRole, PartnerContact
from ..errors import RuleBroken
from ..history.models import Change
from ..people.admin_log import note_admin_act
from ..people.models import Person
from . import ledger
from .erasing import erase_row
from .held import named_in_texts
from .in_history import blank
from .registry import OURS, THEIRS


def erase_contact(contact: PartnerContact, actor: Person) -> None:
    """Take all that tells who a partner's person is out of the database; it cannot be taken back.

    What others have written in free text stays. Raises RuleBroken on `erase` for one that is erased already.
    """
    roles = db.session.scalars(select(ContactRole.id).where(ContactRole.contact_id == contact.id)).all()
    ContactRole.lock(roles)  # partners, then people, then roles
    (locked,) = PartnerContact.lock([contact.id])
    _erase(THEIRS, locked, actor)


def erase_person(person: Person, actor: Person) -> None:
    """Take all that tells who one of ours is out of the database; it cannot be taken back.

    Raises RuleBroken on `erase` for oneself, and for one that is erased already.
    """
    if person.id == actor.id:
        raise RuleBroken("erase", _("You cannot erase yourself: ask another administrator."))
    query = select(Person).where(Person.id == person.id).with_for_update().execution_options(populate_existing=True)
    _erase(OURS, db.session.scalars(query).one(), actor)


def _erase(entity: str, row: Any, actor: Person) -> None:
    if row.is_erased:
        raise RuleBroken("erase", _("This person has been erased already."))
    erased_at = db.now()
    erase_row(db.session.connection(), entity, row.id, row.organisation_id, erased_at)
    note_admin_act(f"{entity}.erase", actor, str(row.id))
    db.session.expire_all()
    ledger.append_at_commit(ledger.Entry(entity, row.id, actor.organisation_id, erased_at))


def erase_from_history(entity: str, row: Any, line_ids: Collection[int], actor: Person) -> int:
    """Take the values of those of these lines out of the history that name the person; gives how many it were."""
    _mentions, old_values = named_in_texts(entity, row)
    named = {one.line_id for one in old_values}
    lines = select(Change.id, Change.before, Change.after).where(Change.id.in_(named & set(line_ids))).with_for_update()
    count = blank(db.session.connection(), db.session.execute(lines))
    if count:
        note_admin_act("history.erase", actor, str(count))
    return count
