"""Corrections of a draft's rows and answers about them, kept with the draft: they hold when its columns are understood anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

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


def with_said(draft: ImportDraft, rows: Iterable[tuple[int, dict[str, str], list[Any]]]) -> list[list[Any]]:
    """Rows of the sheet (number, values, figures) with what was said of them: number, values, figures, answer."""
    said = _said_of(draft)
    found = []
    for number, values, figures in rows:
        one = said.get(str(number), {})
        texts = one.get("figures", [])
        if texts and len(texts) == len(figures):
            figures = [[*place, text] for (*place, _former), text in zip(figures, texts, strict=True)]
        found.append([number, {**values, **one.get("values", {})}, figures, one.get("answer", "")])
    return found


def _said_of(draft: ImportDraft) -> dict[str, Any]:
    return dict(draft.said.get(_sheet(draft), {}))


def _write(draft: ImportDraft, of_sheet: dict[str, Any]) -> None:
    draft.said = {**draft.said, _sheet(draft): of_sheet}


def _sheet(draft: ImportDraft) -> str:
    return str(draft.settings.sheet)


def _texts(figures: Sequence[Sequence[Any]]) -> list[str]:
    return [text for *_place, text in figures]
