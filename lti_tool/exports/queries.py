"""Which rows an export is about: those of a list, or all of the college."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from .. import db
from ..partners.filters import Filter
from ..partners.queries import ids_in_order
from ..partners.row_models import Partnership
from .tables import Scope, blocks_of


def scope_of_list(wanted: Filter, *, reaches_people: bool) -> Scope:
    """All rows of a list in its order. The rows of one colleague, who is not oneself, come without days (DESIGN §1)."""
    row_ids = ids_in_order(wanted)
    partners = _partners_of(row_ids)
    partner_ids = _each_once(partners[row_id] for row_id in row_ids if row_id in partners)
    return Scope(wanted.organisation_id, row_ids, partner_ids, reaches_people, has_days=not wanted.is_of_a_person)


def scope_of_college(organisation_id: int, *, reaches_people: bool) -> Scope:
    """All that stands on the lists, wanted partners among them, by name; not what has ended or was archived."""
    query = select(Partnership.id, Partnership.partner_id)
    query = query.where(Partnership.organisation_id == organisation_id, Partnership.is_archived.is_(False))
    rows = db.session.execute(query.order_by(Partnership.sort_key, Partnership.id)).all()
    partner_ids = _each_once(row.partner_id for row in rows)
    return Scope(organisation_id, [row.id for row in rows], partner_ids, reaches_people, is_of_college=True)


def _partners_of(row_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for ids in blocks_of(row_ids):
        query = select(Partnership.id, Partnership.partner_id).where(Partnership.id.in_(ids))
        found |= {row.id: row.partner_id for row in db.session.execute(query)}
    return found


def _each_once(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))
