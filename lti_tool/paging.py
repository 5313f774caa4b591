"""Pages of a list in a sort order: the next one begins behind the place of the last row, and costs what the first costs.

A place is `<value>|<id>`, as an address holds it. It is asked for by row values, `(value, id) > (…, …)`, which both databases
look up in an index over the two.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, literal, tuple_

from . import db


@dataclass(frozen=True)
class Order:
    """By what a list is sorted, and within one value by id.

    `read` makes a value out of an address again, and may raise ValueError. Rows without a value stand where one with `missing`
    would; without `missing` none may be without.
    """

    column: ColumnElement[Any]
    read: Callable[[str], Any] = str
    is_descending: bool = False
    missing: Any = None

    def reversed(self) -> Order:
        """The same from its end."""
        return replace(self, is_descending=not self.is_descending)

    @property
    def value(self) -> ColumnElement[Any]:
        """What is compared."""
        return self.column if self.missing is None else func.coalesce(self.column, self.missing)

    def sorted_by(self, value: ColumnElement[Any], row_id: ColumnElement[int]) -> list[ColumnElement[Any]]:
        """What ORDER BY needs of two columns that hold value and id."""
        return [one.desc() if self.is_descending else one.asc() for one in (value, row_id)]

    def after(self, place: str, row_id: ColumnElement[int]) -> list[ColumnElement[bool]]:
        """The condition for what comes behind a place; none, so the first page, when the place is not valid."""
        written, _bar, number = place.rpartition("|")
        last_id = db.id_in(number)
        if not last_id:
            return []
        try:
            value = self.read(written)
        except ValueError:
            return []
        here = tuple_(self.value, row_id)
        there = tuple_(literal(value, self.value.type), literal(last_id))
        return [here < there if self.is_descending else here > there]


def place_of(value: Any, row_id: int) -> str:
    """The place of a row in its list."""
    return f"{value}|{row_id}"


def read_moment(text: str) -> datetime:
    """A time out of an address; raises ValueError when it has no zone or is no time in UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error
