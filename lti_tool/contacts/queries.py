"""Reading the partner's people: of a partner, by name for the search, those that are known elsewhere, those that have left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import case, or_, select, tuple_
from sqlalchemy.orm import aliased

from .. import db
from ..days import months_after
from ..history.tracked import Tracked
from ..partners.models import Partner
from ..partners.timeline import About
from .models import LEVELS, OPERATIVE, ContactRole, PartnerContact

MOST_OF_PARTNER = 200
MOST_ASKED = 4  # people, when one has to say whether it is one of them
MOST_LEFT = 500
_OTHER = aliased(ContactRole)


class ContactRow(NamedTuple):
    """A person at a partner as pages show it; `phone` is as it is stored, see `addresses.shown_phone`."""

    role_id: int
    contact_id: int
    name: str
    title: str
    level: str
    email: str
    phone: str
    left_on: date | None


class KnownPerson(NamedTuple):
    """A person as found among all partners of a college: at which, and when it left there, if it did."""

    contact_id: int
    name: str
    title: str
    email: str
    phone: str
    partner_id: int
    partner_name: str
    left_on: date | None


# Who does the work first, the management last, and who came newly before who was there.
_ORDER = (case({OPERATIVE: 0, "": 1}, value=ContactRole.level, else_=len(LEVELS)), ContactRole.id.desc())


def _is_kept() -> Any:
    return ContactRole.is_archived.is_(False)


def about_partner(partner: Partner) -> About:
    """A partner's people, also those that have left, who is turned to first before others; with the removed ones among `rows`."""
    query = select(ContactRole).where(ContactRole.partner_id == partner.id).order_by(*_ORDER)
    roles = db.session.scalars(query.limit(MOST_OF_PARTNER)).all()
    rows: list[Tracked] = [*roles, *{role.contact: None for role in roles}]
    return About(rows=rows, context={"partner_people": [_shown(role) for role in roles if not role.is_archived]})


def _shown(role: ContactRole) -> ContactRow:
    person = role.contact
    return ContactRow(role.id, person.id, person.name, role.title, role.level, person.email, person.phone, role.left_on)


def names_of_contacts(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """The names of partners' people, for a history that keeps their ids."""
    return db.texts_by_id(PartnerContact.name, ids, organisation_id)


def _known_people(organisation_id: int) -> Any:
    columns = (
        PartnerContact.id,
        PartnerContact.name,
        ContactRole.title,
        PartnerContact.email,
        PartnerContact.phone,
        Partner.id,
        Partner.name,
        ContactRole.left_on,
    )
    query = select(*columns).select_from(PartnerContact).join(ContactRole, ContactRole.contact_id == PartnerContact.id)
    query = query.join(Partner, Partner.id == ContactRole.partner_id)
    return query.where(PartnerContact.organisation_id == organisation_id, _is_kept())


def people_like(organisation_id: int, partner_id: int, name_key: str, email: str, phone: str) -> list[KnownPerson]:
    """Who has this name, e-mail address or phone number at other partners, each once; nobody who stands at this partner."""
    alike = [PartnerContact.name_key == name_key]
    if email:
        alike.append(PartnerContact.email == email)
    if phone:
        alike.append(PartnerContact.phone == phone)
    here = select(ContactRole.contact_id).where(ContactRole.partner_id == partner_id, _is_kept())
    query = _known_people(organisation_id).where(or_(*alike), PartnerContact.id.not_in(here))
    people: dict[int, KnownPerson] = {}
    for row in db.session.execute(query.order_by(ContactRole.id.desc()).limit(MOST_OF_PARTNER)):
        people.setdefault(row[0], KnownPerson(*row))
    return list(people.values())[:MOST_ASKED]


def people_by_email(organisation_id: int, emails: Collection[str]) -> dict[tuple[str, str], PartnerContact]:
    """Those of these e-mail addresses, by address and `name_key`: two people may share a mailbox. The oldest of doubles."""
    query = select(PartnerContact).where(PartnerContact.organisation_id == organisation_id, PartnerContact.email.in_(emails))
    query = query.where(PartnerContact.merged_into_id.is_(None)).order_by(PartnerContact.id.desc())
    return {(one.email, one.name_key): one for one in db.session.scalars(query)} if emails else {}


def find_contacts(organisation_id: int, words: Sequence[str], at_most: int) -> list[KnownPerson]:
    """Who works at a partner and has all these words (`text.search_words`) in name or e-mail address; a row for each partner."""
    if not words:
        return []
    has_words = [PartnerContact.search_text.contains(word, autoescape=True) for word in words]
    query = _known_people(organisation_id).where(*has_words, ContactRole.left_on.is_(None))
    return [KnownPerson(*row) for row in db.session.execute(query.order_by(ContactRole.id.desc()).limit(at_most))]


def left_for(organisation_id: int, months: int, today: date) -> list[KnownPerson]:
    """Who left the last of their partners at least so many months ago, the longest first: to be proposed for erasing."""
    last = months_after(today, -months)
    of_person = select(_OTHER.id).where(_OTHER.contact_id == ContactRole.contact_id, _OTHER.is_archived.is_(False))
    is_later = tuple_(_OTHER.left_on, _OTHER.id) > tuple_(ContactRole.left_on, ContactRole.id)
    query = _known_people(organisation_id).where(ContactRole.organisation_id == organisation_id, ContactRole.left_on <= last)
    query = query.where(~of_person.where(or_(_OTHER.left_on.is_(None), is_later)).exists())
    return [KnownPerson(*row) for row in db.session.execute(query.order_by(ContactRole.left_on, ContactRole.id).limit(MOST_LEFT))]
