"""Rows of a table in HTML, where a cell may span rows and columns."""

from __future__ import annotations

from .sheets import MOST_COLUMNS, CannotRead


class CopiedTable:
    """A cell that spans rows stands in each of them, as a tier beside its partners; one that spans columns in the first."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.is_in_row = False
        self._row: list[str] = []
        self._from_above: dict[int, tuple[str, int]] = {}  # by column: a text, and in how many rows it still stands

    def begin_row(self) -> None:
        self.end_row()
        self.is_in_row = True
        self._take_from_above()

    def add_cell(self, text: str, rows: int, columns: int) -> None:
        """A cell that spans so many rows and columns; raises CannotRead where there are more columns than may be."""
        if text and len(self._row) >= MOST_COLUMNS:
            raise CannotRead("too_many_columns")
        if not self.is_in_row or len(self._row) >= MOST_COLUMNS:
            return
        for place in range(min(columns, MOST_COLUMNS)):
            said = text if place == 0 else ""
            if rows > 1:
                self._from_above[len(self._row)] = (said, rows - 1)
            self._row.append(said)
        self._take_from_above()

    def end_row(self) -> None:
        if self.is_in_row and self._row:
            self.rows.append(self._row)
        self._row = []
        self.is_in_row = False

    def _take_from_above(self) -> None:
        while (column := len(self._row)) in self._from_above:
            text, left = self._from_above.pop(column)
            self._row.append(text)
            if left > 1:
                self._from_above[column] = (text, left - 1)
