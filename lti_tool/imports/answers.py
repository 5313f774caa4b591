"""What is said of a row in the preview: its cells are corrected, it is left out, it is the same as a partner or none of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _

from .. import db
from ..errors import RuleBroken
from .identity import ANOTHER
from .judging import DROP, Judge
from .models import DOUBLE, PREVIEW, ImportDraft, ImportRow
from .row_plan import BOTH
from .rows import rows_known, rows_of_groups, rows_where, write_rows

KINDS = ("partner", "row")


def correct_row(draft: ImportDraft, number: int, values: Mapping[str, str], figures: Sequence[str] = ()) -> ImportRow:
    """Put other texts into cells of a row, by meaning; `figures` are those of all its figures, in their order.

    What was answered of it is asked anew.
    """

    def correct(row: ImportRow) -> None:
        row.values = {**row.values, **values}
        if len(figures) == len(row.figures):
            row.figures = [[*place, text] for (*place, _former), text in zip(row.figures, figures, strict=True)]
        row.answer = ""

    return _change(draft, number, correct)


def answer_row(draft: ImportDraft, number: int, answer: str) -> ImportRow:
    """`partner:<id>`, `row:<number>`, ANOTHER, BOTH, DROP, or empty for what it was before.

    Whom a name means is answered for all rows of this name. Raises RuleBroken on `answer` for nonsense.
    """
    kind, _colon, given = answer.partition(":")
    if answer not in ("", ANOTHER, BOTH, DROP) and not (kind in KINDS and db.id_in(given)):
        raise RuleBroken("answer", _("Choose one of these."))

    def say(row: ImportRow) -> None:
        row.answer = answer

    return _change(draft, number, say, is_of_name=kind in KINDS)


def _change(draft: ImportDraft, number: int, change: Callable[[ImportRow], None], *, is_of_name: bool = False) -> ImportRow:
    """Change a row, and judge it anew with all whose verdict may follow from that. Raises RuleBroken on `answer`."""
    if draft.state != PREVIEW:
        raise RuleBroken("answer", _("This list is being brought in, or was already."))
    row = next(iter(rows_where(draft.id, ImportRow.number == number)), None)
    if row is None:
        raise RuleBroken("answer", _("There is no such row in this list."))
    rows = {one.number: one for one in _beside(draft, row)}
    rows[number] = row
    change(row)
    if is_of_name:
        for one in rows.values():
            if one.name_key == row.name_key and not one.answer:
                change(one)
    draft.touched_at = db.now()
    write_rows(Judge(draft).judge(list(rows.values()), rows_known(draft.id)))
    return row


def _beside(draft: ImportDraft, row: ImportRow) -> list[ImportRow]:
    """The rows of the same partner and of the same name, and those that are asked about because of this one."""
    found = list(rows_of_groups(draft.id, {row.group} - {0}))
    if row.name_key:
        found += rows_where(draft.id, ImportRow.name_key == row.name_key)
    found += [one for one in rows_where(draft.id, ImportRow.verdict == DOUBLE) if row.number in one.alike.get("rows", ())]
    return found
