"""Types of columns that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, DateTime, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal
from sqlalchemy.types import TypeDecorator

# Sorted by code point in both databases, so that `text.sort_key` decides the order and no server's locale does.
SortText = Text().with_variant(Text(collation="C"), "postgresql")


class ByCodePoint(ColumnElement[str]):
    """A text compared as a `SortText` is, where it is put together of others: PostgreSQL has to be told how."""

    type = Text()
    inherit_cache = True
    _traverse_internals = [("text", InternalTraversal.dp_clauseelement)]

    def __init__(self, text: ColumnElement[str]) -> None:
        self.text = text


@compiles(ByCodePoint)
def _compile_anywhere(element: ByCodePoint, compiler: Any, **kwargs: Any) -> str:
    return str(compiler.process(element.text, **kwargs))


@compiles(ByCodePoint, "postgresql")
def _compile_postgresql(element: ByCodePoint, compiler: Any, **kwargs: Any) -> str:
    return f'({compiler.process(element.text, **kwargs)}) COLLATE "C"'


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time on both databases; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} does not say in which zone it is meant")
        return value.astimezone(UTC) if value else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class JsonTexts(TypeDecorator[dict[str, str]]):
    """A JSON object of texts by name; what has another shape is left out, so that no page fails for it."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> dict[str, str]:
        found = value.items() if isinstance(value, dict) else ()
        return {name: text for name, text in found if isinstance(text, str)}
