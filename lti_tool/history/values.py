"""Values as the log keeps them: JSON knows texts, numbers and lists, the rest is written as text and read back by its column."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column

ERASED = {"erased": True}  # in place of a value that the erasure of a person has taken out of the log


def to_log(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def from_log(column: Column[Any], logged: Any) -> Any:
    """The value for the column; raises ValueError, KeyError or ArithmeticError for what it cannot hold any more."""
    kind = _python_type(column)
    if logged is None or kind is None:
        return logged
    if issubclass(kind, Enum):
        return kind[logged]
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(logged)
    return Decimal(logged) if issubclass(kind, Decimal) else logged


def _python_type(column: Column[Any]) -> type | None:
    try:
        return getattr(column.type, "impl_instance", column.type).python_type  # of a TypeDecorator what it stands on
    except NotImplementedError:
        return None
