"""What partners have said they need, read together: of a term, and one need with the partners that have it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from .. import db
from ..partners.models import Partner
from ..partners.row_models import Partnership
from ..teams.models import Team
from ..tiers.models import ALL_TIERS
from .models import HAS_NEED, Encounter, Need
from .terms import Term


class Holder(NamedTuple):
    """A partner that has a need, the tiers it stands in, and the day it was heard last."""

    partner_id: int
    name: str
    tiers: list[str]
    heard_on: date


@dataclass(frozen=True)
class HeardNeed:
    """A need with the partners that had it."""

    id: int
    text: str
    holders: list[Holder]


def needs_of_term(organisation_id: int, term: Term, tier: str = "", field: int | None = None) -> list[HeardNeed]:
    """The needs heard in a term, those of most partners first; where they are given, of partners that stand in a tier, and with
    a team of a field of training."""
    query = _heard(organisation_id).where(HAS_NEED, Encounter.happened_on.between(term.first_day, term.last_day))
    if tier:
        in_tier = select(Partnership.partner_id).where(Partnership.tier == tier, Partnership.is_archived.is_(False))
        query = query.where(Encounter.partner_id.in_(in_tier.where(Partnership.organisation_id == organisation_id)))
    if field:
        of_field = select(Team.id).where(Team.organisation_id == organisation_id, Team.field_id == field)
        rows = select(Partnership.partner_id).where(Partnership.team_id.in_(of_field), Partnership.is_archived.is_(False))
        query = query.where(Encounter.partner_id.in_(rows))
    return _together(query)


def need_with_holders(need: Need) -> list[Holder]:
    """Who has a need, whenever it was heard."""
    found = _together(_heard(need.organisation_id).where(Encounter.need_id == need.id))
    return found[0].holders if found else []


def _heard(organisation_id: int) -> Select[*tuple[Any, ...]]:
    """A line for each need and partner."""
    query = select(
        Need.id,
        Need.text,
        Encounter.partner_id,
        Partner.name,
        Partner.names_text,
        func.max(Encounter.happened_on).label("heard_on"),
    )
    query = query.join(Encounter, Encounter.need_id == Need.id).join(Partner, Partner.id == Encounter.partner_id)
    query = query.where(Encounter.organisation_id == organisation_id, Encounter.is_archived.is_(False))
    return query.group_by(Need.id, Need.text, Encounter.partner_id, Partner.name, Partner.names_text)


def _together(query: Select[*tuple[Any, ...]]) -> list[HeardNeed]:
    rows = db.session.execute(query.order_by(Partner.names_text, Need.id)).all()
    tiers = _tiers_of({row.partner_id for row in rows})
    found: dict[int, HeardNeed] = {}
    for row in rows:
        need = found.setdefault(row.id, HeardNeed(row.id, row.text, []))
        need.holders.append(Holder(row.partner_id, row.name, tiers.get(row.partner_id, []), row.heard_on))
    return sorted(found.values(), key=lambda need: (-len(need.holders), need.text))


def _tiers_of(partner_ids: set[int]) -> dict[int, list[str]]:
    query = select(Partnership.partner_id, Partnership.tier).where(
        Partnership.partner_id.in_(partner_ids), Partnership.is_archived.is_(False)
    )
    found: dict[int, set[str]] = {}
    for partner_id, tier in db.session.execute(query):
        found.setdefault(partner_id, set()).add(tier)
    return {partner_id: [tier for tier in ALL_TIERS if tier in tiers] for partner_id, tiers in found.items()}
