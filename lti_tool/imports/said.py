"""Corrections of a draft's rows and answers about them, kept with the draft: they hold when its columns are understood anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..transfer.table_rows import TableRow
from .models import ImportDraft, ImportRow


def keep_correction(draft: ImportDraft, row: ImportRow, values: Mapping[str, str]) -> None:
    """`values` are the texts that were written into its cells, by meaning; its figures are kept as they stand in it now."""
    said = _said_of(draft)
    one = said.get(str(row.number), {})
    said[str(row.number)] = {"values": {**one.get("values", {}), **values}, "figures": _texts(row.figures), "answer": ""}
    _write(draft, said)


def keep_answer(draft: ImportDraft, rows: Iterable[ImportRow], answer: str) -> None:
    said = _said_of(draft)
    for row in rows:
        said[str(row.number)] = {**said.get(str(row.number), {}), "answer": answer}
    _write(draft, said)


def with_said(draft: ImportDraft, rows: Iterable[TableRow]) -> list[list[Any]]:
    """Rows of the sheet as a draft holds them, number, values, figures and answer, with what was said of them."""
    said = _said_of(draft)
    found = []
    for row in rows:
        of_row = said.get(str(row.number), {})
        values = {**row.values, **of_row.get("values", {})}
        figures = [[meaning, year, text] for (meaning, year), text in row.figures.items()]
        found.append([row.number, values, with_texts(figures, of_row.get("figures", [])), of_row.get("answer", "")])
    return found


def with_texts(figures: list[list[Any]], texts: Sequence[str]) -> list[list[Any]]:
    """Figures (meaning, year, text) with these texts; as they are, unless there is one for each."""
    if len(texts) != len(figures):
        return figures
    return [[meaning, year, text] for (meaning, year, _former), text in zip(figures, texts, strict=True)]


def _said_of(draft: ImportDraft) -> dict[str, Any]:
    return dict(draft.said.get(_sheet(draft), {}))


def _write(draft: ImportDraft, of_sheet: dict[str, Any]) -> None:
    draft.said = {**draft.said, _sheet(draft): of_sheet}


def _sheet(draft: ImportDraft) -> str:
    return str(draft.settings.sheet)


def _texts(figures: Sequence[Sequence[Any]]) -> list[str]:
    return [text for *_place, text in figures]
