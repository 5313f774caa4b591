"""Adding, correcting, leaving and removing the partner's people. Every change goes through here and into the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from .. import db, history
from ..history.merging import merge, number_pair, raise_conflicts, raise_if_archived_since
from ..partners.models import Partner
from ..people.models import Person
from ..text import person_key
from .models import ContactRole, PartnerContact
from .sameness import (
    ANOTHER_PERSON,
    chosen_person,
    raise_if_here,
    raise_if_known_elsewhere,
    role_before,
    roles_named,
)


@dataclass(frozen=True)
class Values:
    """What was typed of a person at a partner; None for what the form lacked.

    `email` and `phone` are as `addresses` reads them. `answer` is what was said when one was asked who is meant: the id of a
    PartnerContact, or ANOTHER_PERSON.
    """

    name: str
    title: str | None = None
    level: str | None = None
    email: str | None = None
    phone: str | None = None
    is_told: bool | None = None
    answer: str = ""


def add_contact(partner: Partner, values: Values, actor: Person, today: date) -> tuple[ContactRole, history.Act]:
    """Put a person to a partner: a new one, or one that is known from another partner or was here before.

    What is said replaces what was known of the person, what is not said stays. Raises RuleBroken on `name` when the person
    stands here (details: here), or when one has to ask whether it is one of those known elsewhere (details: people).
    """
    chosen = chosen_person(values.answer, actor.organisation_id)
    with history.act("contact_role.add", partner.name, actor) as act:
        Partner.lock([partner.id])
        role = _role_for(partner, values, chosen)
        _say(role.contact, {"email": values.email, "phone": values.phone})
        _say(role, {"title": values.title, "level": values.level})
        if values.is_told and role.told_on is None:
            role.told_on = today
            role.told_by_id = actor.id
        role.is_archived = False
        role.left_on = None
    return role, act


def _role_for(partner: Partner, values: Values, chosen: PartnerContact | None) -> ContactRole:
    """The role the person had at the partner before, or a new one, of the chosen person or of a new one."""
    is_another = values.answer == ANOTHER_PERSON
    role = None if is_another else role_before(partner, values.name, chosen)
    contact = role.contact if role else chosen
    if contact is not None:
        PartnerContact.lock([contact.id])
    else:
        if not is_another:
            raise_if_known_elsewhere(partner, values.name, values.email or "", values.phone or "")
        contact = PartnerContact(organisation_id=partner.organisation_id, name=values.name)
        db.session.add(contact)
    if role is None:
        role = ContactRole(organisation_id=partner.organisation_id, partner=partner, contact=contact)
        db.session.add(role)
    return role


def edit_contact(role: ContactRole, values: Values, version: str, actor: Person, today: date) -> history.Act:
    """Correct a person at a partner; one that was removed is there again. `version` is the `row_version` the form was made from.

    Raises Conflict when another has changed the same meanwhile or removed the person, RuleBroken on `name` (details: here)
    when somebody of this name stands at the partner.
    """
    with history.act("contact_role.edit", role.partner.name, actor) as act:
        ContactRole.lock([role.id])
        was_removed = role.is_archived
        former_key = role.contact.name_key
        _merge(role, values, version, actor, today)
        is_new_here = was_removed or person_key(role.contact.name) != former_key
        if is_new_here and values.answer != ANOTHER_PERSON:
            raise_if_here(roles_named(role.partner, role.contact.name), but=role)
    return act


def _merge(role: ContactRole, values: Values, version: str, actor: Person, today: date) -> None:
    """Set what the writer has changed of person and role; raises Conflict."""
    contact_version, own_version = number_pair(version)
    base = merge(role, {}, own_version).base
    typed = _sent({"title": values.title, "level": values.level, "is_archived": False})
    if values.is_told is not None:
        typed |= _told(values.is_told, role, base, actor, today)
    raise_if_archived_since(role, typed, own_version, _("A colleague has removed this person meanwhile."))
    of_role = merge(role, typed, own_version)
    of_person = _sent({"name": values.name, "email": values.email, "phone": values.phone})
    of_contact = merge(role.contact, of_person, contact_version)
    raise_conflicts(of_contact, of_role)
    db.set_all(role, of_role.values)
    db.set_all(role.contact, of_contact.values)


def mark_left(role: ContactRole, today: date, actor: Person) -> history.Act:
    """The person is not at the partner any more; whoever says it first says the day."""
    with history.act("contact_role.leave", role.partner.name, actor) as act:
        ContactRole.lock([role.id])
        role.left_on = role.left_on or today
    return act


def remove_contact(role: ContactRole, actor: Person) -> history.Act:
    """Take a person off the partner's page; nothing is deleted."""
    with history.act("contact_role.remove", role.partner.name, actor) as act:
        ContactRole.lock([role.id])
        role.is_archived = True
    return act


def _told(is_told: bool, role: ContactRole, base: dict[str, Any], actor: Person, today: date) -> dict[str, Any]:
    """Day and teller as a tick says them: one that was left as it was keeps them, and of two that say it the first stays."""
    for values in (base, {name: getattr(role, name) for name in base}):
        if is_told == (values["told_on"] is not None):
            return {name: values[name] for name in ("told_on", "told_by_id")}
    return {"told_on": today, "told_by_id": actor.id} if is_told else {"told_on": None, "told_by_id": None}


def _sent(typed: dict[str, Any]) -> dict[str, Any]:
    """Without what the form lacked."""
    return {name: value for name, value in typed.items() if value is not None}


def _say(row: Any, said: dict[str, Any]) -> None:
    """Set what is said; what is empty stays as it is."""
    db.set_all(row, {name: value for name, value in said.items() if value})
