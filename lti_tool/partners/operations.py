"""Adding, correcting and archiving partnerships. Every change goes through here and into the history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..errors import Conflict, RuleBroken
from ..fields import version_in
from ..history.merging import merge, raise_conflicts, values_at
from ..people.models import Person
from ..text import legal_forms, name_key
from .contact import ContactNames, contact_typed
from .models import Partner, Partnership
from .other_names import change_other_names, keep_parts
from .sameness import Named, ask, meant, next_apart, on_list, partner_meant, partners_named


@dataclass(frozen=True)
class Values:
    """The fields of a row as they were typed; None for one that the form lacked.

    `removed_names` are ids of other names that were unticked, `new_name` is one more; `contact_answer` is what was said when
    one was asked about the contact person.
    """

    name: str | None
    url: str | None
    description: str | None
    contact: str | None
    new_name: str = ""
    removed_names: frozenset[int] = frozenset()
    contact_answer: str = ""


@dataclass(frozen=True)
class Entry:
    """One row to be added: to this tier, for this partner where it is known already, or for one that is new in any case."""

    tier: str
    values: Values
    partner: Partner | None = None
    is_new: bool = False


def add_partnership(
    tier: str,
    values: Values,
    actor: Person,
    *,
    partner: Partner | None = None,
    other_than: Collection[int] | None = None,
) -> tuple[Partnership, history.Act]:
    """Put a partner into a tier: the given one, the one of this name, or a new one. One that was archived there comes back.

    `other_than` are the ids of those partners of which the user has said that it is another one, None when nobody was asked.
    Raises RuleBroken on `name` when it stands in the tier already, or (details: similar) when one has to ask, and on `contact`
    (details: colleagues) when one has to ask about that.
    """
    name = values.name or ""
    partner = partner or partner_meant(actor.organisation_id, name, other_than)
    ContactNames({values.contact or ""}, actor).ask(values.contact or "", values.contact_answer)
    entry = Entry(tier, values, partner, is_new=partner is None)
    rows, act = add_partnerships([entry], actor, subject=partner.name if partner else name)
    return rows[0], act


def add_partnerships(entries: Sequence[Entry], actor: Person, *, subject: str) -> tuple[list[Partnership], history.Act]:
    """Put many partners into tiers, in one act; a row for each entry. Raises RuleBroken on `name` as for one."""
    with history.act("partnership.add", subject, actor) as act:
        partners = _partners_of(entries, actor)
        earlier = _rows_of(partners)
        contacts = ContactNames({entry.values.contact or "" for entry in entries}, actor)
        rows = []
        for entry, partner in zip(entries, partners, strict=True):
            row = _placed(entry, partner, earlier.setdefault(partner, {}), contacts)
            earlier[partner][entry.tier] = row
            rows.append(row)
    return rows, act


def _partners_of(entries: Sequence[Entry], actor: Person) -> list[Partner]:
    """The partner of each entry, locked: given, known by its name, or new."""
    unknown = {name_key(entry.values.name or "") for entry in entries if entry.partner is None}
    named = partners_named(actor.organisation_id, unknown)
    known = {one.partner for found in named.values() for one in found}
    known |= {entry.partner for entry in entries if entry.partner}
    Partner.lock([partner.id for partner in known])
    partners = [entry.partner or _partner_of(entry, named, actor) for entry in entries]
    for entry, partner in zip(entries, partners, strict=True):
        if entry.values.url and not partner.url:
            partner.url = entry.values.url
    db.session.flush()
    return partners


def _partner_of(entry: Entry, named: dict[str, list[Named]], actor: Person) -> Partner:
    """The partner of this name among those known, or a new one, which is known from then on."""
    name = entry.values.name or ""
    found = named[name_key(name)]
    if not entry.is_new:
        partner = meant(name, found)
        if partner is not None:
            return partner
        ask(on_list(found))
    partner = Partner(
        organisation_id=actor.organisation_id,
        name=name,
        url=entry.values.url or "",
        apart=next_apart(found),
        other_names=[],
        is_archived=False,
    )
    db.session.add(partner)
    keep_parts(partner)
    found.append(Named(partner, name))
    return partner


def _rows_of(partners: Sequence[Partner]) -> dict[Partner, dict[str, Partnership]]:
    """For each partner its row in each tier, rather the one on the list than an archived one."""
    found: dict[Partner, dict[str, Partnership]] = {}
    query = select(Partnership).where(Partnership.partner_id.in_({partner.id for partner in partners}))
    for row in db.session.scalars(query.order_by(Partnership.is_archived.desc(), Partnership.id)):
        found.setdefault(row.partner, {})[row.tier] = row
    return found


def _placed(entry: Entry, partner: Partner, earlier: dict[str, Partnership], contacts: ContactNames) -> Partnership:
    """The entry's row: an archived one comes back and keeps what is not said anew."""
    row = earlier.get(entry.tier)
    if row is not None and not row.is_archived:
        raise RuleBroken("name", _("%(name)s is on this list already.", name=partner.name), partner=partner)
    values = entry.values
    if row is None:
        row = Partnership(organisation_id=partner.organisation_id, partner=partner, tier=entry.tier, is_archived=False)
        row.description = values.description or ""
        _set(row, contacts.meant_by(values.contact, values.contact_answer) if values.contact else contacts.oneself())
        db.session.add(row)
        return row
    row.is_archived = False
    row.description = values.description or row.description
    if values.contact:
        _set(row, contacts.meant_by(values.contact, values.contact_answer))
    return row


