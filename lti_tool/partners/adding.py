"""Putting partners into tiers: one from a form, or many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..errors import RuleBroken
from ..history.set_aside import set_aside_by
from ..people.models import Person
from ..text import name_key
from .choices import CURRENT, ENDED
from .contact import ContactNames
from .details import TeamChoice, check_row
from .models import MERGE, Partner
from .operations import Values
from .other_names import keep_parts
from .row_models import Partnership
from .sameness import Named, meant, next_apart, on_list, partner_meant, partners_named, raise_if_similar


@dataclass(frozen=True)
class NewRow:
    """A row to be added to a tier: of a partner that is known already, or of one to be found by its name or, with `is_new`, made.

    With `is_of_team` it stands beside the rows of other teams in this tier.
    """

    tier: str
    values: Values
    partner: Partner | None = None
    is_new: bool = False
    is_of_team: bool = False


def add_partnership(
    tier: str,
    values: Values,
    actor: Person,
    *,
    partner: Partner | None = None,
    other_than: Collection[int] | None = None,
    is_of_team: bool = False,
) -> tuple[Partnership, history.Act]:
    """Put a partner into a tier: the given one, the partner of this name, or a new one. A row that was archived there comes back.

    `other_than` are the ids of those partners of which the user has said that it is another one, None when nobody was asked.
    Raises RuleBroken on `name` when it stands in the tier already (details: rows; a row of another team can stand beside them,
    `is_of_team` says so), or (details: similar) when one has to ask, and on `contact` (details: colleagues).
    """
    name = values.name or ""
    partner = partner or partner_meant(actor.organisation_id, name, other_than)
    contact = values.contact or ""
    ContactNames({contact}, actor).raise_if_unclear(contact, values.contact_answer)
    entry = NewRow(tier, values, partner, is_new=partner is None, is_of_team=is_of_team)
    rows, act = add_partnerships([entry], actor, subject=partner.name if partner else name)
    return rows[0], act


def add_partnerships(entries: Sequence[NewRow], actor: Person, *, subject: str) -> tuple[list[Partnership], history.Act]:
    """Put many partners into tiers, in one act; a row for each entry. Raises RuleBroken on `name` as for one."""
    with history.act("partnership.add", subject, actor) as act:
        partners = _find_or_add_partners(entries, actor)
        earlier = rows_of(partners)
        contacts = ContactNames({entry.values.contact or "" for entry in entries}, actor)
        teams = TeamChoice(actor)
        rows = []
        for entry, partner in zip(entries, partners, strict=True):
            of_tier = earlier.setdefault(partner, {}).setdefault(entry.tier, [])
            row = _add_or_revive(entry, partner, of_tier, contacts, teams)
            of_tier.append(row)
            rows.append(row)
    return rows, act


def _find_or_add_partners(entries: Sequence[NewRow], actor: Person) -> list[Partner]:
    """The partner of each entry, locked: given, known by its name, or added."""
    named = _named_in(entries, actor)
    _lock_known(entries, named)
    partners = [entry.partner or _known_or_new(entry, named, actor) for entry in entries]
    _add_links(entries, partners)
    db.session.flush()
    return partners


def _named_in(entries: Sequence[NewRow], actor: Person) -> dict[str, list[Named]]:
    """The partners of the names of entries that have none given, by `name_key`."""
    keys = {name_key(entry.values.name or "") for entry in entries if entry.partner is None}
    return partners_named(actor.organisation_id, keys)


def _lock_known(entries: Sequence[NewRow], named: Mapping[str, Sequence[Named]]) -> None:
    """All of them at once, those given and those that a name may mean."""
    given = {entry.partner for entry in entries if entry.partner}
    by_name = {match.partner for matches in named.values() for match in matches if match.partner.merged_into_id is None}
    Partner.lock([partner.id for partner in given | by_name])


def _add_links(entries: Sequence[NewRow], partners: Sequence[Partner]) -> None:
    """A partner without a link gets its entry's."""
    for entry, partner in zip(entries, partners, strict=True):
        if entry.values.url and not partner.url:
            partner.url = entry.values.url


