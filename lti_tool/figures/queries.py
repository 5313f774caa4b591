"""Reading year figures: those of a partner as a table, those of many, the newest year of a college."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import format_decimal
from sqlalchemy import func, select

from .. import db
from ..days import today
from ..partners.models import Partner
from .kinds import KINDS
from .models import YearFigure, value_of


@dataclass(frozen=True)
class YearLine:
    """What is known of a partner in a year: a number in words for each kind, empty where there is none."""

    year: int
    words: dict[str, str]


def in_words(value: Decimal) -> str:
    """A number as lists show it: 12 500, or 12 500,50 where there are cents."""
    return format_decimal(value, "#,##0" if value == value.to_integral_value() else "#,##0.00")


def as_typed(value: Decimal) -> str:
    """A number as a field holds it: without signs between thousands, so that it is read the same again."""
    return format_decimal(value, "0" if value == value.to_integral_value() else "0.00")


def all_figures_of(partner: Partner) -> list[YearFigure]:
    """Those that were emptied too, for what has changed."""
    query = select(YearFigure).where(YearFigure.organisation_id == partner.organisation_id, YearFigure.partner_id == partner.id)
    return list(db.session.scalars(query.order_by(YearFigure.id)))


def years_of(figures: Collection[YearFigure]) -> list[YearLine]:
    """A partner's figures by year, the newest first."""
    known = {(one.year, one.kind): in_words(one.value) for one in figures if not one.is_archived}
    years = sorted({year for year, _kind in known}, reverse=True)
    return [YearLine(year, {kind: known.get((year, kind), "") for kind in KINDS}) for year in years]


def values_in(partner: Partner, year: int) -> dict[str, Decimal | None]:
    """What is known of a partner in a year, by kind."""
    query = select(YearFigure.kind, YearFigure.hundredths).where(
        YearFigure.organisation_id == partner.organisation_id,
        YearFigure.partner_id == partner.id,
        YearFigure.year == year,
        YearFigure.is_archived.is_(False),
    )
    known = {row.kind: value_of(row.hundredths) for row in db.session.execute(query)}
    return {kind: known.get(kind) for kind in KINDS}


def newest_year(organisation_id: int, kind: str) -> int | None:
    """The newest year of which a college has figures of this kind: one that is over, as long as there is such a one.

    A year that is not over yet would put who has a figure of it above all others.
    """
    years = select(func.max(YearFigure.year)).where(
        YearFigure.organisation_id == organisation_id, YearFigure.is_archived.is_(False), YearFigure.kind == kind
    )
    is_over = years.where(YearFigure.year < today().year)
    return db.session.scalar(select(func.coalesce(is_over.scalar_subquery(), years.scalar_subquery())))
