"""A draft: made of a file or a pasted list, understood by its columns, thrown away."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, select

from .. import db
from ..errors import RuleBroken
from ..people.colleagues import staff_of
from ..people.models import Organisation, Person
from ..teams.queries import active_teams
from ..text import person_key
from ..transfer.columns import Layout, guess_layout, layout_of_list, with_meanings
from ..transfer.headings import heading_key
from ..transfer.pasted_rows import read_pasted
from ..transfer.reading import message_of, read_file
from ..transfer.sheets import CannotRead, Sheet
from ..transfer.table_rows import TableRead, read_table
from .models import APPLYING, CHECKING, COLUMNS, ColumnMemory, ImportDraft, ImportRow
from .said import with_said
from .settings import Settings

LONGEST_NAME = 200


def draft_of_file(content: bytes, name: str, actor: Person) -> ImportDraft:
    """Raises RuleBroken on `file` for what cannot be read. It waits for another process."""
    sheets = read_file(content, name)
    return _new_draft(name[-LONGEST_NAME:], sheets, None, actor, field="file")


def draft_of_paste(text: str, html: str, actor: Person) -> ImportDraft:
    """Raises RuleBroken on `text` for what cannot be read. `html` is what stood beside it on the clipboard."""
    try:
        pasted = read_pasted(text, html, known_names(actor.organisation_id), own_titles(actor.organisation_id))
    except CannotRead as error:
        raise RuleBroken("text", message_of(error, "")) from error
    return _new_draft("", [pasted.sheet], pasted.meanings, actor, field="text")


def _new_draft(name: str, sheets: list[Sheet], meanings: list[str] | None, actor: Person, *, field: str) -> ImportDraft:
    filled = [number for number, sheet in enumerate(sheets) if sheet.rows]
    if not filled:
        raise RuleBroken(field, _("There is no row in it."))
    visible = [number for number in filled if not sheets[number].is_hidden]
    draft = ImportDraft(
        organisation_id=actor.organisation_id,
        person=actor,
        name=name,
        state=COLUMNS,
        sheets=[asdict(sheet) for sheet in sheets],
        meanings=meanings,
    )
    draft.said = {}
    draft.settings = Settings()
    look_at_sheet(draft, next(iter(visible or filled)))
    db.session.add(draft)
    db.session.flush()
    return draft


def sheets_of(draft: ImportDraft) -> list[Sheet]:
    return [Sheet(**one) for one in draft.sheets]


def look_at_sheet(draft: ImportDraft, number: int, heading_row: int | None = None) -> None:
    """Guess what the columns of a sheet mean. `heading_row` is the row of the headings, 0 for none, None where that is guessed.

    What somebody of the college has said of the same headings wins over the guess.
    """
    sheet = sheets_of(draft)[number]
    if draft.meanings is not None:
        layout = layout_of_list(draft.meanings)
    else:
        known = known_names(draft.organisation_id)
        layout = guess_layout(sheet.rows, known, own_titles(draft.organisation_id), heading_row)
        layout = _as_remembered(layout, draft.organisation_id)
    draft.settings = draft.settings.with_layout(layout, number)


def _as_remembered(layout: Layout, organisation_id: int) -> Layout:
    """The layout with what was said of these headings; what another version of the tool has stored otherwise says nothing."""
    remembered = db.session.scalar(_memory(layout, organisation_id))
    meanings = remembered.meanings if remembered else None
    if not isinstance(meanings, list) or len(meanings) != len(layout.columns):
        return layout
    return with_meanings(layout, meanings)


def _memory(layout: Layout, organisation_id: int) -> Any:
    digest = _headings_digest(layout)
    return select(ColumnMemory).where(ColumnMemory.organisation_id == organisation_id, ColumnMemory.headings == digest)


def _headings_digest(layout: Layout) -> str:
    """Empty headings are none to be known again by."""
    keys = [heading_key(column.heading) for column in layout.columns]
    return hashlib.sha256("\n".join(keys).encode()).hexdigest() if any(keys) else ""


def remember_columns(draft: ImportDraft) -> None:
    """Let columns of the same headings be understood so the next time."""
    settings = draft.settings
    digest = _headings_digest(settings.layout)
    if not digest:
        return
    memory = db.get_or_create(ColumnMemory, organisation_id=draft.organisation_id, headings=digest, _new={"meanings": []})
    memory.meanings = [column.meaning for column in settings.columns]


def table_of(draft: ImportDraft, settings: Settings) -> TableRead:
    """The rows of the sheet as the settings say. A long list takes a second: others may write meanwhile."""
    sheet = sheets_of(draft)[settings.sheet]
    titles = own_titles(draft.organisation_id)
    db.stop_reading()
    return read_table(sheet.rows, settings.layout, titles)


def choose_table(draft: ImportDraft, settings: Settings, sheet: int, heading_row: int | None) -> None:
    """Look at another sheet, or at other headings (as `look_at_sheet`); then the columns are said and the rows looked through."""
    lock_draft(draft)
    _raise_if_busy(draft)
    draft.settings = settings
    look_at_sheet(draft, sheet, heading_row)
    draft.state = COLUMNS
    draft.job_id = None
    draft.touched_at = db.now()
    _remove_rows(draft)


def take_rows(draft: ImportDraft, settings: Settings, table: TableRead) -> None:
    """Make these the rows of the draft, with what was said of them before; lines of the file that are no rows are kept beside,
    so that the numbers add up.

    Raises RuleBroken on `columns` without a column of partners, where no row is left, or while a job works on them.
    """
    if "partner" not in settings.meanings:
        raise RuleBroken("columns", _("Say which column holds the partners' names."))
    if not table.rows:
        raise RuleBroken("columns", _("There is no row of a partner below the headings."))
    lock_draft(draft)
    _raise_if_busy(draft)
    draft.settings = settings
    draft.rows = with_said(draft, table.rows)
    draft.no_rows = [[one.number, one.reason, one.text[:LONGEST_NAME]] for one in table.no_rows]
    draft.row_count = len(table.rows)
    draft.state = CHECKING
    draft.job_id = None
    draft.change_set_id = None
    draft.touched_at = db.now()
    _remove_rows(draft)


def _raise_if_busy(draft: ImportDraft) -> None:
    if draft.state in (CHECKING, APPLYING):
        raise RuleBroken("columns", _("This list is being looked through or brought in just now."))


def _remove_rows(draft: ImportDraft) -> None:
    rows = delete(ImportRow).where(ImportRow.draft_id == draft.id)
    db.session.execute(rows.execution_options(synchronize_session=False))


def lock_draft(draft: ImportDraft) -> None:
    """Read its state anew; nobody else changes it until this request is done: the user may press in two windows."""
    db.session.flush()
    db.session.refresh(draft, ["state", "job_id", "said", "settings"], with_for_update=True)


def remove_draft(draft: ImportDraft) -> None:
    """Throw a draft away; rows that it has brought in stay. Raises RuleBroken on `columns` while it is being brought in."""
    lock_draft(draft)
    if draft.state == APPLYING:
        raise RuleBroken("columns", _("This list is being looked through or brought in just now."))
    _remove_rows(draft)
    db.session.delete(draft)


def known_names(organisation_id: int) -> set[str]:
    """The names of our own people and teams, as a list's texts are compared with them."""
    people = {one.name_key for one in staff_of(organisation_id)}
    return people | {person_key(team.name) for team in active_teams(organisation_id)}


def own_titles(organisation_id: int) -> dict[str, str]:
    """What the college calls its tiers, by key."""
    return db.session.get_one(Organisation, organisation_id).tier_titles
