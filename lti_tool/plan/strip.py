"""A year as a strip: where each bar and its name stand in 36 columns, three a month. The page's grid packs the lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from .listed import ListedAction
from .spans import Span
from .years import PlanYear

COLUMNS = 36
MOST_BARS = 200  # more are shown in numbers
_PARTS = 3  # of a month
_LETTERS = 3.7  # that fit into a column of the smallest strip
_LONGEST_NAME = 14  # columns; what is longer is cut, and whole below the strip


@dataclass(frozen=True)
class Bar:
    """An action in the strip: its cell begins at `start` (1–36) and has room for bar and name; the bar goes `begin` to `end` %.

    `is_shifted` where the name begins before the bar, which stands at the end of the year.
    """

    action: ListedAction
    start: int
    columns: int
    begin: int
    end: int
    is_shifted: bool


def column_of(day: date, year: PlanYear) -> int:
    """The column of a day, 1–36; of one outside the year the nearest."""
    inside = min(max(day, year.first_day), year.last_day)
    month = (inside.year - year.first_day.year) * 12 + inside.month - year.first_day.month
    return month * _PARTS + min((inside.day - 1) * _PARTS // 30, _PARTS - 1) + 1


def bars_of(actions: Sequence[ListedAction], year: PlanYear, tiers: Mapping[str, str]) -> list[Bar]:
    """The bars of actions that lie in this year at least partly; `tiers` are the short names that stand behind theirs."""
    return [_bar(action, year, tiers.get(action.tier, "")) for action in actions]


def _bar(action: ListedAction, year: PlanYear, tier: str) -> Bar:
    first = column_of(action.span.starts_on, year)
    length = column_of(action.span.ends_on, year) - first + 1
    letters = len(action.text) + len(tier) + 3
    columns = max(length, min(ceil(letters / _LETTERS), _LONGEST_NAME))
    start = min(first, COLUMNS + 1 - columns)
    begin = (first - start) * 100 // columns
    end = (first - start + length) * 100 // columns
    return Bar(action, start=start, columns=columns, begin=begin, end=end, is_shifted=start < first)


@dataclass(frozen=True)
class Group:
    """Very many actions in numbers: those of a team, or of a tier, in each month of the year."""

    key: Any
    name: str
    counts: tuple[int, ...]


def groups_of(spans: Mapping[tuple[Any, str], Sequence[Span]], year: PlanYear) -> list[Group]:
    """For each key and name how many of its actions lie in each of the twelve months, at least partly."""
    return [Group(key, name, _counts(of_group, year)) for (key, name), of_group in spans.items()]


def _counts(spans: Sequence[Span], year: PlanYear) -> tuple[int, ...]:
    counts = [0] * 12
    for span in spans:
        first = (column_of(span.starts_on, year) - 1) // _PARTS
        last = (column_of(span.ends_on, year) - 1) // _PARTS
        for month in range(first, last + 1):
            counts[month] += 1
    return tuple(counts)
