"""The job that brings a list in, as one act; a short list is brought in at once. Stopped, it takes back what it has made."""

from __future__ import annotations

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select, tuple_

from .. import db, history
from ..errors import RuleBroken
from ..jobs import operations
from ..jobs.kinds import Block, Kind, register
from ..jobs.models import STOPPED, UNFINISHED, Job
from ..pages import address_of
from ..partners.listed import ListNote
from ..people.big_undo import start_undo
from .applying import apply_rows
from .checking import address_of_draft
from .models import APPLYING, CHANGING, DONE, PREVIEW, ImportDraft, ImportRow
from .rows import counts_of

ACT = "import.apply"
TITLE = _l("List brought in")
AT_ONCE = 100  # rows that the user waits for
LEAST_IN_BLOCK = 25  # rows: what a block asks for anyway takes as long as ten rows, on a busy machine too


class BlockRefused(Exception):
    """A rule was broken by what came between, e.g. a partner of the same name: the block is tried again, and sees it."""


def apply(draft: ImportDraft) -> None:
    """Bring in the rows of a draft that change something, now or in a job.

    Raises RuleBroken on `apply` where none does, or the list is being brought in already.
    """
    db.session.refresh(draft, ["state"], with_for_update=True)
    actor = draft.person
    if draft.state != PREVIEW:
        raise RuleBroken("apply", _("This list is being brought in, or was already."))
    counts = counts_of(draft.id)
    total = sum(counts[verdict] for verdict in CHANGING)
    if not total:
        raise RuleBroken("apply", _("There is nothing to bring in: all of it stands on the list, or was left out."))
    draft.touched_at = db.now()
    if total <= AT_ONCE:
        with history.act(ACT, draft.name, actor) as act:
            apply_rows(draft, _next_rows(draft.id, None, total), actor)
        draft.change_set_id = act.change_set.id if act.change_set else None
        draft.state = DONE
        return
    cursor = {"draft": draft.id, "act": None, "after": None}
    ids = {"organisation_id": draft.organisation_id, "actor_id": actor.id}
    draft.job_id = operations.start(APPLY, cursor=cursor, total=total, **ids).id
    draft.state = APPLYING


def _next_rows(draft_id: int, after: list[int] | None, at_most: int) -> list[ImportRow]:
    """The next rows by group and number, and all others of the last group."""
    query = select(ImportRow).where(ImportRow.draft_id == draft_id, ImportRow.verdict.in_(CHANGING))
    place = tuple_(ImportRow.group, ImportRow.number)
    following = query.where(place > tuple_(*after)) if after else query
    rows = list(db.session.scalars(following.order_by(ImportRow.group, ImportRow.number).limit(at_most)))
    if len(rows) == at_most:
        last = rows[-1]
        rest = query.where(ImportRow.group == last.group, ImportRow.number > last.number).order_by(ImportRow.number)
        rows += db.session.scalars(rest)
    return rows


def _run_block(block: Block) -> bool:
    """The next rows, as a part of one act that stays open until all is done."""
    job = block.job
    draft = db.session.get(ImportDraft, job.cursor["draft"])
    if draft is None:
        return True
    actor = draft.person
    rows = _next_rows(draft.id, job.cursor["after"], max(block.at_most, LEAST_IN_BLOCK))
    if not rows:
        return True
    begun = db.session.get(history.ChangeSet, job.cursor["act"]) if job.cursor["act"] else None
    try:
        with history.resume(begun, actor) if begun else history.act(ACT, draft.name, actor) as act:
            apply_rows(draft, rows, actor)
    except RuleBroken as broken:
        raise BlockRefused(broken.message) from broken
    if act.change_set is not None:
        act.change_set.is_open = True
        draft.change_set_id = act.change_set.id
    job.cursor = {**job.cursor, "act": draft.change_set_id, "after": [rows[-1].group, rows[-1].number]}
    job.done += len(rows)
    return False


def _end(job: Job) -> None:
    """However it ended, what was brought in is an act like others; of one that was stopped it is taken back."""
    change_set = db.session.get(history.ChangeSet, job.cursor["act"] or 0)
    if change_set is not None:
        change_set.is_open = False
    draft = db.session.get(ImportDraft, job.cursor["draft"])
    if draft is not None:
        draft.state = DONE
        draft.touched_at = db.now()
    if draft is not None and change_set is not None and job.state == STOPPED:
        db.session.flush()
        start_undo(change_set, draft.person)


def _tell_result(job: Job) -> str:
    draft_id = job.cursor["draft"]
    query = select(func.count()).where(ImportRow.draft_id == draft_id, ImportRow.is_applied)
    return ngettext("%(num)s row was brought in.", "%(num)s rows were brought in.", db.session.scalar(query) or 0)


APPLY = Kind(
    "imports.apply",
    _l("Bringing in a list"),
    _run_block,
    tell_result=_tell_result,
    address=address_of_draft,
    at_end=_end,
    takes_back=True,
)
register(APPLY)


def notes_of_lists(organisation_id: int) -> list[ListNote]:
    """Lists that are being brought in now, and how far they are."""
    query = select(Job).where(Job.organisation_id == organisation_id, Job.kind == APPLY.name, Job.state.in_(UNFINISHED))
    return [ListNote(_told_progress(job), address_of("job", str(job.id))) for job in db.session.scalars(query.order_by(Job.id))]


def _told_progress(job: Job) -> str:
    done = format_decimal(job.done)
    return _("A list is being brought in: %(done)s of %(total)s", done=done, total=format_decimal(job.total or 0))
