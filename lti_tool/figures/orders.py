"""Partners by a figure of theirs, in the newest year of which the college has some: who are our largest customers?"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, ScalarSelect, select

from .. import db
from ..partners.orders import FurtherColumn, FurtherOrder
from ..partners.row_models import Partnership
from .kinds import KINDS
from .models import YearFigure, value_of
from .queries import in_words, newest_year


def order_by(kind: str) -> FurtherOrder:
    """The order of a list by this kind."""

    def value(organisation_id: int) -> ScalarSelect[int]:
        year = newest_year(organisation_id, kind)
        of_row = select(YearFigure.hundredths).where(*_of_year(organisation_id, kind, year))
        return of_row.where(YearFigure.partner_id == Partnership.partner_id).correlate(Partnership).scalar_subquery()

    def column(organisation_id: int, partner_ids: Collection[int]) -> FurtherColumn:
        year = newest_year(organisation_id, kind)
        query = select(YearFigure.partner_id, YearFigure.hundredths).where(*_of_year(organisation_id, kind, year))
        found = db.session.execute(query.where(YearFigure.partner_id.in_(partner_ids)))
        words = {row.partner_id: in_words(value_of(row.hundredths)) for row in found}
        return FurtherColumn(f"{KINDS[kind].name} {year or ''}".strip(), words)

    return FurtherOrder(KINDS[kind].name, value, column)


def _of_year(organisation_id: int, kind: str, year: int | None) -> list[ColumnElement[bool]]:
    return [
        YearFigure.organisation_id == organisation_id,
        YearFigure.is_archived.is_(False),
        YearFigure.kind == kind,
        YearFigure.year == (year or 0),
    ]
