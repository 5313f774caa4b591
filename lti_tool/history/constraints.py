"""From a constraint of the database to a field and a message: the one place for that, filled by `Tracking.unique`."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError

from .. import db
from ..errors import RepeatedRequest, RuleBroken
from .tracked import tracked_models

_SQLITE = re.compile(r"UNIQUE constraint failed: (.+)")
_SQLITE_INDEX = re.compile(r"UNIQUE constraint failed: index '(\w+)'")  # of one over an expression


def broken_rule_of(error: IntegrityError) -> Exception:
    """The RuleBroken for a constraint that refused a row; the error itself for a constraint without a message."""
    name = _constraint_of(error)
    if name == "uq_change_set_request_key":
        return RepeatedRequest()
    if name == "uq_change_set_undoes_id":
        return RuleBroken("undo", _("This has been undone already."))
    for model in tracked_models.values():
        if name in model.tracking.unique:
            field, message = model.tracking.unique[name]
            return RuleBroken(field, str(message))
    return error


def _constraint_of(error: IntegrityError) -> str:
    """PostgreSQL tells the name, SQLite the columns, or of an index over expressions its name."""
    diagnosis: Any = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return diagnosis.constraint_name or ""
    index = _SQLITE_INDEX.search(str(error.orig))
    if index:
        return index[1]
    told = _SQLITE.search(str(error.orig))
    return _unique_over(told[1]) if told else ""


def _unique_over(columns: str) -> str:
    """The unique constraint or index over columns given as `table.column, table.column`."""
    table_name = columns.partition(".")[0]
    wanted = [column.rpartition(".")[2] for column in columns.split(", ")]
    table = db.Base.metadata.tables[table_name]
    uniques: list[Any] = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
    for each in [*uniques, *(index for index in table.indexes if index.unique)]:
        if [column.name for column in each.columns] == wanted:
            return str(each.name)
    return ""
