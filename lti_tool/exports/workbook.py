"""Tables -> a workbook (.xlsx), row by row (docs/decisions/0013-export.md). Texts stay texts, whatever they begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from .tables import DAY, NUMBER, TEXT, Column, Scope, Table

FIRST_YEAR = 1900  # of a day that Excel knows
LONGEST_CELL = 32_767  # characters that Excel takes
A4 = 9  # as Excel counts papers
LINE = 15  # points: the height of a line
MOST_LINES = 8  # that a row shows of a long text


def write_workbook(file: IO[bytes], tables: Iterable[Table], scope: Scope) -> None:
    """A sheet for each table, with a heading that stays, a filter and widths; memory does not grow with the rows."""
    with Workbook(file, {"constant_memory": True}) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        layouts = {
            TEXT: book.add_format({"text_wrap": True, "valign": "top"}),
            DAY: book.add_format({"num_format": "d.m.yyyy", "align": "left", "valign": "top"}),
            NUMBER: book.add_format({"valign": "top"}),
        }
        for table in tables:
            sheet = book.add_worksheet(str(table.title))
            _write_sheet(sheet, table, scope, heading, layouts)


def _write_sheet(sheet: Worksheet, table: Table, scope: Scope, heading: Format, layouts: Mapping[str, Format]) -> None:
    columns = table.columns_in(scope)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width, layouts[column.kind])
        sheet.write_string(0, place, str(column.heading), heading)
    sheet.set_row(0, 2 * LINE)
    number = 0
    for number, row in enumerate(table.rows_in(scope), start=1):
        lines = max(map(_lines, columns, row))
        if lines > 1:  # not every program finds out itself
            sheet.set_row(number, min(lines, MOST_LINES) * LINE)
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            _write(sheet, number, place, column, value)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, number, len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A4)


def _lines(column: Column, value: Any) -> int:
    """How many lines a value takes, about, in a column of this width."""
    if not isinstance(value, str):
        return 1
    return sum(1 + len(line) // column.width for line in value.split("\n"))


def _write(sheet: Worksheet, row: int, place: int, column: Column, value: Any) -> None:
    if value is None or value == "":
        return
    if column.kind == NUMBER and isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, value)
    elif isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(row, place, value)
    else:
        sheet.write_string(row, place, str(value)[:LONGEST_CELL])
