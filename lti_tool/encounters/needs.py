"""What partners have said they need, read together: of a term, and one need with the partners that have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

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
    heard = _of_college(organisation_id)
    heard += [HAS_NEED, Encounter.happened_on.between(term.first_day, term.last_day)]
    in_use = select(Partnership.partner_id).where(
        Partnership.organisation_id == organisation_id, Partnership.is_archived.is_(False)
    )
    if tier:
        heard.append(Encounter.partner_id.in_(in_use.where(Partnership.tier == tier)))
    if field:
        of_field = select(Team.id).where(Team.organisation_id == organisation_id, Team.field_id == field)
        heard.append(Encounter.partner_id.in_(in_use.where(Partnership.team_id.in_(of_field))))
    return _together(organisation_id, heard, field)


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
    heard = [*_of_college(need.organisation_id), Encounter.need_id == need.id]
    found = _together(need.organisation_id, heard)
    return found[0].holders if found else []


def _of_college(organisation_id: int) -> list[ColumnElement[bool]]:
    return [Encounter.organisation_id == organisation_id, Encounter.is_archived.is_(False)]


def _together(organisation_id: int, heard: list[ColumnElement[bool]], field: int | None = None) -> list[HeardNeed]:
    """The needs that were heard so, with their partners; of their fields of training only one, where it is given.

    A term's partners are many: they are asked for by what was heard, not by their ids, so that indexes answer.
    """
    query = select(Need.id, Need.text, Encounter.partner_id, func.max(Encounter.happened_on).label("heard_on"))
    query = query.join(Encounter, Encounter.need_id == Need.id).where(Need.organisation_id == organisation_id, *heard)
    found_lines = db.session.execute(query.group_by(Need.id, Need.text, Encounter.partner_id)).all()
    partner_ids = select(Encounter.partner_id).where(*heard)
    partners = _partners(organisation_id, partner_ids)
    lines = [line for line in found_lines if line.partner_id in partners]  # a colleague may have taken one back meanwhile
    standing = _where_they_stand(organisation_id, partner_ids, field)
    found: dict[int, HeardNeed] = {}
    for line in sorted(lines, key=lambda line: (partners[line.partner_id].names_text, line.id)):
        tiers, fields = standing.get(line.partner_id, _NOWHERE)
        need = found.setdefault(line.id, HeardNeed(line.id, line.text, []))
        need.holders.append(Holder(line.partner_id, partners[line.partner_id].name, tiers, fields, line.heard_on))
    return _most_first(found.values())


def _partners(organisation_id: int, partner_ids: Select[int]) -> dict[int, Any]:
    """Name and `names_text` of these partners, by id."""
    query = select(Partner.id, Partner.name, Partner.names_text)
    query = query.where(Partner.organisation_id == organisation_id, Partner.id.in_(partner_ids))
    return {row.id: row for row in db.session.execute(query)}


class _Standing(NamedTuple):
    """The tiers a partner stands in, in their order, and the fields of training of its teams."""

    tiers: list[str]
    fields: list[str]


_NOWHERE = _Standing([], [])


def _where_they_stand(organisation_id: int, partner_ids: Select[int], only: int | None) -> dict[int, _Standing]:
    """Where these partners stand now; of fields of training only one, where it is given."""
    field_of_team = _fields_of_teams(organisation_id, only)
    query = select(Partnership.partner_id, Partnership.tier, Partnership.team_id).distinct()
    query = query.where(Partnership.organisation_id == organisation_id, Partnership.is_archived.is_(False))
    tiers: dict[int, set[str]] = {}
    fields: dict[int, set[str]] = {}
    for partner_id, tier, team_id in db.session.execute(query.where(Partnership.partner_id.in_(partner_ids))):
        tiers.setdefault(partner_id, set()).add(tier)
        if team_id in field_of_team:
            fields.setdefault(partner_id, set()).add(field_of_team[team_id])
    return {
        partner_id: _Standing([tier for tier in ALL_TIERS if tier in here], sorted(fields.get(partner_id, ())))
        for partner_id, here in tiers.items()
    }


def _fields_of_teams(organisation_id: int, only: int | None) -> dict[int, str]:
    """The name of each team's field of training; of one field alone, where it is given."""
    query = select(Team.id, TrainingField.name).join(TrainingField, TrainingField.id == Team.field_id)
    query = query.where(Team.organisation_id == organisation_id)
    if only is not None:
        query = query.where(TrainingField.id == only)
    return {row.id: row.name for row in db.session.execute(query)}
