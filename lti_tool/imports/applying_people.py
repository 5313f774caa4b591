"""The partner's people, as rows of a list name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .. import db
from ..contacts.models import ContactRole, PartnerContact
from ..contacts.sameness import roles_at
from ..partners.models import Partner
from ..text import person_key
from .partner_state import Plan


class People:
    """Those at the partners of some rows, and those known elsewhere that their plans name; locked, after the partners."""

    def __init__(self, organisation_id: int, partners: Mapping[int, Partner], plans: Sequence[Plan]) -> None:
        self.organisation_id = organisation_id
        self.roles: dict[tuple[Partner, str], ContactRole] = {}
        self.known: dict[int | None, PartnerContact] = {}
        if not any("person" in plan for plan in plans):
            return
        roles = roles_at(ContactRole.partner_id.in_(partners))
        ids = {role.contact_id for role in roles} | {plan["person_id"] for plan in plans if "person_id" in plan}
        self.known = {contact.id: contact for contact in PartnerContact.lock(ids)}
        for role in roles:
            self.roles.setdefault((partners[role.partner_id], role.contact.name_key), role)

    def write(self, plan: Plan, partner: Partner) -> None:
        values = {name: value for name, (_before, value) in plan["person"].items()}
        key = (partner, person_key(values["name"]))
        role = self.roles.get(key)
        if role is None:
            contact = self.known.get(plan.get("person_id"))
            contact = contact or PartnerContact(organisation_id=self.organisation_id, name=values["name"])
            role = ContactRole(organisation_id=self.organisation_id, partner=partner, contact=contact)
            db.session.add(role)
            self.roles[key] = role
        if role.is_archived is not False:
            role.is_archived = False
            role.left_on = None
        if "title" in values:
            role.title = values["title"]
        db.set_all(role.contact, {name: values[name] for name in ("email", "phone") if name in values})
