"""Adding, correcting and archiving partnerships. Every change goes through here and into the history."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    """Put a partner into a tier: the given one, the one of this name, or a new one. One that was archived there comes back.

    Raises RuleBroken on `name` when it stands in the tier already, or (details: similar) when the name is nearly
    that of another partner and the user has not said that it `is_new`.
    """
    partner = partner or partner_named(actor.organisation_id, values.name)
    change_set = history.begin("partnership.add", partner.name if partner else values.name, actor)
    if partner is None and not is_new:
        _ask_about_similar(values.name, actor)
    partner = partner or _new_partner(change_set, values, actor)
    earlier = _earlier(partner, tier)
    if values.url and not partner.url:
        history.edit(change_set, partner, {"url": values.url}, actor)
    fields = {"description": values.description, **_contact(values.contact, actor), "is_archived": False}
    if earlier:
        history.edit(change_set, earlier, {**fields, "description": values.description or earlier.description}, actor)
        return earlier, change_set
    partnership = Partnership(organisation_id=actor.organisation_id, partner=partner)
    with _unless_in_use(_on_this_list(partner)):
        history.create(change_set, partnership, {"tier": tier, **fields}, actor)
    return partnership, change_set


def edit_partnership(row: Partnership, values: Values, version: str, actor: Person) -> history.ChangeSet | None:
    """Correct a row: the partner's name and link, the description, the contact person. An archived one is on the list again.

    Raises RuleBroken on `version` when someone has changed the row since `version`, on `name` when it is another partner's.
    """
    if row.row_version != version:
        archived = _("A colleague has archived this row meanwhile.")
        raise RuleBroken("version", archived if row.is_archived else _("A colleague has changed this row meanwhile."))
    same = partner_named(actor.organisation_id, values.name)
    in_use = RuleBroken("name", _("There is another partner of this name already."), partner=same)
    if same is not None and same.id != row.partner_id:
        raise in_use
    change_set = history.begin("partnership.edit", values.name, actor)
    fields = {"description": values.description, **_contact(values.contact, actor, row), "is_archived": False}
    edited = history.edit(change_set, row, fields, actor)
    with _unless_in_use(in_use):
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
    with _unless_in_use(RuleBroken("name", _("A colleague has just added this partner. Save once more."))):
        history.create(change_set, partner, {"name": values.name, "url": values.url}, actor)
    return partner


@contextmanager
def _unless_in_use(broken: RuleBroken) -> Iterator[None]:
    """A colleague may do the same at this very moment: the database lets one through, the other is told."""
    try:
        yield
    except IntegrityError as error:
        db.session.rollback()
        raise broken from error


def _earlier(partner: Partner, tier: str) -> Partnership | None:
    """The archived row of a partner in a tier: adding brings it back. One on the list is refused, the message leads to it."""
    rows = [row for row in partner.partnerships if row.tier == tier]
    if any(not row.is_archived for row in rows):
        raise _on_this_list(partner)
    return rows[-1] if rows else None


def _on_this_list(partner: Partner) -> RuleBroken:
    return RuleBroken("name", _("%(name)s is on this list already.", name=partner.name), partner=partner)


def _ask_about_similar(name: str, actor: Person) -> None:
    similar = [partner for partner in similar_partners(actor.organisation_id, name) if is_typing_error(name, partner)]
    if similar:
        raise RuleBroken("name", _("Is this the same as a partner we have already?"), similar=similar)
