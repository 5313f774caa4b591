"""Columns that follow from others, written for many rows at once: no change that people have made, so no version moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm.attributes import set_committed_value

from .. import db


def write_computed(values: Mapping[Any, Mapping[str, Any]]) -> None:
    """Set `computed` columns of rows of one model, given by row; all of them the same columns."""
    if not values:
        return
    first = next(iter(values))
    table = cast(Table, type(first).__table__)
    columns: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values[first]}
    by_id = update(table).where(table.c.id == bindparam("row_id")).values(columns)
    parameters = []
    for row, new in values.items():
        of_row = {f"new_{name}": value for name, value in new.items()}
        parameters.append({"row_id": row.id, **of_row})
    db.session.execute(by_id, parameters)
    for row, new in values.items():
        for name, value in new.items():
            set_committed_value(row, name, value)
