"""Taking an act back: its fields get the values they had, and what somebody has changed since stays and is named.

The log is asked, not the rows: a field is overtaken when a later act has changed it, also to the same value again. A later
act that was itself taken back does not count. It goes on in blocks of rows, so that an act of any size can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .. import db
from ..errors import RuleBroken
from .act import Act, act
from .models import Change, ChangeSet
from .places import RowKey, RowOfAct, begun_beside, lock_rows_of, places_of
from .successors import Successors, ids_of
from .tracked import Actor, Tracked, together_with, tracked_columns, tracked_models
from .values import ERASED, from_log
from .wholes import whole_of

BLOCK = 500  # rows


@dataclass
class UndoOutcome:
    """What an undoing has done: how many rows it looked at and changed, and which fields of how many rows stay as they are."""

    looked_at: int = 0
    changed: int = 0
    kept: int = 0
    kept_fields: set[tuple[str, str]] = field(default_factory=set)  # entity and field
    is_worked_on: bool = False  # a row stays on its list, since others have worked on it
    last: RowKey | None = None  # the block ended here; None when there was nothing left
    act: Act | None = None  # the undoing itself, which can be taken back

    def add(self, part: UndoOutcome) -> None:
        """Add the outcome of a block, or of a row."""
        self.looked_at += part.looked_at
        self.changed += part.changed
        self.kept += part.kept
        self.kept_fields |= part.kept_fields
        self.is_worked_on |= part.is_worked_on


def undo(change_set: ChangeSet, actor: Actor) -> UndoOutcome:
    """Take an act back, all of it at once; raises RuleBroken on `undo` when nothing can be taken back."""
    check_undoable(change_set, actor)
    outcome = UndoOutcome()
    whole = whole_of(change_set)
    about = change_set.subject_person
    with act("undo", change_set.subject, actor, about=about, undoes=change_set) as outcome.act:
        if whole:
            whole.check(change_set)
        block = undo_block(change_set, None, actor)
        outcome.add(block)
        while block.last is not None:
            block = undo_block(change_set, block.last, actor)
            outcome.add(block)
        if whole:
            whole.follow(change_set)
        check_outcome(outcome)
    return outcome


def check_undoable(change_set: ChangeSet, actor: Actor) -> None:
    """Raises RuleBroken on `undo` for an act that is taken back already, still going on, or someone else's to take back."""
    if change_set.is_open:
        raise RuleBroken("undo", _("This is still going on. Stop it first, or wait until it is done."))
    if db.session.scalar(select(ChangeSet.id).where(ChangeSet.undoes_id == change_set.id)):
        raise RuleBroken("undo", _("This has been undone already."))
    if change_set.actor_id in ids_of(actor):
        return
    entities = db.session.scalars(select(Change.entity).where(Change.change_set_id == change_set.id).distinct())
    if not any(tracked_models[entity].tracking.is_own for entity in entities if entity in tracked_models):
        return
    if change_set.actor_id is None:
        raise RuleBroken("undo", _("What a partner has sent stays as it is."))
    raise RuleBroken("undo", _("Only the one who has done this can take it back."))


def check_outcome(outcome: UndoOutcome) -> None:
    """Raises RuleBroken on `undo` when nothing at all was taken back."""
    if outcome.changed == 0:
        if outcome.is_worked_on:
            raise RuleBroken("undo", _("A colleague has changed this since, so it stays. Archive it if it is to go."))
        raise RuleBroken("undo", _("All of this has been changed since, so it stays as it is."))


def undo_block(change_set: ChangeSet, after: RowKey | None, actor: Actor, at_most: int = BLOCK) -> UndoOutcome:
    """Take back the next rows after a place, inside of an act; RuleBroken when an old value is in use elsewhere now."""
    size = min(at_most, BLOCK)
    places = places_of(change_set, after, size)
    outcome = UndoOutcome(looked_at=len(places), last=places[-1] if len(places) == size else None)
    if not places:
        return outcome
    # Rows that the act has made in place of rows of this block, e.g. a partnership in another tier, are taken back together
    # with them, though they may be of a later block.
    begun = begun_beside(change_set, places)
    rows = lock_rows_of(change_set, list(dict.fromkeys([*places, *begun])))
    ours = ids_of(actor)
    staying = {rows[place].whole for place in begun if rows[place].is_worked_on(ours)}
    successors = Successors(change_set)
    of_block = set(places)
    for place, row in rows.items():
        of_row = _keep(row) if row.whole in staying else _take_back(row, ours, successors)
        if place in of_block:  # the others are counted in their own block
            outcome.add(of_row)
    _write()
    return outcome


def _write() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("undo", _("This cannot be undone: the old value is in use elsewhere by now.")) from error


def _keep(row: RowOfAct) -> UndoOutcome:
    """A row stays as the act has left it."""
    fields = set() if row.is_new else {(line.entity, line.field) for line in row.own}
    return UndoOutcome(kept=1, kept_fields=fields, is_worked_on=True)


def _take_back(row: RowOfAct, ours: set[int], successors: Successors) -> UndoOutcome:
    """Take back what an act has done to one row; `ours` are the ids of the user who takes it back, in all accounts."""
    if row.row is None:
        return UndoOutcome(kept=1)
    if not row.is_new:
        return _take_back_fields(row.row, row.own, row.later, successors)
    mark = row.row.tracking.archived_by
    if not mark:
        return UndoOutcome()
    if row.is_worked_on(ours):
        return UndoOutcome(kept=1, is_worked_on=True)
    setattr(row.row, mark, True)  # it keeps its values
    return UndoOutcome(changed=1)


def _take_back_fields(row: Tracked, own: list[Any], later: list[Any], successors: Successors) -> UndoOutcome:
    """The fields of a row get the values they had; those that a later act has changed stay."""
    columns = tracked_columns(type(row))
    overtaken = {line.field for line in later}
    first = {line.field: line for line in reversed(own)}  # an act of several blocks may have several lines of a field
    kept = {name for name in first if not overtaken.isdisjoint(together_with(type(row), name))}
    kept |= {name for name in first if name not in columns or first[name].before == ERASED}
    taken_back = first.keys() - kept
    for name in taken_back:
        setattr(row, name, successors.put_back(columns[name], from_log(columns[name], first[name].before)))
    kept_fields = {(own[0].entity, name) for name in kept}
    return UndoOutcome(changed=int(bool(taken_back)), kept=int(bool(kept)), kept_fields=kept_fields)
