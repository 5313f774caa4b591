"""Rows that another row has replaced, e.g. an account of a colleague that was made anew (`Tracking.successor`)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, select

from .. import db
from .models import Change, ChangeSet
from .tracked import Actor, Tracked, tracked_models


class Successors:
    """Which id an undo writes back: that of the row, or of its successor if it has one by now.

    Where the act itself has set the successor, its undo writes the row's own id. The row is locked until the commit.
    """

    def __init__(self, change_set: ChangeSet) -> None:
        self.change_set = change_set
        self._known: dict[tuple[str, int], int] = {}

    def put_back(self, column: Column[Any], value: Any) -> Any:
        """The value to write into a column that held this one; the value itself unless it is the id of a row with a successor."""
        model = _model_behind(column)
        if model is None or not db.is_id(value):
            return value
        place = (model.__tablename__, value)
        if place not in self._known:
            with db.session.no_autoflush:  # a row of which the half is put back is not written yet
                self._known[place] = self._present(model, value)
        return self._known[place]

    def _present(self, model: type[Tracked], row_id: int) -> int:
        field = model.tracking.successor
        query = select(getattr(model, field)).where(model.id == row_id)
        successor_id = db.session.scalar(query.with_for_update(read=True, key_share=True))
        said = select(Change.id).where(Change.change_set_id == self.change_set.id, Change.entity == model.__tablename__)
        said = said.where(Change.entity_id == row_id, Change.field == field)
        if successor_id is None or db.session.scalar(said.limit(1)) is not None:
            return row_id
        return int(successor_id)


def ids_of(actor: Actor) -> set[int]:
    """The ids under which an actor has acted: the actor's own, and those of former accounts."""
    model = _model_behind(ChangeSet.__table__.c.actor_id)  # type: ignore[arg-type]
    if model is None or actor.id is None:
        return set()
    is_former = getattr(model, model.tracking.successor) == actor.id
    former = select(model.id).where(model.organisation_id == actor.organisation_id, is_former)
    return {actor.id, *db.session.scalars(former)}


def _model_behind(column: Column[Any]) -> type[Tracked] | None:
    """The model with successors to whose rows a column points; None for the successor column itself."""
    tables = [key.column.table.name for key in column.foreign_keys if key.column.table is not column.table]
    models = [tracked_models[name] for name in tables if name in tracked_models]
    return next((model for model in models if model.tracking.successor), None)