def edit_partnership(
    row: Partnership, values: Values, version: str, actor: Person, *, other_than: Collection[int] | None = None
) -> history.Act:
    """Correct a row: the partner's name and link, the description, the contact person. An archived one is on the list again.

    `version` is the `row_version` that the form was made from: what its writer has not touched stays as others have left it.
    `other_than` as for `add_partnership`. Raises Conflict when another has changed the same meanwhile or archived the row,
    RuleBroken on `name` (details: similar) when it is another partner's, on `contact` as for `add_partnership`.
    """
    with history.act("partnership.edit", row.partner.name, actor) as act:
        Partnership.lock([row.id])
        former_name = row.partner.name
        former_contact = row.contact
        partner_version, own_version = _numbers_of(version)
        if row.is_archived and own_version < row.version and not values_at(row, own_version)["is_archived"]:
            raise Conflict({"is_archived": True}, message=_("A colleague has archived this row meanwhile."))
        typed = {"description": values.description, "is_archived": False}
        typed |= contact_typed(values.contact, values.contact_answer, row, own_version, actor)
        of_row = merge(row, _sent(typed), own_version)
        of_partner = merge(row.partner, _sent({"name": values.name, "url": values.url}), partner_version)
        raise_conflicts(of_row, of_partner)
        _set(row, of_row.values)
        _set(row.partner, of_partner.values)
        _check_name(row.partner, former_name, other_than)
        if values.contact and row.contact_name not in ("", former_contact):
            ContactNames({values.contact}, actor).ask(values.contact, values.contact_answer, row.id)
        change_other_names(row.partner, values.removed_names, values.new_name)
        if row.partner.name != former_name:
            keep_parts(row.partner, former_name)
    return act


def _sent(typed: dict[str, Any]) -> dict[str, Any]:
    """Without the fields that the form lacked; of nobody as contact person the id is None."""
    return {name: value for name, value in typed.items() if value is not None or name == "contact_person_id"}


def move_partnership(row: Partnership, tier: str, description: str, version: int, actor: Person) -> history.Act:
    """Into another tier, with its contact person: the row here is archived, in one act.

    Raises Conflict when the row has been changed since `version`, RuleBroken on `name` when the partner stands there already.
    """
    with history.act("partnership.move", row.partner.name, actor) as act:
        Partnership.lock([row.id])
        if row.version != version or row.is_archived:
            raise Conflict({"description": row.description})
        entry = Entry(tier, Values(row.partner.name, None, description, None), row.partner)
        moved = _placed(entry, row.partner, _rows_of([row.partner])[row.partner], ContactNames(set(), actor))
        moved.description = description
        _set(moved, {"contact_person_id": row.contact_person_id, "contact_name": row.contact_name})
        row.is_archived = True
    return act


def archive_partnership(row: Partnership, actor: Person) -> history.Act:
    """Take a row off the list; nothing is deleted."""
    return archive_partnerships([row], actor, subject=row.partner.name)


def archive_partnerships(rows: Sequence[Partnership], actor: Person, *, subject: str) -> history.Act:
    """Take many rows off the list, in one act."""
    with history.act("partnership.archive", subject, actor) as act:
        for row in Partnership.lock([row.id for row in rows]):
            row.is_archived = True
    return act


def _set(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _numbers_of(version: str) -> tuple[int, int]:
    """`row_version` as the versions of partner and row."""
    partner_version, _point, own_version = version.partition(".")
    return version_in(partner_version), version_in(own_version)


def _check_name(partner: Partner, former_name: str, other_than: Collection[int] | None) -> None:
    """Raises RuleBroken on `name` (details: similar) when the new name is another partner's, unless told apart."""
    key = name_key(partner.name)
    if key == partner.name_key and legal_forms(partner.name) == legal_forms(former_name):
        return
    with db.session.no_autoflush:
        found = [one for one in partners_named(partner.organisation_id, {key})[key] if one.partner is not partner]
    same = [one for one in on_list(found) if one.id not in (other_than or ())]
    if key == partner.name_key:
        same = [one for one in same if legal_forms(one.name) == legal_forms(partner.name)]
    else:
        partner.apart = next_apart(found)
    if same:
        raise RuleBroken("name", _("There is another partner of this name already."), similar=same)
