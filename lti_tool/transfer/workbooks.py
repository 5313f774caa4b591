"""Workbooks -> sheets of texts, by python-calamine (docs/decisions/0012-reading-tables.md)."""

from __future__ import annotations

import io
from collections.abc import Mapping

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from ..links import bare_address
from .cells import text_of
from .sheets import Budget, CannotRead, Sheet, make_sheet
from .workbook_links import Place, links_of


def read_workbook(content: bytes) -> list[Sheet]:
    """The sheets with a text in them, hidden ones among them; raises CannotRead."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return _sheets_of(workbook, links_of(content))
    except PasswordError as error:
        raise CannotRead("password") from error
    except CalamineError as error:
        raise CannotRead("broken") from error


def _sheets_of(workbook: CalamineWorkbook, links: Mapping[str, Mapping[Place, str]]) -> list[Sheet]:
    budget = Budget()
    sheets = []
    for number, about in enumerate(workbook.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        rows = _rows_of(workbook.get_sheet_by_index(number))
        _add_links(rows, links.get(about.name, {}))
        sheet = make_sheet(about.name, rows, budget, is_hidden=about.visible != SheetVisibleEnum.Visible)
        if sheet.rows:
            sheets.append(sheet)
    return sheets


def _rows_of(sheet: CalamineSheet) -> list[list[str]]:
    rows = [list(map(text_of, row)) for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():  # None for ods, which tells of none
        if left == right:
            _fill_down(rows, top, min(bottom, len(rows) - 1), left)
    return rows


def _add_links(rows: list[list[str]], links: Mapping[Place, str]) -> None:
    """A linked text gets its address in brackets behind it, unless it shows the address."""
    for (row, column), address in links.items():
        if row < len(rows) and column < len(rows[row]) and (shown := rows[row][column]):
            rows[row][column] = shown if bare_address(shown) == bare_address(address) else f"{shown} ({address})"


def _fill_down(rows: list[list[str]], top: int, bottom: int, column: int) -> None:
    """A tier written once beside its rows stands in each of them; a title across columns stays where it is."""
    if top >= len(rows) or column >= len(rows[top]):
        return
    for row in rows[top + 1 : bottom + 1]:
        row[column] = row[column] or rows[top][column]
