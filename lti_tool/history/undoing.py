"""Taking an act back: its fields get the values they had, and what somebody has changed since stays and is named.

The log is asked, not the rows: a field is overtaken when a later act has changed it, also to the same value again. A later
act that was itself taken back does not count. It goes on in blocks of rows, so that an act of any size can be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.exc import IntegrityError

from .. import db
from ..errors import RuleBroken
from .act import Act, act
from .models import Change, ChangeSet
from .successors import Successors, ids_of
from .tracked import Actor, Tracked, together_with, tracked_columns, tracked_models
from .values import ERASED, from_log
from .wholes import whole_of

BLOCK = 500  # rows


class Place(NamedTuple):
    """Which row of the database."""

    entity: str
    entity_id: int


@dataclass
class Outcome:
    """What an undoing has done: how many rows it looked at and changed, and which fields of how many rows stay as they are."""

    looked_at: int = 0
    changed: int = 0
    kept: int = 0
    kept_fields: set[tuple[str, str]] = field(default_factory=set)  # entity and field
    is_worked_on: bool = False  # a row stays on its list, since others have worked on it
    last: Place | None = None  # the block ended here; None when there was nothing left
    act: Act | None = None  # the undoing itself, which can be taken back

    def add(self, block: Outcome) -> None:
        """Put the next block's outcome to this one."""
        self.looked_at += block.looked_at
        self.changed += block.changed
        self.kept += block.kept
        self.kept_fields |= block.kept_fields
        self.is_worked_on |= block.is_worked_on
        self.last = block.last


def undo(change_set: ChangeSet, actor: Actor) -> Outcome:
    """Take an act back, all of it at once; raises RuleBroken on `undo` when nothing can be taken back."""
    check_undoable(change_set, actor)
    outcome = Outcome()
    whole = whole_of(change_set)
    with act("undo", change_set.subject, actor, undoes=change_set) as outcome.act:
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


def check_outcome(outcome: Outcome) -> None:
    """Raises RuleBroken on `undo` when nothing at all was taken back."""
    if outcome.changed == 0:
        if outcome.is_worked_on:
            raise RuleBroken("undo", _("A colleague has changed this since, so it stays. Archive it if it is to go."))
        raise RuleBroken("undo", _("All of this has been changed since, so it stays as it is."))


def undo_block(change_set: ChangeSet, after: Place | None, actor: Actor, at_most: int = BLOCK) -> Outcome:
    """Take back the next rows after a place, inside of an act; RuleBroken when an old value is in use elsewhere now."""
    size = min(at_most, BLOCK)
    places = _places(change_set, after, size)
    outcome = Outcome(looked_at=len(places), last=places[-1] if len(places) == size else None)
    if not places:
        return outcome
    rows = _locked_rows(places)  # before the log is read: what another writes, or erases, meanwhile is in it
    own = _lines_by_row(places, Change.change_set_id == change_set.id)
    earliest = min(lines[0].id for lines in own.values())
    others = _lines_by_row(places, Change.change_set_id != change_set.id, Change.id > earliest)
    ours = ids_of(actor)
    staying = _staying(change_set, own, ours)
    successors = Successors(change_set)
    for place in places:
        row = rows.get(place)
        if row is not None and _whole_of(row) in staying:
            _keep(own[place], outcome)
            continue
        later = [line for line in others.get(place, []) if line.id > own[place][-1].id]
        _take_back(rows.get(place), own[place], _standing(later), ours, successors, outcome)
    try:
        db.session.flush()
    except IntegrityError as error:
        raise RuleBroken("undo", _("This cannot be undone: the old value is in use elsewhere by now.")) from error
    return outcome


def _staying(change_set: ChangeSet, own: dict[Place, list[Any]], ours: set[int]) -> set[Any]:
    """The wholes (`Tracking.whole`) in which the act has ended a row and begun another one that others have worked on since."""
    found: set[Any] = set()
    for entity in {place.entity for place in own}:
        model = tracked_models.get(entity)
        if model is None or model.tracking.whole is None:
            continue
        use = select(Change.entity_id, Change.is_creation, Change.after)
        use = use.where(Change.change_set_id == change_set.id, Change.entity == entity)
        lines = db.session.execute(use.where(Change.field == model.tracking.archived_by)).all()
        begun = [Place(entity, line.entity_id) for line in lines if line.is_creation]
        if begun and any(line.after is True for line in lines):
            rows = _locked_rows(begun)
            since = _lines_by_row(begun, Change.change_set_id > change_set.id)
            found |= {_whole_of(row) for place, row in rows.items() if _is_worked_on(row, _standing(since.get(place, [])), ours)}
    return found


