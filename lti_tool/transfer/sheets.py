"""What is read from a file: sheets of texts, within limits. Imports nothing that is heavy, since the child starts with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LARGEST_FILE = 10 * 1024 * 1024  # bytes
LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes: 20,000 rows of 50 columns are 60 MB in Excel's XML
MOST_ROWS = 20_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 10_000_000  # of all sheets, each cell counted as one more: a shared text may stand in every cell
LONGEST_CELL = 30_000  # characters


class CannotRead(Exception):
    """A file that is not read; `reason` is a key of `reading.REASONS`, `details` are what its message names."""

    def __init__(self, reason: str, **details: Any) -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


@dataclass
class Sheet:
    """Texts in rows, numbered as in the file from 1; rows are as long as their last text, the last row has one.

    `cut_cells` are (row, column), both from 1, of cells that had more than LONGEST_CELL characters and hold the first of them.
    """

    name: str
    is_hidden: bool = False
    rows: list[list[str]] = field(default_factory=list)
    cut_cells: list[tuple[int, int]] = field(default_factory=list)


class Budget:
    """How much may still be read of a file."""

    def __init__(self) -> None:
        self.characters = MOST_CHARACTERS

    def take(self, cells: list[str]) -> None:
        self.characters -= sum(map(len, cells)) + len(cells) + 1
        if self.characters < 0:
            raise CannotRead("too_much_text")


def make_sheet(name: str, rows: list[list[str]], budget: Budget, is_hidden: bool = False) -> Sheet:
    """A sheet of cleaned texts, without what is empty behind and below them; raises CannotRead beyond the limits."""
    sheet = Sheet(name, is_hidden)
    filled = 0
    for number, texts in enumerate(rows, start=1):
        cells = _without_empty_end(texts)
        if len(cells) > MOST_COLUMNS:
            raise CannotRead("too_many_columns", sheet=name)
        filled += bool(cells)
        if filled > MOST_ROWS:
            raise CannotRead("too_many_rows", sheet=name)
        for column, cell in enumerate(cells):
            if len(cell) > LONGEST_CELL:
                cells[column] = cell[:LONGEST_CELL]
                sheet.cut_cells.append((number, column + 1))
        budget.take(cells)
        sheet.rows.append(cells)
    while sheet.rows and not sheet.rows[-1]:
        sheet.rows.pop()
    return sheet


def _without_empty_end(texts: list[str]) -> list[str]:
    end = len(texts)
    while end and not texts[end - 1]:
        end -= 1
    return texts[:end]
