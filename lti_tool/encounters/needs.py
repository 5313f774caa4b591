"""What partners have said they need, read together: of a term, and one need with the partners that have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select

from .. import db
from ..partners.models import Partner
from ..partners.row_models import Partnership
from ..teams.models import Team, TrainingField
from ..text import sort_key
from ..tiers.models import ALL_TIERS
from .models import HAS_NEED, Encounter, Need
from .terms import Term


class Holder(NamedTuple):
    """A partner that has a need, the tiers it stands in, the fields of training of its teams, and the day it was heard last."""

    partner_id: int
    name: str
    tiers: list[str]
    fields: list[str]
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
    return _together(query, field)


def by_field(needs: Sequence[HeardNeed]) -> dict[str, list[HeardNeed]]:
    """The needs under each field of training, in Finnish order, each with its partners there; what has no field last, under "".

    A partner of teams of two fields stands in both. In a field the needs of most partners come first.
    """
    fields = {field for need in needs for holder in need.holders for field in holder.fields}
    groups = {}
    for field in [*sorted(fields, key=sort_key), ""]:
        here = [HeardNeed(need.id, need.text, _holders_in(field, need)) for need in needs]
        groups[field] = _most_first(need for need in here if need.holders)
    return {field: found for field, found in groups.items() if found}


def _holders_in(field: str, need: HeardNeed) -> list[Holder]:
    return [holder for holder in need.holders if field in (holder.fields or [""])]


def _most_first(needs: Iterable[HeardNeed]) -> list[HeardNeed]:
    return sorted(needs, key=lambda need: (-len(need.holders), need.text))


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


def _together(query: Select[*tuple[Any, ...]], field: int | None = None) -> list[HeardNeed]:
    """The needs with their partners; of these only one field of training, where it is given."""
    rows = db.session.execute(query.order_by(Partner.names_text, Need.id)).all()
    partner_ids = {row.partner_id for row in rows}
    tiers = _tiers_of(partner_ids)
    fields = _fields_of(partner_ids, field)
    found: dict[int, HeardNeed] = {}
    for row in rows:
        need = found.setdefault(row.id, HeardNeed(row.id, row.text, []))
        holder = Holder(row.partner_id, row.name, tiers[row.partner_id], fields[row.partner_id], row.heard_on)
        need.holders.append(holder)
    return _most_first(found.values())


def _tiers_of(partner_ids: set[int]) -> dict[int, list[str]]:
    query = select(Partnership.partner_id, Partnership.tier).where(
        Partnership.partner_id.in_(partner_ids), Partnership.is_archived.is_(False)
    )
    found: dict[int, set[str]] = {partner_id: set() for partner_id in partner_ids}
    for partner_id, tier in db.session.execute(query):
        found[partner_id].add(tier)
    return {partner_id: [tier for tier in ALL_TIERS if tier in tiers] for partner_id, tiers in found.items()}


def _fields_of(partner_ids: set[int], only: int | None) -> dict[int, list[str]]:
    query = select(Partnership.partner_id, TrainingField.name).distinct()
    query = query.join(Team, Team.id == Partnership.team_id).join(TrainingField, TrainingField.id == Team.field_id)
    query = query.where(Partnership.partner_id.in_(partner_ids), Partnership.is_archived.is_(False))
    found: dict[int, list[str]] = {partner_id: [] for partner_id in partner_ids}
    for partner_id, name in db.session.execute(query.where(TrainingField.id == only) if only else query):
        found[partner_id].append(name)
    return found
