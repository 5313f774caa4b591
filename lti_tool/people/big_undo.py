"""Taking back an act of very many rows: a job, since no request may last so long."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from .. import db, history
from ..history.places import RowKey
from ..history.undoing import UndoOutcome, check_outcome, check_undoable, undo_block
from ..jobs import operations
from ..jobs.kinds import Block, Kind
from ..jobs.models import Job
from .models import Person

MOST_AT_ONCE = 500  # rows that are taken back while the user waits


def start_undo(change_set: history.ChangeSet, actor: Person) -> Job:
    """Take it back in a job; raises RuleBroken on `undo` for what cannot be."""
    check_undoable(change_set, actor)
    cursor = {"change_set": change_set.id, "undoing": None, "after": None, "changed": 0, "kept": 0}
    return operations.start(UNDO, cursor=cursor, organisation_id=actor.organisation_id, actor_id=actor.id, total=change_set.rows)


def _run_block(block: Block) -> bool:
    """The next rows, as a part of one act that stays open until all is done; raises RuleBroken when nothing was to be done."""
    job = block.job
    cursor: dict[str, Any] = job.cursor
    change_set = db.session.get_one(history.ChangeSet, cursor["change_set"])
    actor = db.session.get_one(Person, job.actor_id)
    after = RowKey(*cursor["after"]) if cursor["after"] else None
    undoing = db.session.get(history.ChangeSet, cursor["undoing"]) if cursor["undoing"] else None
    if undoing is not None:
        undoing_act = history.resume(undoing, actor)
    else:
        undoing_act = history.act("undo", change_set.subject, actor, about=change_set.subject_person, undoes=change_set)
    with undoing_act as act:
        outcome = undo_block(change_set, after, actor, at_most=block.at_most)
    if act.change_set is not None:
        act.change_set.is_open = outcome.last is not None
    job.cursor = {
        "change_set": change_set.id,
        "undoing": act.change_set.id if act.change_set else None,
        "after": list(outcome.last) if outcome.last else None,
        "changed": cursor["changed"] + outcome.changed,
        "kept": cursor["kept"] + outcome.kept,
    }
    job.done += outcome.looked_at
    if outcome.last is None:
        check_outcome(UndoOutcome(changed=job.cursor["changed"], kept=job.cursor["kept"]))
    return outcome.last is None


def _close_act(job: Job) -> None:
    """However it ended, what was taken back is an act like others: it can be brought back."""
    undoing = db.session.get(history.ChangeSet, job.cursor.get("undoing") or 0)
    if undoing is not None:
        undoing.is_open = False


def _tell_result(job: Job) -> str:
    sentence = ngettext("%(num)s row is as it was.", "%(num)s rows are as they were.", job.cursor["changed"])
    if job.cursor["kept"]:
        sentence += " " + ngettext(
            "%(num)s row has been changed since and stays.", "%(num)s rows have been changed since and stay.", job.cursor["kept"]
        )
    return sentence


UNDO = Kind("people.undo", _l("Taking back"), _run_block, tell_result=_tell_result, at_end=_close_act)
