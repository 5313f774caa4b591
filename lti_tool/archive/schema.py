"""The tables of a revision, with types that read from and write to both databases what JSON can hold.

The revision's own migrations say which tables there were, and not today's models: so an older archive can be checked and filled.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, DateTime, Integer, MetaData, Table, Text, cast, type_coerce
from sqlalchemy.types import TypeDecorator, TypeEngine

from .. import db, migrate
from ..engines import make_engine


class ArchivedTime(TypeDecorator[str]):
    """A time as ISO 8601 in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> str | None:
        if value is None:
            return None
        return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()

    def process_bind_param(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else datetime.fromisoformat(value)


class ArchivedDay(TypeDecorator[str]):
    """A day as ISO 8601."""

    impl = Date
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else value.isoformat()

    def process_bind_param(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else date.fromisoformat(value)


class ArchivedJson(TypeDecorator[str]):
    """JSON as the very text that is stored, so that its `null` is not taken for no value, and no number is rounded."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> str | None:
        # SQLite turns a text that is only a number into that number.
        return value if value is None or isinstance(value, str) else json.dumps(value)


class _PostgresqlJson(ArchivedJson):
    """The same where text and JSON are different types."""

    cache_ok = True

    def column_expression(self, column: Any) -> Any:
        return cast(column, Text)

    def bind_expression(self, bindvalue: Any) -> Any:
        return cast(type_coerce(bindvalue, Text), JSON)


def _is_integer(value: Any) -> bool:
    return type(value) is int and -(2**63) <= value < 2**63


def _is_text(value: Any) -> bool:
    value.encode()  # what a flipped bit has made of it may be no Unicode
    return isinstance(value, str)


def _is_time(value: Any) -> bool:
    return datetime.fromisoformat(value).utcoffset() is not None


def _is_day(value: Any) -> bool:
    return date.fromisoformat(value).isoformat() == value


def _is_json(value: Any) -> bool:
    json.loads(value)
    return isinstance(value, str)


# By the type in the migrations: the type that reads and writes the archive's values, and what tells such a value.
KINDS: dict[type[TypeEngine[Any]], tuple[TypeEngine[Any], Callable[[Any], bool]]] = {
    Boolean: (Boolean(), lambda value: isinstance(value, bool)),
    Integer: (BigInteger(), _is_integer),
    JSON: (ArchivedJson().with_variant(_PostgresqlJson(), "postgresql"), _is_json),
    Text: (Text(), _is_text),
    DateTime: (ArchivedTime(), _is_time),
    Date: (ArchivedDay(), _is_day),
}


@cache
def schema_at(revision: str) -> MetaData:
    """The tables of a revision, whose types read and write the values of an archive."""
    schema = MetaData()
    engine = make_engine("sqlite://")
    try:
        migrate.upgrade(engine, revision)
        schema.reflect(engine)
    finally:
        engine.dispose()
    schema.remove(schema.tables["alembic_version"])
    for table in schema.tables.values():
        for column in table.columns:
            column.type, column.info["is_value"] = KINDS[_kind_of(column)]
    return schema


def _kind_of(column: Column[Any]) -> type[TypeEngine[Any]]:
    """The type's key in KINDS; raises TypeError for one that is not there yet."""
    for kind in KINDS:
        if isinstance(column.type, kind):
            return kind
    raise TypeError(f"{column}: archives know no values of the type {column.type!r} yet, add it to KINDS")


def is_short_lived(table: str) -> bool:
    """Whether its rows stay out of archives, as its model says, see db.Base."""
    model = db.Base.metadata.tables.get(table)
    return model is not None and bool(model.info.get("is_short_lived"))


def set_later(table: Table, order: list[Table]) -> list[str]:
    """The columns that point to rows which are filled in after these: of the same table, or of a later one."""
    later = set(order[order.index(table) :])
    return [column.name for column in table.columns if any(key.column.table in later for key in column.foreign_keys)]
