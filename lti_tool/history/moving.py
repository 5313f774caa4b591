"""Pointing all rows that point to one row to another row: one statement for each column, one line of the log for each row."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, Table, select, update
from sqlalchemy.orm.attributes import set_committed_value

from .. import db
from .act import Act
from .tracked import Tracked, references, tracked_models


def columns_pointing_to(table: Table, *, but: Collection[str] = ()) -> list[Column[Any]]:
    """Every column with a foreign key to the id of this table, by the order of the tables; without the tables in `but`."""
    return [
        key.parent
        for other in db.Base.metadata.sorted_tables
        if other.name not in but
        for key in sorted(other.foreign_keys, key=lambda one: one.parent.name)
        if key.column is table.c.id
    ]


def point_elsewhere(column: Column[Any], before: int, after: int, act: Act) -> None:
    """Let the rows whose `column` holds `before` hold `after`, as a part of this act; the column is one of a tracked model."""
    table = column.table
    model = tracked_models[table.name]
    db.session.flush()
    moving = update(table).where(column == before).values({column.name: after, "version": table.c.version + 1})
    versions = {row.id: row.version for row in db.session.execute(moving.returning(table.c.id, table.c.version))}
    act.note_moved(table.name, column.name, versions, before, after)
    _tell_session(model, column.name, versions, after)


def is_pointed_to(column: Column[Any], row_id: int) -> bool:
    """Whether a row points there by this column."""
    return db.session.scalar(select(column).where(column == row_id).limit(1)) is not None


def _tell_session(model: type[Tracked], name: str, versions: dict[int, int], after: int) -> None:
    """What the session holds of these rows is as the statement has left it."""
    stale = [relationship for relationship, columns in references(model).items() if name in columns]
    for row in list(db.session.identity_map.values()):
        if isinstance(row, model) and row.id in versions:
            set_committed_value(row, name, after)
            set_committed_value(row, "version", versions[row.id])
            db.session.expire(row, stale)