def _known_or_new(entry: NewRow, named: dict[str, list[Named]], actor: Person) -> Partner:
    """The partner of this name among those known, or a new one, which is known from then on."""
    name = entry.values.name or ""
    matches = named[name_key(name)]
    if not entry.is_new:
        partner = meant(name, matches)
        if partner is not None:
            return partner
        raise_if_similar(on_list(matches))
    return new_partner(actor.organisation_id, name, matches, url=entry.values.url or "")


def new_partner(organisation_id: int, name: str, matches: list[Named], url: str = "") -> Partner:
    """As a part of an act: a partner of this name, beside those that `matches` know by it; is among them from then on."""
    partner = Partner(
        organisation_id=organisation_id, name=name, url=url, apart=next_apart(matches), other_names=[], is_archived=False
    )
    db.session.add(partner)
    keep_parts(partner)
    matches.append(Named(partner, name))
    return partner


def rows_of(partners: Sequence[Partner]) -> dict[Partner, dict[str, list[Partnership]]]:
    """For each partner its rows in each tier; without archived rows that a merge has joined with another row."""
    of_partners: dict[Partner, dict[str, list[Partnership]]] = {}
    query = select(Partnership).where(Partnership.partner_id.in_({partner.id for partner in partners}))
    rows = db.session.scalars(query.order_by(Partnership.id)).all()
    merged = set_aside_by(MERGE, Partnership, [row.id for row in rows if row.is_archived])
    for row in rows:
        if row.id not in merged:
            of_partners.setdefault(row.partner, {}).setdefault(row.tier, []).append(row)
    return of_partners


def raise_if_taken(
    partner: Partner, standing: Sequence[Partnership], team_id: int | None, unit: str, *, is_of_team: bool
) -> None:
    """Raises RuleBroken on `name` (details: rows) when a row of this team and unit stands here, or one of another team of which
    the user has not said that this one stands beside it."""
    of_unit = [row for row in standing if row.unit_key == name_key(unit)]
    is_taken = any(row.team_id == team_id for row in of_unit)
    if is_taken or (of_unit and not is_of_team):
        raise RuleBroken("name", _("%(name)s is on this list already.", name=partner.name), partner=partner, rows=of_unit)


def _add_or_revive(
    entry: NewRow, partner: Partner, earlier: Sequence[Partnership], contacts: ContactNames, teams: TeamChoice
) -> Partnership:
    """The entry's row: an archived one comes back and keeps what the entry does not mention; after an ended one a new row."""
    values = entry.values
    unit = values.details.get("unit") or ""
    team_id = values.details["team_id"] if "team_id" in values.details else teams.team_for(values.contact or "")
    standing = [row for row in earlier if not row.is_archived]
    raise_if_taken(partner, standing, team_id, unit, is_of_team=entry.is_of_team)
    row = _row_to_revive(earlier, unit, team_id)
    if row is None:
        row = _new_row(entry, partner, unit, contacts)
    elif values.contact:
        db.set_all(row, contacts.meant_by(values.contact, values.contact_answer))
    row.team_id = team_id
    row.is_archived = False
    row.description = values.description or row.description
    check_row(row)
    return row


def _row_to_revive(earlier: Sequence[Partnership], unit: str, team_id: int | None) -> Partnership | None:
    """The newest archived row of this unit: of the team itself, else of no team."""
    archived = [row for row in earlier if row.is_archived and row.state != ENDED and row.unit_key == name_key(unit)]
    of_team = [row for row in archived if row.team_id == team_id]
    of_no_team = [row for row in archived if row.team_id is None]
    candidates = of_team or of_no_team
    return candidates[-1] if candidates else None


def _new_row(entry: NewRow, partner: Partner, unit: str, contacts: ContactNames) -> Partnership:
    """A row in the entry's tier; the contact person is the writer where the entry says nothing of one."""
    values = entry.values
    row = Partnership(organisation_id=partner.organisation_id, partner=partner, tier=entry.tier, description="")
    row.state = CURRENT
    row.unit = unit
    if values.contact is None:
        db.set_all(row, contacts.oneself())
    else:
        db.set_all(row, contacts.meant_by(values.contact, values.contact_answer))
    db.session.add(row)
    return row
