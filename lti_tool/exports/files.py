"""The tables of an export as one file. A feature with more to export adds its table here (docs/decisions/0013-export.md)."""

from __future__ import annotations

from typing import IO

from ..downloads import CSV
from .delimited import write_delimited
from .of_partners import AGREEMENTS, PEOPLE, VISITS
from .of_plan import ACTIONS
from .partnerships import PARTNERSHIPS
from .tables import Scope, Table
from .workbook import write_workbook

tables: dict[str, Table] = {
    "partnerships": PARTNERSHIPS,
    "people": PEOPLE,
    "visits": VISITS,
    "agreements": AGREEMENTS,
    "plan": ACTIONS,
}  # the sheets of a workbook in their order; a text with separators holds the first


def write_file(file: IO[bytes], kind: str, scope: Scope) -> None:
    """Write a file of this kind, XLSX or CSV, in the reader's language."""
    if kind == CSV:
        write_delimited(file, tables["partnerships"], scope)
    else:
        write_workbook(file, [table for table in tables.values() if scope.has_days or not table.needs_days], scope)
