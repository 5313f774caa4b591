"""Partners by a figure of theirs, in the newest year of which the college has some: who are our largest customers?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, select

from .. import db
from ..partners.orders import FurtherColumn, FurtherOrder
from .kinds import KINDS
from .models import YearFigure, value_of
from .queries import in_words, newest_year


def order_by(kind: str) -> FurtherOrder:
    """The order of a list by this kind."""

    def numbers(organisation_id: int) -> Select[int, int]:
        return _of_year(organisation_id, kind, newest_year(organisation_id, kind))

    def column(organisation_id: int, partner_ids: Collection[int]) -> FurtherColumn:
        year = newest_year(organisation_id, kind)
        found = db.session.execute(_of_year(organisation_id, kind, year).where(YearFigure.partner_id.in_(partner_ids)))
        words = {row.partner_id: in_words(value_of(row.hundredths)) for row in found}
        return FurtherColumn(f"{KINDS[kind].name} {year or ''}".strip(), words)

    return FurtherOrder(KINDS[kind].name, numbers, column)


def _of_year(organisation_id: int, kind: str, year: int | None) -> Select[int, int]:
    """The partners that have this figure, with it in hundredths."""
    query = select(YearFigure.partner_id, YearFigure.hundredths)
    query = query.where(YearFigure.organisation_id == organisation_id, YearFigure.is_archived.is_(False))
    return query.where(YearFigure.kind == kind, YearFigure.year == (year or 0))
