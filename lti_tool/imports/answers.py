"""What the user does with a row in the preview: correct its cells, leave it out, say which partner it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from .. import db
from ..errors import RuleBroken
from ..text import legal_forms
from .drafts import lock_draft
from .identity import ANOTHER
from .judging import DROP, Judge
from .models import DOUBLE, PREVIEW, UNDECIDED, ImportDraft, ImportRow
from .rows import rows_known, rows_of_groups, rows_where, write_rows
from .said import keep_answer, keep_correction, with_texts
from .same_place import BOTH

KINDS = ("partner", "row")


def correct_row(draft: ImportDraft, number: int, values: Mapping[str, str], figures: Sequence[str] = ()) -> ImportRow:
    """Put other texts into cells of a row, by meaning; `figures` are those of all its figures, in their order.

    What was answered of it is asked anew.
    """
    row, beside = _row_of(draft, number)
    corrected = {meaning: text for meaning, text in values.items() if text != row.values.get(meaning, "")}
    row.values = {**row.values, **corrected}
    row.figures = with_texts(row.figures, figures)
    row.answer = ""
    keep_correction(draft, row, corrected)
    _judge(draft, [row, *beside])
    return row


def answer_row(draft: ImportDraft, number: int, answer: str) -> ImportRow:
    """`partner:<id>`, `row:<number>`, ANOTHER, BOTH, DROP, or empty for what it was before.

    Whom a name means is answered for all rows of this name that ask the same. Raises RuleBroken on `answer` for nonsense.
    """
    kind, _colon, given = answer.partition(":")
    if answer not in ("", ANOTHER, BOTH, DROP) and not (kind in KINDS and db.id_in(given)):
        raise RuleBroken("answer", _("Choose one of these."))

    row, beside = _row_of(draft, number)
    answered = [row]
    if kind in KINDS:
        answered += [one for one in beside if _asks_the_same(one, row)]
    for one in answered:
        one.answer = answer
    keep_answer(draft, answered, answer)
    _judge(draft, [row, *beside])
    return row


def _asks_the_same(one: ImportRow, other: ImportRow) -> bool:
    """Whether two rows have the same name and legal form and are compared with the same partners."""
    is_asking = one.verdict == DOUBLE and one.alike == other.alike and not one.answer
    return is_asking and one.name_key == other.name_key and legal_forms(one.name) == legal_forms(other.name)


def _row_of(draft: ImportDraft, number: int) -> tuple[ImportRow, list[ImportRow]]:
    """A row, and those whose verdict may follow from it. Raises RuleBroken on `answer`."""
    lock_draft(draft)
    if draft.state != PREVIEW:
        raise RuleBroken("answer", _("This list is being brought in, or was already."))
    row = next(iter(rows_where(draft.id, ImportRow.number == number)), None)
    if row is None:
        raise RuleBroken("answer", _("There is no such row in this list."))
    beside = {one.number: one for one in _beside(draft, row) if one.number != number}
    return row, list(beside.values())


def _judge(draft: ImportDraft, rows: list[ImportRow]) -> None:
    draft.touched_at = db.now()
    write_rows(Judge(draft).judge(rows, rows_known(draft.id)))


def _beside(draft: ImportDraft, row: ImportRow) -> list[ImportRow]:
    """The rows of the same partner and of the same name, and those that the user is asked about because of this row."""
    found = list(rows_of_groups(draft.id, {row.group} - {UNDECIDED}))
    if row.name_key:
        found += rows_where(draft.id, ImportRow.name_key == row.name_key)
    found += [one for one in rows_where(draft.id, ImportRow.verdict == DOUBLE) if row.number in one.alike.get("rows", ())]
    return found
