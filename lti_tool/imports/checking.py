"""The job that looks what each row of a list would do; a short list is looked through at once."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_

from .. import db
from ..jobs import operations
from ..jobs.kinds import Block, Kind
from ..jobs.models import DONE, Job
from ..jobs.tidying import forget
from ..people import access
from ..people.queries import is_account_of
from .judging import Judge
from .models import COLUMNS, PREVIEW, ImportDraft, ImportRow
from .models import DONE as DRAFT_DONE
from .rows import AT_ONCE, new_row, rows_known, write_rows

IN_BLOCK = 400  # rows: read beside others, written in some 100 ms each


def check(draft: ImportDraft) -> None:
    """Look through the rows of a draft, now or in a job."""
    if draft.row_count <= AT_ONCE:
        write_rows(_judge_from(draft, 0, AT_ONCE))
        draft.state = PREVIEW
        return
    job = operations.start(
        CHECK,
        cursor={"draft": draft.id, "after": 0},
        organisation_id=draft.organisation_id,
        actor_id=draft.person_id,
        total=draft.row_count,
    )
    draft.job_id = job.id


def _judge_from(draft: ImportDraft, begin: int, count: int) -> list[ImportRow]:
    rows = [new_row(draft.id, *row) for row in draft.rows[begin : begin + count]]
    return Judge(draft).judge(rows, rows_known(draft.id))


def _fetch(job: Job) -> list[ImportRow] | None:
    """The next rows, judged; None when the draft was thrown away or is understood in another way by now."""
    draft = _draft_of(job)
    return None if draft is None else _judge_from(draft, job.cursor["after"], IN_BLOCK)


def _draft_of(job: Job) -> ImportDraft | None:
    draft = db.session.get(ImportDraft, job.cursor["draft"])
    return draft if draft is not None and draft.job_id == job.id else None


def _run_block(block: Block) -> bool:
    job = block.job
    if block.fetched is None or _draft_of(job) is None:
        return True
    write_rows(block.fetched)
    after = job.cursor["after"] + IN_BLOCK
    job.cursor = {**job.cursor, "after": after}
    job.done = min(after, job.total or 0)
    return after >= (job.total or 0)


def address_of_result(job: Job) -> str:
    """Where the person who brings the list sees the result of a job; empty for others, and for a draft that was thrown away."""
    draft = db.session.get(ImportDraft, job.cursor["draft"])
    is_own = draft is not None and is_account_of(draft.person_id, access.person())
    return url_for("imports_preview.show", draft_id=draft.id) if draft and is_own else ""


def _end(job: Job) -> None:
    """What was stopped half-way is looked through anew when the columns are said once more."""
    draft = _draft_of(job)
    if draft is not None:
        draft.state = PREVIEW if job.state == DONE else COLUMNS
        draft.job_id = None


KEPT_WHEN_DONE = timedelta(days=7)
KEPT_UNTOUCHED = timedelta(days=30)


def _is_old() -> ColumnElement[bool]:
    done = and_(ImportDraft.state == DRAFT_DONE, ImportDraft.touched_at < db.now() - KEPT_WHEN_DONE)
    return or_(done, ImportDraft.touched_at < db.now() - KEPT_UNTOUCHED)


forget(ImportDraft, _is_old)
CHECK = Kind("imports.check", _l("Looking through a list"), _run_block, fetch=_fetch, address=address_of_result, at_end=_end)
