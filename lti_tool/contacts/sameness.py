"""Which person is meant: one that stands at the partner, was there before, or is known from another one."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import lazyload

from .. import db
from ..errors import RuleBroken
from ..history.set_aside import set_aside_by
from ..partners.models import MERGE, Partner
from ..text import person_key
from .models import ContactRole, PartnerContact
from .queries import people_like

ANOTHER_PERSON = "another"  # the answer that it is none of those one was asked about


def chosen_person(answer: str, organisation_id: int) -> PartnerContact | None:
    """The person whose id a button has sent, if it is one of this college; who has become one with another is that one."""
    contact_id = db.id_in(answer)
    query = select(PartnerContact).where(PartnerContact.id == contact_id, PartnerContact.organisation_id == organisation_id)
    contact = db.session.scalar(query) if contact_id else None
    if contact is None or contact.merged_into_id is None:
        return contact
    return db.session.get(PartnerContact, contact.merged_into_id)


def role_before(partner: Partner, name: str, chosen: PartnerContact | None) -> ContactRole | None:
    """What the person of this name, or the chosen one, was at the partner and is no more.

    To be asked under the partner's lock. Raises RuleBroken on `name` (details: here) when the person stands there.
    """
    roles = (
        roles_at(ContactRole.partner_id == partner.id, PartnerContact.id == chosen.id) if chosen else roles_named(partner, name)
    )
    raise_if_here(roles)
    return roles[0] if roles else None


def roles_named(partner: Partner, name: str) -> Sequence[ContactRole]:
    """The roles of all of this name at a partner, whichever of the names comes first."""
    return roles_at(ContactRole.partner_id == partner.id, PartnerContact.name_key == person_key(name))


def roles_at(*conditions: ColumnElement[bool]) -> Sequence[ContactRole]:
    """As they are now, the newest first; removed ones behind all others, without those that a merge has made one with another."""
    query = select(ContactRole).join(PartnerContact, PartnerContact.id == ContactRole.contact_id).where(*conditions)
    query = query.order_by(ContactRole.is_archived, ContactRole.id.desc()).options(lazyload(ContactRole.partner))
    roles = db.session.scalars(query.execution_options(populate_existing=True)).all()
    merged = set_aside_by(MERGE, ContactRole, [role.id for role in roles if role.is_archived])
    return [role for role in roles if role.id not in merged]


def raise_if_here(roles: Sequence[ContactRole], but: ContactRole | None = None) -> None:
    """Raises RuleBroken on `name` (details: here, the id of the role) when one of these works at the partner."""
    here = [role for role in roles if role is not but and not role.is_archived and role.left_on is None]
    if here:
        message = _("%(name)s is a contact person of this partner already.", name=here[0].contact.name)
        raise RuleBroken("name", message, here=here[0].id)


def raise_if_known_elsewhere(partner: Partner, name: str, email: str, phone: str) -> None:
    """Raises RuleBroken on `name` (details: people) when somebody at another partner has the name, address or number."""
    people = people_like(partner.organisation_id, partner.id, person_key(name), email, phone)
    if people:
        raise RuleBroken("name", _("Is this the same person?"), people=people)
