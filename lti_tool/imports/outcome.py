"""What of an applied list was left out, and why, as a file that can be corrected and brought in again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from flask import Response
from flask_babel import gettext as _

from .models import DOUBLE, ERROR, ImportDraft, ImportRow
from .settings import from_json
from .words import MEANINGS


def reason_of(row: ImportRow) -> str:
    """Why a row was left out, in words."""
    if row.outcome:
        return row.outcome
    if row.verdict == ERROR:
        return " ".join(f"{MEANINGS[meaning]}: {problem}" for meaning, problem in row.problems.items())
    return _("It may be on the list already.") if row.verdict == DOUBLE else _("You left it out.")


def file_of_left_out(draft: ImportDraft, rows: Sequence[ImportRow]) -> Response:
    """The rows with their reasons, under the list's own meanings, for Excel."""
    meanings = [meaning for meaning in MEANINGS if meaning in from_json(draft.settings).meanings | {"partner"}]
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", lineterminator="\r\n")
    table.writerow([*(str(MEANINGS[meaning]) for meaning in meanings), _("Row of the file"), _("Why it was left out")])
    for row in rows:
        table.writerow([*(row.values.get(meaning, "") for meaning in meanings), str(row.number), reason_of(row)])
    response = Response("\ufeff" + text.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=_("Left out") + ".csv")
    return response
