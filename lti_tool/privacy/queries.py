"""Who is proposed for erasing, and who is found by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import and_, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from .. import db
from ..contacts.models import ContactRole, PartnerContact
from ..contacts.queries import left_for
from ..handover.carried import Giver, lines_of
from ..history.models import Change, ChangeSet
from ..partners.models import Partner
from ..people.models import Person
from ..text import search_words
from .registry import OURS, THEIRS, rows_of_person
from .retention import LEFT_MONTHS

MOST_SHOWN = 100
IS_KNOWN = and_(~PartnerContact.is_erased, PartnerContact.merged_into_id.is_(None))  # and stands for itself


class Proposed(NamedTuple):
    """A partner's person who may be erased; `left_on` is None for one of whom nothing was heard for years."""

    contact_id: int
    name: str
    partner_name: str
    left_on: date | None


def proposed(organisation_id: int, today: date, untouched_since: datetime) -> list[Proposed]:
    """Who left a year ago and is nowhere else, the longest first; then those untouched since then."""
    left = left_for(organisation_id, LEFT_MONTHS, today)
    gone = [Proposed(row.contact_id, row.name, row.partner_name, row.left_on) for row in left]
    known = {one.contact_id for one in gone}
    return [*gone, *(one for one in _untouched(organisation_id, untouched_since) if one.contact_id not in known)][:MOST_SHOWN]


def _untouched(organisation_id: int, since: datetime) -> list[Proposed]:
    """People whom nobody has corrected since, and whose partners nobody has met since."""
    role = aliased(ContactRole)
    own = and_(Change.entity == THEIRS, Change.entity_id == PartnerContact.id)
    touched = exists().where(own, Change.change_set_id == ChangeSet.id, ChangeSet.created_at >= since)
    of_role = and_(role.contact_id == PartnerContact.id, Change.entity == ContactRole.__tablename__, Change.entity_id == role.id)
    role_touched = exists().where(of_role, Change.change_set_id == ChangeSet.id, ChangeSet.created_at >= since)
    at_partner = and_(role.contact_id == PartnerContact.id, role.partner_id == Partner.id, role.is_archived.is_(False))
    met = exists().where(at_partner, Partner.last_contact_on >= since.date())
    query = select(PartnerContact.id, PartnerContact.name).where(
        PartnerContact.organisation_id == organisation_id, IS_KNOWN, ~touched, ~role_touched, ~met
    )
    people = db.session.execute(query.order_by(PartnerContact.id).limit(MOST_SHOWN)).all()
    at = _partners_of([person.id for person in people])
    return [Proposed(person.id, person.name, at.get(person.id, ""), None) for person in people]


def _partners_of(contact_ids: Sequence[int]) -> dict[int, str]:
    """For each of these people the partner that came last."""
    query = select(ContactRole.contact_id, Partner.name).join(Partner, Partner.id == ContactRole.partner_id)
    query = query.where(ContactRole.contact_id.in_(contact_ids)).order_by(ContactRole.id)
    return {row.contact_id: row.name for row in db.session.execute(query)}


def count_carried(person: Person) -> int:
    """How many lines stand in the name of one of ours, of each account at most one more than a change of hands takes at once."""
    return sum(len(lines_of(Giver.of_person(account))) for account in rows_of_person(OURS, person))


class Found(NamedTuple):
    """Somebody found by name."""

    id: int
    name: str
    at: str


def find_contacts(organisation_id: int, text: str) -> list[Found]:
    """Partners' people with these words in name or e-mail address, those that have left or were removed among them."""
    words = search_words(text)
    if not words:
        return []
    has_words = [PartnerContact.search_text.contains(word, autoescape=True) for word in words]
    query = select(PartnerContact.id, PartnerContact.name)
    query = query.where(PartnerContact.organisation_id == organisation_id, IS_KNOWN, *has_words)
    people = db.session.execute(query.order_by(PartnerContact.name_key, PartnerContact.id).limit(MOST_SHOWN)).all()
    at = _partners_of([person.id for person in people])
    return [Found(person.id, person.name, at.get(person.id, "")) for person in people]


def contacts_alike(contact: PartnerContact) -> list[Found]:
    """Other partners' people of this name, address or number: they may be the same person, and are not erased along."""
    alike = [PartnerContact.name_key == contact.name_key]
    if contact.email:
        alike.append(PartnerContact.email == contact.email)
    if contact.phone:
        alike.append(PartnerContact.phone == contact.phone)
    query = select(PartnerContact.id, PartnerContact.name).where(or_(*alike), IS_KNOWN, PartnerContact.id != contact.id)
    query = query.where(PartnerContact.organisation_id == contact.organisation_id)
    people = db.session.execute(query.order_by(PartnerContact.id).limit(MOST_SHOWN)).all()
    at = _partners_of([person.id for person in people])
    return [Found(person.id, person.name, at.get(person.id, "")) for person in people]


def people_alike(person: Person) -> list[Found]:
    """The same of ours: accounts that nobody has joined with this one."""
    alike = [Person.name_key == person.name_key] if person.name_key else []
    if person.email:
        alike.append(func.lower(Person.email) == person.email.lower())
    query = select(Person).where(Person.organisation_id == person.organisation_id, or_(false(), *alike))
    query = query.where(Person.id != person.id, Person.joined_to_id.is_(None), ~Person.is_erased)
    return [Found(one.id, one.shown_name, one.email) for one in db.session.scalars(query.order_by(Person.id).limit(MOST_SHOWN))]


def find_people(organisation_id: int, text: str) -> list[Person]:
    """Our people with these words in their name, without words all of them; those withheld or erased left out."""
    has_words = [Person.search_text.contains(word, autoescape=True) for word in search_words(text)]
    query = select(Person).where(Person.organisation_id == organisation_id, Person.name != "", ~Person.is_erased, *has_words)
    return list(db.session.scalars(query.order_by(Person.name_key, Person.id).limit(MOST_SHOWN)))
