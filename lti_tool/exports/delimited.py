"""A table -> a text with separators (.csv) as Finnish Excel opens it: UTF-8 with a mark, semicolons, Windows' line ends."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import IO, Any

from .tables import Scope, Table

SEPARATOR = ";"
# What a spreadsheet would take for a formula, and what would read like a text whose apostrophe was put there by us.
_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write_delimited(file: IO[bytes], table: Table, scope: Scope) -> None:
    """The table, each row as it is read; days are written as 2026-09-14."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    rows = csv.writer(text, delimiter=SEPARATOR, lineterminator="\r\n")
    rows.writerow([str(column.heading) for column in table.columns_in(scope)])
    rows.writerows(list(map(_cell, row)) for row in table.rows_in(scope))
    text.detach()  # written through, and the file stays open


def _cell(value: Any) -> str:
    """A value as text; `transfer.cells` takes the apostrophe off again."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and _LIKE_A_FORMULA.match(value):
        return f"'{value}"
    return str(value)
