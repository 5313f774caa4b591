"""The job that brings a list in, as one act; a short list is brought in at once. Stopped, it takes back what it has made."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select

from .. import db, history
from ..errors import RuleBroken
from ..jobs import operations
from ..jobs.kinds import Block, Kind
from ..jobs.models import STOPPED, UNFINISHED, Job
from ..pages import address_of
from ..partners.listed import ListNote
from ..people.big_undo import start_undo
from .applying import apply_rows
from .checking import address_of_result
from .drafts import lock_draft
from .models import APPLYING, CHANGING, DONE, PREVIEW, ImportDraft, ImportRow
from .rows import AT_ONCE, count_applied, counts_of

ACT = "import.apply"
TITLE = _l("List brought in")
LEAST_IN_BLOCK = 50  # rows: what a block asks for anyway takes as long as ten rows, on a busy machine too


class BlockRefused(Exception):
    """A rule was broken by what came between, e.g. a partner of the same name: the block is tried again, and sees it."""


def apply(draft: ImportDraft) -> None:
    """Bring in the rows of a draft that change something, now or in a job.

    Raises RuleBroken on `apply` where none does, or the list is being brought in already.
    """
    actor = draft.maker
    lock_draft(draft)
    if draft.state != PREVIEW:
        raise RuleBroken("apply", _("This list is being brought in, or was already."))
    counts = counts_of(draft.id)
    total = sum(counts[verdict] for verdict in CHANGING)
    if not total:
        raise RuleBroken("apply", _("There is nothing to bring in: all of it stands on the list, or was left out."))
    draft.touched_at = db.now()
    if total <= AT_ONCE:
        with history.act(ACT, "", actor) as act:
            apply_rows(draft, _next_rows(draft.id), actor)
        draft.change_set_id = act.change_set.id if act.change_set else None
        draft.state = DONE
        return
    cursor = {"draft": draft.id, "act": None, "after": None}
    ids = {"organisation_id": draft.organisation_id, "actor_id": actor.id}
    draft.job_id = operations.start(APPLY, cursor=cursor, total=total, **ids).id
    draft.state = APPLYING


def _next_rows(draft_id: int, after: int | None = None, at_most: int | None = None) -> Sequence[ImportRow]:
    """All rows of the next groups in which so many rows change something; `after` is the group where the last ones ended.

    Rows that change nothing are read too: the row above may be the reason. Groups are read downwards, known partners (their
    ids) before new ones (below nought): a row of a new one gets the partner's id for its group, and is not read again.
    """
    of_draft = ImportRow.draft_id == draft_id
    query = select(ImportRow.group).where(of_draft, ImportRow.verdict.in_(CHANGING)).order_by(ImportRow.group.desc())
    if after is not None:
        query = query.where(ImportRow.group < after)
    groups = set(db.session.scalars(query.limit(at_most)))
    rows = select(ImportRow).where(of_draft, ImportRow.group.in_(groups))
    return db.session.scalars(rows.order_by(ImportRow.group.desc(), ImportRow.number)).all()


def _run_block(block: Block) -> bool:
    """The next rows, as a part of one act that stays open until all is done."""
    job = block.job
    draft = db.session.get(ImportDraft, job.cursor["draft"])
    if draft is None:
        return True
    actor = draft.maker
    rows = _next_rows(draft.id, job.cursor["after"], max(block.at_most, LEAST_IN_BLOCK))
    if not rows:
        return True
    last_group = rows[-1].group
    begun = db.session.get(history.ChangeSet, job.cursor["act"]) if job.cursor["act"] else None
    applying_act = history.resume(begun, actor) if begun else history.act(ACT, "", actor)
    try:
        with applying_act as act:
            apply_rows(draft, rows, actor)
    except RuleBroken as broken:
        raise BlockRefused(broken.message) from broken
    if act.change_set is not None:
        act.change_set.is_open = True
        draft.change_set_id = act.change_set.id
    job.cursor = {**job.cursor, "act": draft.change_set_id, "after": last_group}
    job.done += sum(row.verdict in CHANGING for row in rows)
    return False


def _end(job: Job) -> None:
    """However the job ended, what was brought in is an act like others; if the job was stopped, the act is undone."""
    change_set = db.session.get(history.ChangeSet, job.cursor["act"] or 0)
    if change_set is not None:
        change_set.is_open = False
    draft = db.session.get(ImportDraft, job.cursor["draft"])
    if draft is not None:
        draft.state = DONE
        draft.touched_at = db.now()
    if draft is not None and change_set is not None and job.state == STOPPED:
        db.session.flush()
        start_undo(change_set, draft.maker)


def _tell_result(job: Job) -> str:
    draft = db.session.get(ImportDraft, job.cursor["draft"])
    count = count_applied(draft.id) if draft is not None else job.done  # an erasing may have thrown it away
    return ngettext("%(num)s row was brought in.", "%(num)s rows were brought in.", count)


APPLY = Kind(
    "imports.apply",
    _l("Bringing in a list"),
    _run_block,
    tell_result=_tell_result,
    address=address_of_result,
    at_end=_end,
    takes_back=True,
)


# Built once, since each list asks.
_UNFINISHED_JOBS = (
    select(Job)
    .where(Job.organisation_id == bindparam("organisation_id"), Job.kind == APPLY.name, Job.state.in_(UNFINISHED))
    .order_by(Job.id)
)


def notes_of_lists(organisation_id: int) -> list[ListNote]:
    """Lists that are being brought in now, and how far they are."""
    jobs = db.session.scalars(_UNFINISHED_JOBS, {"organisation_id": organisation_id})
    return [ListNote(_describe_progress(job), address_of("job", str(job.id))) for job in jobs]


def _describe_progress(job: Job) -> str:
    done = format_decimal(job.done)
    return _("A list is being brought in: %(done)s of %(total)s", done=done, total=format_decimal(job.total or 0))
