"""Writing year figures: of one partner in a form, of many by an import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from .. import db, history
from ..errors import Conflict
from ..history import Actor
from ..history.set_aside import set_aside_by
from ..partners.models import MERGE, Partner
from .kinds import check_year, checked
from .models import YearFigure
from .queries import values_in

NAMED = 3  # partners in the subject of an act


class Place(NamedTuple):
    """Where a figure stands."""

    partner_id: int
    year: int
    kind: str


class Row(NamedTuple):
    """A figure that is to stand; None for a value empties it."""

    partner: Partner
    year: int
    kind: str
    value: Decimal | int | None

    @property
    def place(self) -> Place:
        return Place(self.partner.id, self.year, self.kind)


@dataclass
class Saved:
    """What was done: figures that are new, have another value, or were emptied; and of how many rows nothing had to change."""

    act: history.Act
    made: list[YearFigure] = field(default_factory=list)
    changed: list[YearFigure] = field(default_factory=list)
    emptied: list[YearFigure] = field(default_factory=list)
    same: int = 0


def set_figures(rows: Iterable[Row], actor: Actor) -> Saved:
    """Let these figures stand, all in one act or as a part of the act under way; of two rows for one place the last counts.

    All partners are of one college. Raises RuleBroken on `year`, `kind` or the kind itself for what cannot be, before
    anything is written.
    """
    wanted = {row.place: row._replace(value=_checked(row)) for row in rows}
    partners = {row.partner.id: row.partner for row in wanted.values()}
    with history.act("year_figure.set", _subject(list(partners.values())), actor) as act:
        saved = Saved(act)
        Partner.lock(partners)
        known = _known_at(partners)
        for place, row in wanted.items():
            _set(saved, known.get(place), row)
    return saved


def save_year(
    partner: Partner, year: int, values: Mapping[str, Decimal | None], seen: Mapping[str, Decimal | None], actor: Actor
) -> history.Act:
    """What a form says of a year, by kind; `seen` is what it had shown. What the writer has not touched stays as it is.

    Raises Conflict when another has written one of them since, RuleBroken as `set_figures`.
    """
    with history.act("year_figure.set", partner.name, actor) as act:
        Partner.lock([partner.id])
        present = values_in(partner, year)
        touched = {kind: value for kind, value in values.items() if value != seen.get(kind)}
        theirs = {kind: present[kind] for kind, value in touched.items() if present[kind] not in (seen.get(kind), value)}
        if theirs:
            message = "" if any(value is not None for value in seen.values()) else _("There are figures of this year already.")
            raise Conflict(theirs, present.keys() - touched.keys(), message)
        set_figures([Row(partner, year, kind, value) for kind, value in touched.items()], actor)
    return act


def _checked(row: Row) -> Decimal | None:
    check_year(row.year)
    value = checked(0 if row.value is None else row.value, row.kind)
    return None if row.value is None else value


def _subject(partners: list[Partner]) -> str:
    names = ", ".join(partner.name for partner in partners[:NAMED])
    return f"{names} …" if len(partners) > NAMED else names


def _known_at(partner_ids: Iterable[int]) -> dict[Place, YearFigure]:
    """What stands at these partners; where nothing is in use, what was emptied last, since that is what comes back."""
    query = select(YearFigure).where(YearFigure.partner_id.in_(partner_ids))
    query = query.options(lazyload(YearFigure.partner)).order_by(YearFigure.is_archived.desc(), YearFigure.id)
    query = query.execution_options(populate_existing=True)
    figures = db.session.scalars(query).all()
    merged = set_aside_by(MERGE, YearFigure, [one.id for one in figures if one.is_archived])
    return {Place(one.partner_id, one.year, one.kind): one for one in figures if one.id not in merged}


def _set(saved: Saved, figure: YearFigure | None, row: Row) -> None:
    is_there = figure is not None and not figure.is_archived
    present = figure.value if figure is not None and is_there else None
    if row.value == present:
        saved.same += 1
        return
    if figure is None:
        figure = YearFigure(
            organisation_id=row.partner.organisation_id, partner=row.partner, year=row.year, kind=row.kind, is_archived=False
        )
        db.session.add(figure)
    if row.value is None:
        figure.is_archived = True
        saved.emptied.append(figure)
        return
    figure.value = Decimal(row.value)
    figure.is_archived = False
    (saved.changed if is_there else saved.made).append(figure)
