"""Adding, correcting and archiving partnerships. Every change goes through here and into the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from .. import db, history
from ..errors import RuleBroken
from ..people.models import Person
from .lookup import colleagues, is_typing_error, partner_named, similar_partners
from .models import Partner, Partnership
from .names import name_key
from .queries import active_partnerships


@dataclass(frozen=True)
class Values:
    """The fields of a row as they were typed."""

    name: str
    url: str
    description: str
    contact: str


def add_partnership(
    tier: str, values: Values, actor: Person, *, partner: Partner | None = None, is_new: bool = False
) -> tuple[Partnership, history.ChangeSet]:
    """Put a partner into a tier: the given one, the one of this name, or a new one.

    Raises RuleBroken on `name` when it stands in the tier already, or (details: similar) when the name is nearly
    that of another partner and the user has not said that it `is_new`.
    """
    partner = partner or partner_named(actor.organisation_id, values.name)
    change_set = history.begin("partnership.add", partner.name if partner else values.name, actor)
    if partner is None:
        if not is_new:
            _ask_about_similar(values.name, actor)
        partner = _new_partner(change_set, values, actor)
    else:
        _refuse_second(partner, tier)
        if values.url and not partner.url:
            history.edit(change_set, partner, {"url": values.url}, actor)
    fields = {"tier": tier, "description": values.description, **_contact(values.contact, actor), "is_archived": False}
    partnership = Partnership(organisation_id=actor.organisation_id, partner=partner)
    history.create(change_set, partnership, fields, actor)
    return partnership, change_set


def edit_partnership(row: Partnership, values: Values, version: str, actor: Person) -> history.ChangeSet | None:
    """Correct a row: the partner's name and link, the description, the contact person.

    Raises RuleBroken on `version` when someone has changed the row since `version`, on `name` when it is another partner's.
    """
    if row.row_version != version:
        raise RuleBroken("version", _("A colleague has changed this row meanwhile."))
    same = partner_named(actor.organisation_id, values.name)
    if same is not None and same.id != row.partner_id:
        raise RuleBroken("name", _("There is another partner of this name already."), partner=same)
    change_set = history.begin("partnership.edit", values.name, actor)
    edited = history.edit(change_set, row, {"description": values.description, **_contact(values.contact, actor, row)}, actor)
    edited |= history.edit(change_set, row.partner, {"name": values.name, "url": values.url}, actor)
    return change_set if edited else None


def archive_partnership(row: Partnership, actor: Person) -> history.ChangeSet | None:
    """Take a row off the list; nothing is deleted."""
    change_set = history.begin("partnership.archive", row.partner.name, actor)
    return change_set if history.edit(change_set, row, {"is_archived": True}, actor) else None


def _contact(text: str, actor: Person, row: Partnership | None = None) -> dict[str, Any]:
    """The contact person typed: a colleague when just one has this name, else the text.

    What was not touched stays whom it meant; a new row left empty gets oneself.
    """
    if row is not None and text == row.contact:
        return {"contact_person_id": row.contact_person_id, "contact_name": row.contact_name}
    if text == actor.shown_name or (not text and row is None):
        return {"contact_person_id": actor.id, "contact_name": ""}
    named = colleagues(actor.organisation_id, text) if text else []
    if len(named) == 1:
        return {"contact_person_id": named[0].id, "contact_name": ""}
    return {"contact_person_id": None, "contact_name": text}


def _new_partner(change_set: history.ChangeSet, values: Values, actor: Person) -> Partner:
    partner = Partner(organisation_id=actor.organisation_id, name_key=name_key(values.name))
    try:
        with db.session.begin_nested():
            history.create(change_set, partner, {"name": values.name, "url": values.url}, actor)
    except IntegrityError as error:  # a colleague has added it at this very moment
        raise RuleBroken("name", _("A colleague has just added this partner. Save once more.")) from error
    return partner


def _refuse_second(partner: Partner, tier: str) -> None:
    """One row for a partner in a tier; the message leads to it."""
    if any(row.tier == tier for row in active_partnerships([partner])[partner.id]):
        raise RuleBroken("name", _("%(name)s is on this list already.", name=partner.name), partner=partner)


def _ask_about_similar(name: str, actor: Person) -> None:
    similar = [partner for partner in similar_partners(actor.organisation_id, name) if is_typing_error(name, partner)]
    if similar:
        raise RuleBroken("name", _("Is this the same as a partner we have already?"), similar=similar)
