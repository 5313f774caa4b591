"""A partnership goes into another tier, or ends: on a day, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from .. import db, history
from ..errors import Conflict
from ..history.tracked import tracked_columns
from ..people.models import Person
from .adding import raise_if_taken, rows_of
from .choices import ENDED
from .details import check_row
from .row_models import Partnership


@dataclass(frozen=True)
class Move:
    """Where to, with which text, on which day and why."""

    tier: str
    description: str
    on: date | None = None
    reason: str = ""


def move_partnership(row: Partnership, move: Move, version: int, actor: Person) -> history.Act:
    """Into another tier, with all that is kept of it: the row here has ended, a new one begins, in one act.

    Raises Conflict when the row has been changed since `version`, RuleBroken on `name` when the team's row stands there already.
    """
    with history.act("partnership.move", row.partner.name, actor) as act:
        Partnership.lock([row.id])
        if row.is_archived:
            raise Conflict({"is_archived": True}, message=_("A colleague has archived this row meanwhile."))
        if row.version != version:
            raise Conflict({"description": row.description})
        there = rows_of([row.partner])[row.partner].get(move.tier, [])
        standing = [other for other in there if not other.is_archived]
        raise_if_taken(row.partner, standing, row.team_id, row.unit, is_of_team=True)
        begin_in_tier(row, move)
        check_row(row)
    return act


def begin_in_tier(row: Partnership, move: Move) -> Partnership:
    """As a part of an act that has locked the row and seen that the place is free: the row has ended, the one given begins.

    The day until which the partnership is in force is that of the one that begins: it goes on, only in another tier.
    """
    goes_along = tracked_columns(Partnership).keys() - {"partner_id", "tier", "is_archived", "ends_on", "end_reason"}
    moved = Partnership(organisation_id=row.organisation_id, partner=row.partner, tier=move.tier, is_archived=False)
    db.set_all(moved, {name: getattr(row, name) for name in goes_along})
    moved.description = move.description
    moved.starts_on = move.on or row.starts_on
    is_over = row.ends_on is not None and move.on is not None and row.ends_on < move.on
    moved.ends_on = None if is_over else row.ends_on
    moved.could_deepen = False
    db.session.add(moved)
    _end(row, move.on, move.reason)
    return moved


def pairs_of_move(ended: Iterable[Partnership], begun: Iterable[Partnership]) -> list[tuple[Partnership, Partnership]]:
    """Of the rows of a partner that an act has moved each ended one with the one begun for it: two teams' may move at once."""
    return list(zip(sorted(ended, key=_by_id), sorted(begun, key=_by_id), strict=False))


def _by_id(row: Partnership) -> int:
    return row.id


def end_partnership(row: Partnership, on: date, reason: str, version: int, actor: Person) -> history.Act:
    """End a partnership on a day, for a reason: it goes off the lists and stays on the partner's page.

    Raises Conflict when the row has been changed since `version`, RuleBroken on `ends_on` before its beginning.
    """
    with history.act("partnership.end", row.partner.name, actor) as act:
        Partnership.lock([row.id])
        if row.is_archived:
            raise Conflict({"is_archived": True}, message=_("A colleague has archived this row meanwhile."))
        if row.version != version:
            raise Conflict({"end_reason": row.end_reason})
        _end(row, on, reason)
        check_row(row)
    return act


def _end(row: Partnership, on: date | None, reason: str) -> None:
    row.ends_on = on
    row.end_reason = reason
    row.state = ENDED
    row.is_archived = True
