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
from ..history.tracked import tracked_columns
from ..people.models import Person
from ..text import legal_forms, name_key
from .contact import ContactNames, contact_typed
from .models import Partner, Partnership
from .other_names import change_other_names, keep_parts
from .sameness import Named, meant, next_apart, on_list, partner_meant, partners_named, raise_if_similar


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
    contact = values.contact or ""
    ContactNames({contact}, actor).raise_if_unclear(contact, values.contact_answer)
    entry = Entry(tier, values, partner, is_new=partner is None)
    rows, act = add_partnerships([entry], actor, subject=partner.name if partner else name)
    return rows[0], act


def add_partnerships(entries: Sequence[Entry], actor: Person, *, subject: str) -> tuple[list[Partnership], history.Act]:
    """Put many partners into tiers, in one act; a row for each entry. Raises RuleBroken on `name` as for one."""
    with history.act("partnership.add", subject, actor) as act:
        partners = _find_or_add_partners(entries, actor)
        earlier = _rows_of(partners)
        contacts = ContactNames({entry.values.contact or "" for entry in entries}, actor)
        rows = []
        for entry, partner in zip(entries, partners, strict=True):
            rows_by_tier = earlier.setdefault(partner, {})
            row = _placed(entry, partner, rows_by_tier, contacts)
            rows_by_tier[entry.tier] = row
            rows.append(row)
    return rows, act


def _find_or_add_partners(entries: Sequence[Entry], actor: Person) -> list[Partner]:
    """The partner of each entry, locked: given, known by its name, or added. One without a link gets the entry's."""
    unknown = {name_key(entry.values.name or "") for entry in entries if entry.partner is None}
    named = partners_named(actor.organisation_id, unknown)
    known = {entry.partner for entry in entries if entry.partner}
    for found in named.values():
        known.update(one.partner for one in found)
    Partner.lock([partner.id for partner in known])
    partners = []
    for entry in entries:
        partner = entry.partner
        if partner is None:
            partner = _known_or_new(entry, named, actor)
        if entry.values.url and not partner.url:
            partner.url = entry.values.url
        partners.append(partner)
    db.session.flush()
    return partners


def _known_or_new(entry: Entry, named: dict[str, list[Named]], actor: Person) -> Partner:
    """The partner of this name among those known, or a new one, which is known from then on."""
    name = entry.values.name or ""
    found = named[name_key(name)]
    if not entry.is_new:
        partner = meant(name, found)
        if partner is not None:
            return partner
        raise_if_similar(on_list(found))
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
    query = query.order_by(Partnership.is_archived.desc(), Partnership.id)  # archived first: the one on the list overwrites it
    for row in db.session.scalars(query):
        found.setdefault(row.partner, {})[row.tier] = row
    return found


def _placed(entry: Entry, partner: Partner, earlier: dict[str, Partnership], contacts: ContactNames) -> Partnership:
    """The entry's row: an archived one comes back and keeps what is not said anew."""
    row = earlier.get(entry.tier)
    if row is not None and not row.is_archived:
        raise RuleBroken("name", _("%(name)s is on this list already.", name=partner.name), partner=partner)
    values = entry.values
    if row is None:
        row = Partnership(organisation_id=partner.organisation_id, partner=partner, tier=entry.tier, description="")
        _set(row, contacts.oneself() if values.contact is None else contacts.meant_by(values.contact, values.contact_answer))
        db.session.add(row)
    elif values.contact:
        _set(row, contacts.meant_by(values.contact, values.contact_answer))
    row.is_archived = False
    row.description = values.description or row.description
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
        partner_version, own_version = _versions_in(version)
        if row.is_archived and own_version < row.version and not values_at(row, own_version)["is_archived"]:
            raise Conflict({"is_archived": True}, message=_("A colleague has archived this row meanwhile."))
        typed = {"description": values.description, "is_archived": False}
        typed |= contact_typed(values.contact, values.contact_answer, row, own_version, actor)
        of_row = merge(row, _sent(typed), own_version)
        of_partner = merge(row.partner, _sent({"name": values.name, "url": values.url}), partner_version)
        raise_conflicts(of_row, of_partner)
        _set(row, of_row.values)
        _set(row.partner, of_partner.values)
        if row.partner.name != former_name:
            others = _others_of_this_name(row.partner)
            _refuse_taken_name(row.partner, former_name, others, other_than)
            if name_key(row.partner.name) != name_key(former_name):
                row.partner.apart = next_apart(others)
        if values.contact and row.contact_name not in ("", former_contact):
            ContactNames({values.contact}, actor).raise_if_unclear(values.contact, values.contact_answer, row.id)
        change_other_names(row.partner, values.removed_names, values.new_name)
        if row.partner.name != former_name:
            keep_parts(row.partner, former_name)
    return act


def _sent(typed: dict[str, Any]) -> dict[str, Any]:
    """Without the fields that the form lacked: those are None. `contact_person_id` stays, where None means nobody."""
    return {name: value for name, value in typed.items() if value is not None or name == "contact_person_id"}


def move_partnership(row: Partnership, tier: str, description: str, version: int, actor: Person) -> history.Act:
    """Into another tier, with all that is kept of it: the row here is archived, in one act.

    Raises Conflict when the row has been changed since `version`, RuleBroken on `name` when the partner stands there already.
    """
    with history.act("partnership.move", row.partner.name, actor) as act:
        Partnership.lock([row.id])
        if row.is_archived:
            raise Conflict({"is_archived": True}, message=_("A colleague has archived this row meanwhile."))
        if row.version != version:
            raise Conflict({"description": row.description})
        entry = Entry(tier, Values(row.partner.name, None, description, None), row.partner)
        moved = _placed(entry, row.partner, _rows_of([row.partner])[row.partner], ContactNames(set(), actor))
        stays = {"partner_id", "tier", "is_archived"}
        goes_along = tracked_columns(Partnership).keys() - stays
        _set(moved, {name: getattr(row, name) for name in goes_along} | {"description": description})
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


def _versions_in(version: str) -> tuple[int, int]:
    """`row_version` as the versions of partner and row."""
    partner_version, _point, own_version = version.partition(".")
    return version_in(partner_version), version_in(own_version)


def _others_of_this_name(partner: Partner) -> list[Named]:
    """The other partners of its new name. Not flushed before: its `apart` is not decided yet."""
    key = name_key(partner.name)
    with db.session.no_autoflush:
        named = partners_named(partner.organisation_id, {key})
    return [one for one in named[key] if one.partner is not partner]


def _refuse_taken_name(partner: Partner, former_name: str, others: list[Named], other_than: Collection[int] | None) -> None:
    """Raises RuleBroken on `name` (details: similar) when the new name is another partner's, unless told apart."""
    forms = legal_forms(partner.name)
    has_former_key = name_key(partner.name) == name_key(former_name)
    if has_former_key and forms == legal_forms(former_name):
        return
    told_apart = other_than or ()
    similar = [one for one in on_list(others) if one.id not in told_apart]
    if has_former_key:
        similar = [one for one in similar if legal_forms(one.name) == forms]
    if similar:
        raise RuleBroken("name", _("There is another partner of this name already."), similar=similar)
