"""The rows that an act has changed, with what the log says of them: what an undoing reads, and locks, before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, or_, select, tuple_

from .. import db
from .models import Change, ChangeSet
from .tracked import Tracked, tracked_models


class RowKey(NamedTuple):
    """Which row of the database."""

    entity: str
    entity_id: int


@dataclass(frozen=True)
class RowOfAct:
    """A row that an act has changed, with the act's own lines of it, and those of later acts that count; oldest first.

    `row` is None where only an older program has known it.
    """

    row: Tracked | None
    own: list[Any]
    later: list[Any]

    @property
    def is_new(self) -> bool:
        """Whether the act has created the row."""
        return bool(self.own[0].is_creation)

    @property
    def whole(self) -> Any:
        """What the row and those that stand in its place have in common (`Tracking.whole`); None where it stands alone."""
        name = self.row.tracking.whole if self.row else ""
        return (self.own[0].entity, getattr(self.row, name)) if name else None

    def is_worked_on(self, ours: set[int]) -> bool:
        """Whether others than `ours` (ids of one user) have changed the row since, and it is in use."""
        is_others_too = any(line.actor_id not in ours for line in self.later)
        return self.row is not None and is_others_too and not getattr(self.row, self.row.tracking.archived_by)


def places_of(change_set: ChangeSet, after: RowKey | None, size: int) -> list[RowKey]:
    """The next rows that an act has changed, in the order of the index."""
    query = select(Change.entity, Change.entity_id).where(Change.change_set_id == change_set.id)
    if after is not None:
        query = query.where(tuple_(Change.entity, Change.entity_id) > tuple_(after.entity, after.entity_id))
    query = query.distinct().order_by(Change.entity, Change.entity_id).limit(size)
    return [RowKey(*row) for row in db.session.execute(query)]


def _ids_by_entity(places: list[RowKey]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(place.entity, []).append(place.entity_id)
    return found


def begun_beside(change_set: ChangeSet, places: list[RowKey]) -> list[RowKey]:
    """The rows that the act has begun in place of rows it has ended (`Tracking.whole`), of the same groups as these rows.

    They go with the former ones at once: with blocks between them a colleague could work on a row whose former one is back.
    """
    begun: list[RowKey] = []
    for entity, ids in _ids_by_entity(places).items():
        model = tracked_models.get(entity)
        if model is None or not model.tracking.whole:
            continue
        whole = getattr(model, model.tracking.whole)
        groups = set(db.session.scalars(select(whole).where(model.id.in_(ids))))
        beside = db.session.execute(select(model.id, whole.label("group")).where(whole.in_(groups)))
        group_of = {row.id: row.group for row in beside}
        lines = select(Change.entity_id, Change.is_creation, Change.after)
        lines = lines.where(Change.change_set_id == change_set.id, Change.entity == entity, Change.entity_id.in_(group_of))
        found = db.session.execute(lines.where(Change.field == model.tracking.archived_by)).all()
        ended = {group_of[line.entity_id] for line in found if line.after is True}
        begun += [RowKey(entity, line.entity_id) for line in found if line.is_creation and group_of[line.entity_id] in ended]
    return begun


def lock_rows_of(change_set: ChangeSet, places: list[RowKey]) -> dict[RowKey, RowOfAct]:
    """These rows of an act, locked before the log is read: what another writes, or erases, meanwhile is in it."""
    rows = _locked_rows(places)
    own = _lines_by_row(places, Change.change_set_id == change_set.id)
    later = _standing_later(change_set, own)
    return {place: RowOfAct(rows.get(place), own[place], later[place]) for place in places}


def _lines_by_row(places: list[RowKey], *conditions: ColumnElement[bool]) -> dict[RowKey, list[Any]]:
    """The log's lines of these rows, oldest first, with `undoes_id` and `actor_id` of their acts."""
    of_rows = or_(*(and_(Change.entity == entity, Change.entity_id.in_(ids)) for entity, ids in _ids_by_entity(places).items()))
    columns = (*Change.__table__.columns, ChangeSet.undoes_id, ChangeSet.actor_id)
    query = select(*columns).join(ChangeSet, ChangeSet.id == Change.change_set_id).where(of_rows, *conditions)
    found: dict[RowKey, list[Any]] = {}
    for line in db.session.execute(query.order_by(Change.id)):
        found.setdefault(RowKey(line.entity, line.entity_id), []).append(line)
    return found


def _locked_rows(places: list[RowKey]) -> dict[RowKey, Tracked]:
    """The rows themselves, locked; what an older program has known is left out."""
    rows: dict[RowKey, Tracked] = {}
    ids = _ids_by_entity(places)
    for entity, model in tracked_models.items():  # in an order that is always the same
        if entity in ids:
            rows.update({RowKey(entity, row.id): row for row in model.lock_any(ids[entity])})
    return rows


def _standing(later: list[Any]) -> list[Any]:
    """The later lines that count: a line and its undoing cancel each other."""
    standing: list[Any] = []
    for line in later:
        taken_back = [one for one in standing if one.change_set_id == line.undoes_id and one.field == line.field]
        if taken_back:
            standing = [one for one in standing if one not in taken_back]
        else:
            standing.append(line)
    return standing


def _standing_later(change_set: ChangeSet, own: dict[RowKey, list[Any]]) -> dict[RowKey, list[Any]]:
    """Of each row the lines of later acts that count."""
    earliest = min(lines[0].id for lines in own.values())
    others = _lines_by_row(list(own), Change.change_set_id != change_set.id, Change.id > earliest)
    later: dict[RowKey, list[Any]] = {}
    for place, own_lines in own.items():
        after_the_act = [line for line in others.get(place, []) if line.id > own_lines[-1].id]
        later[place] = _standing(after_the_act)
    return later
