"""What an export consists of: tables with typed columns, and which rows of the college stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

TEXT = "text"
DAY = "day"
NUMBER = "number"
BLOCK = 500  # rows that are read at once

Row = TypeVar("Row")


@dataclass(frozen=True)
class Column:
    """`meaning` is that of `transfer.headings` by which an import reads the column again; empty where an import leaves it out.

    `kind` is TEXT (a str), DAY (a date) or NUMBER (an int, float or Decimal), None and "" stand for nothing; `width` is in
    characters. One that is a `way_to_reach` people (phone, e-mail) is exported only when that is asked for.
    """

    heading: Any
    meaning: str = ""
    width: int = 20
    kind: str = TEXT
    way_to_reach: bool = False


@dataclass(frozen=True)
class Scope:
    """Of which partnerships and partners, in order, and how much of them: ways to reach people, and days.

    `is_of_college` where all is meant, also what belongs to no partner.
    """

    organisation_id: int
    row_ids: Sequence[int]
    partner_ids: Sequence[int]
    reaches_people: bool = False
    has_days: bool = True
    is_of_college: bool = False


@dataclass(frozen=True)
class Table:
    """A sheet: `rows` gives for a scope one value for each column. With `needs_days` it is left out where days are."""

    title: Any
    columns: Sequence[Column]
    rows: Callable[[Scope], Iterable[Sequence[Any]]]
    needs_days: bool = False

    def columns_in(self, scope: Scope) -> list[Column]:
        """The columns that a scope has."""
        return [column for column in self.columns if _is_in(column, scope)]

    def rows_in(self, scope: Scope) -> Iterator[list[Any]]:
        """The rows of a scope, each with the values of these columns."""
        places = [place for place, column in enumerate(self.columns) if _is_in(column, scope)]
        for row in self.rows(scope):
            yield [row[place] for place in places]


def _is_in(column: Column, scope: Scope) -> bool:
    if column.kind == DAY and not scope.has_days:
        return False
    return scope.reaches_people or not column.way_to_reach


def blocks_of(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """The ids by so many as a statement asks for."""
    for start in range(0, len(ids), BLOCK):
        yield ids[start : start + BLOCK]


def by_partner(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows with a `partner_id`, under it and in their order."""
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.partner_id, []).append(row)  # type: ignore[attr-defined]
    return found
