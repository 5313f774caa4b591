"""What stands beside the partnerships: the partners' people, visits and other contacts, agreements."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, select

from .. import db
from ..agreements.models import KINDS, Agreement
from ..contacts.addresses import shown_phone
from ..contacts.models import LEVELS, OPERATIVE, ContactRole, PartnerContact
from ..contacts.words import level_word
from ..encounters.models import Encounter
from ..partners.models import Partner
from ..partners.row_models import Partnership
from ..teams.models import Team
from .tables import DAY, Column, Scope, Table, blocks_of, by_partner

_LEVEL_ORDER = case({OPERATIVE: 0, "": 1}, value=ContactRole.level, else_=len(LEVELS))
_PEOPLE = (
    select(
        ContactRole.partner_id,
        Partner.name.label("partner"),
        PartnerContact.name,
        PartnerContact.email,
        PartnerContact.phone,
        ContactRole.title,
        ContactRole.level,
    )
    .select_from(ContactRole)
    .join(Partner, Partner.id == ContactRole.partner_id)
    .join(PartnerContact, PartnerContact.id == ContactRole.contact_id)
    .where(ContactRole.is_archived.is_(False), ContactRole.left_on.is_(None), PartnerContact.name != "")
    .order_by(_LEVEL_ORDER, PartnerContact.name_key, ContactRole.id)
)
_VISITS = (
    select(Encounter.partner_id, Partner.name.label("partner"), Encounter.happened_on, Encounter.text)
    .select_from(Encounter)
    .join(Partner, Partner.id == Encounter.partner_id)
    .where(Encounter.is_archived.is_(False))
    .order_by(Encounter.happened_on.desc(), Encounter.id.desc())
)
_AGREEMENTS = (
    select(
        Agreement.partner_id,
        Partner.name.label("partner"),
        Agreement.kind,
        Agreement.url,
        Agreement.starts_on,
        Agreement.ends_on,
        Agreement.review_on,
        Agreement.our_signer,
        Agreement.their_signer,
        Agreement.aims,
    )
    .select_from(Agreement)
    .join(Partner, Partner.id == Agreement.partner_id)
    .where(Agreement.is_archived.is_(False))
    .order_by(Agreement.starts_on, Agreement.id)
)


def _of_partners(query: Select[*tuple[Any, ...]], scope: Scope) -> Iterator[Any]:
    """The rows of a query that knows their partners, in the order of these."""
    for ids in blocks_of(scope.partner_ids):
        wanted = query.where(Partner.id.in_(ids), Partner.organisation_id == scope.organisation_id)
        found = by_partner(db.session.execute(wanted))
        for partner_id in ids:
            yield from found.get(partner_id, ())


def _people(scope: Scope) -> Iterator[list[Any]]:
    for one in _of_partners(_PEOPLE, scope):
        yield [one.partner, one.name, one.title, level_word(one.level), one.email, shown_phone(one.phone) if one.phone else ""]


def _visits(scope: Scope) -> Iterator[list[Any]]:
    teams: dict[int, str] = {}
    for ids in blocks_of(scope.partner_ids):
        teams |= _teams_of(ids, scope.organisation_id)
    for one in _of_partners(_VISITS, scope):
        yield [one.happened_on, one.partner, teams.get(one.partner_id, ""), one.text]


def _teams_of(partner_ids: Collection[int], organisation_id: int) -> dict[int, str]:
    """Which teams work with each partner: whose visit it was would tell of the person who has made it."""
    query = select(Partnership.partner_id, Team.name).join(Team, Team.id == Partnership.team_id).distinct()
    query = query.where(Partnership.partner_id.in_(partner_ids), Partnership.organisation_id == organisation_id)
    found = by_partner(db.session.execute(query.where(Partnership.is_archived.is_(False)).order_by(Team.name)))
    return {partner_id: ", ".join(row.name for row in rows) for partner_id, rows in found.items()}


def _agreements(scope: Scope) -> Iterator[list[Any]]:
    for one in _of_partners(_AGREEMENTS, scope):
        kind = str(KINDS.get(one.kind, one.kind))
        days = [one.starts_on, one.ends_on, one.review_on]
        yield [one.partner, kind, one.url, *days, one.our_signer, one.their_signer, one.aims]


PEOPLE = Table(
    _l("Partners' people"),
    [
        Column(_l("Partner"), "partner", 32),
        Column(_l("Contact at partner"), "their_name", 28),
        Column(_l("Title at work"), "their_title", 28),
        Column(_l("Level in the organisation"), width=18),
        Column(_l("E-mail"), "their_email", 32, way_to_reach=True),
        Column(_l("Phone"), "their_phone", 18, way_to_reach=True),
    ],
    _people,
)
VISITS = Table(
    _l("Visits and contacts"),
    [
        Column(_l("Visit date"), "visit_date", 12, DAY),
        Column(_l("Partner"), "partner", 32),
        Column(_l("Team"), "team", 30),
        Column(_l("Visit notes"), "visit_text", 80),
    ],
    _visits,
    needs_days=True,
)
AGREEMENTS = Table(
    _l("Agreements"),
    [
        Column(_l("Partner"), "partner", 32),
        Column(_l("Kind"), width=24),
        Column(_l("Agreement link"), "agreement_link", 30),
        Column(_l("Agreement begins"), width=12, kind=DAY),
        Column(_l("Agreement ends"), "agreement_until", 12, DAY),
        Column(_l("Agreement review"), width=12, kind=DAY),
        Column(_l("Signed for us"), width=22),
        Column(_l("Signed for the partner"), width=22),
        Column(_l("Main points of the agreement"), width=50),
    ],
    _agreements,
)
