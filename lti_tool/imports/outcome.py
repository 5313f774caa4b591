"""What of an applied list was left out, and why, as a table that can be corrected and brought in again."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..exports.tables import Column, Table
from .models import DOUBLE, ERROR, LEFT_OUT, ImportDraft, ImportRow
from .words import MEANINGS


def reason_of(row: ImportRow) -> str:
    """Why a row was left out, in words."""
    if row.outcome:
        return row.outcome
    if row.verdict == ERROR:
        return " ".join(f"{MEANINGS[meaning]}: {problem}" for meaning, problem in row.problems.items())
    if row.verdict == LEFT_OUT:
        return _("You left it out.")
    return _("It may be one that is on the list, or another row.") if row.verdict == DOUBLE else _("It was not reached.")


def table_of_left_out(draft: ImportDraft, rows: Sequence[ImportRow]) -> Table:
    """The rows with their reasons, under the meanings that the list has."""
    meanings = [meaning for meaning in MEANINGS if meaning in draft.settings.meanings | {"partner"}]
    lines = [[*(row.values.get(meaning, "") for meaning in meanings), row.number, reason_of(row)] for row in rows]
    reasons = [Column(_l("Row of the file")), Column(_l("Why it was left out"))]
    columns = [*(Column(MEANINGS[meaning], meaning) for meaning in meanings), *reasons]
    return Table(_l("Left out"), columns, lambda _scope: lines)
