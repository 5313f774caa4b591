"""Narrowing the partner list down by a need."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from .. import db
from ..partners.row_models import Partnership
from .models import Encounter, Need


def need_in(value: str, organisation_id: int) -> str:
    """The id of a need of this college as an address holds it; empty for any other value."""
    need = db.session.get(Need, db.id_in(value))
    return str(need.id) if need and need.organisation_id == organisation_id else ""


def partners_with_need(organisation_id: int, value: str) -> ColumnElement[bool]:
    """The condition for rows of partners that have this need."""
    of_need = select(Encounter.partner_id).where(Encounter.need_id == int(value), Encounter.is_archived.is_(False))
    return Partnership.partner_id.in_(of_need.where(Encounter.organisation_id == organisation_id))


def need_name(value: str, _organisation_id: int) -> str:
    need = db.session.get(Need, int(value))
    return need.text if need else ""