def _whole_of(row: Tracked) -> Any:
    whole = row.tracking.whole
    return (row.__tablename__, whole(row)) if whole else None


def _keep(lines: list[Any], outcome: Outcome) -> None:
    """A row stays as the act has left it."""
    outcome.kept += 1
    outcome.is_worked_on = True
    if not lines[0].is_creation:
        outcome.kept_fields |= {(line.entity, line.field) for line in lines}


def _places(change_set: ChangeSet, after: Place | None, size: int) -> list[Place]:
    """The next rows that an act has changed, in the order of the index."""
    query = select(Change.entity, Change.entity_id).where(Change.change_set_id == change_set.id)
    if after is not None:
        query = query.where(tuple_(Change.entity, Change.entity_id) > tuple_(after.entity, after.entity_id))
    query = query.distinct().order_by(Change.entity, Change.entity_id).limit(size)
    return [Place(*row) for row in db.session.execute(query)]


def _ids_by_entity(places: list[Place]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(place.entity, []).append(place.entity_id)
    return found


def _lines_by_row(places: list[Place], *conditions: ColumnElement[bool]) -> dict[Place, list[Any]]:
    """The log's lines of these rows, oldest first, with `undoes_id` and `actor_id` of their acts."""
    of_rows = or_(*(and_(Change.entity == entity, Change.entity_id.in_(ids)) for entity, ids in _ids_by_entity(places).items()))
    columns = (*Change.__table__.columns, ChangeSet.undoes_id, ChangeSet.actor_id)
    query = select(*columns).join(ChangeSet, ChangeSet.id == Change.change_set_id).where(of_rows, *conditions)
    found: dict[Place, list[Any]] = {}
    for line in db.session.execute(query.order_by(Change.id)):
        found.setdefault(Place(line.entity, line.entity_id), []).append(line)
    return found


def _locked_rows(places: list[Place]) -> dict[Place, Tracked]:
    """The rows themselves, locked; what an older program has known is left out."""
    ids = _ids_by_entity(places)
    return {
        Place(entity, row.id): row
        for entity, model in tracked_models.items()
        if entity in ids
        for row in model.lock_to_undo(ids[entity])
    }


def _standing(later: list[Any]) -> list[Any]:
    """Of later lines those that count: a line and the one that has taken it back cancel each other."""
    standing: list[Any] = []
    for line in later:
        taken_back = [one for one in standing if one.change_set_id == line.undoes_id and one.field == line.field]
        if taken_back:
            standing = [one for one in standing if one not in taken_back]
        else:
            standing.append(line)
    return standing


def _take_back(
    row: Tracked | None, own: list[Any], later: list[Any], ours: set[int], successors: Successors, outcome: Outcome
) -> None:
    """Take back what an act has done to one row; `ours` are the ids of who takes it back."""
    if row is None:
        outcome.kept += 1
    elif own[0].is_creation:
        _take_back_creation(row, later, ours, outcome)
    else:
        _take_back_fields(row, own, later, successors, outcome)


def _take_back_creation(row: Tracked, later: list[Any], ours: set[int], outcome: Outcome) -> None:
    """What was created is archived and keeps its values; unless others have worked on it, and it is in use."""
    mark = row.tracking.archived_by
    if not mark:
        return
    if _is_worked_on(row, later, ours):
        outcome.kept += 1
        outcome.is_worked_on = True
        return
    setattr(row, mark, True)
    outcome.changed += 1


def _is_worked_on(row: Tracked, later: list[Any], ours: set[int]) -> bool:
    """Whether others have changed a row since, which is in use."""
    is_others_too = any(line.actor_id not in ours for line in later)
    return is_others_too and not getattr(row, row.tracking.archived_by)


def _take_back_fields(row: Tracked, own: list[Any], later: list[Any], successors: Successors, outcome: Outcome) -> None:
    columns = tracked_columns(type(row))
    overtaken = {line.field for line in later}
    first = {line.field: line for line in reversed(own)}  # an act of several blocks may have several lines of a field
    kept = {name for name in first if not overtaken.isdisjoint(together_with(type(row), name))}
    kept |= {name for name in first if name not in columns or first[name].before == ERASED}
    for name in first.keys() - kept:
        setattr(row, name, successors.put_back(columns[name], from_log(columns[name], first[name].before)))
    outcome.changed += bool(first.keys() - kept)
    outcome.kept += bool(kept)
    outcome.kept_fields |= {(own[0].entity, name) for name in kept}
