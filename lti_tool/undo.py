"""What has been done to rows, and taking one act back: its fields get the values they had, what someone changed later stays."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from . import db
from .errors import RuleBroken
from .history import Actor, Change, ChangeSet, begin, edit, flush_or_conflict, tracked

MOST_SHOWN = 50


def undo_act(change_set: ChangeSet, actor: Actor) -> tuple[ChangeSet, list[Change]]:
    """Take one act back; gives the new change set and the changes that stay because someone changed those fields later."""
    if change_set.actor_id is None:
        raise RuleBroken("undo", _("What a partner has sent stays as it is."))
    if change_set.actor_id != actor.id and any(tracked[change.entity].is_own for change in change_set.changes):
        raise RuleBroken("undo", _("Only the one who has answered can take that back."))
    if db.session.scalar(select(ChangeSet.id).where(ChangeSet.undoes_id == change_set.id)):
        raise RuleBroken("undo", _("This has been undone already."))
    undoing = begin("undo", change_set.subject, actor, undoes=change_set)
    db.session.add(undoing)
    kept: list[Change] = []
    try:
        for change in reversed(change_set.changes):
            _take_back(undoing, change, kept, actor)
        flush_or_conflict()
    except IntegrityError as error:
        db.session.rollback()
        raise RuleBroken("undo", _("This cannot be undone: the old value is in use elsewhere by now.")) from error
    return undoing, kept


def _take_back(undoing: ChangeSet, change: Change, kept: list[Change], actor: Actor) -> None:
    """Put one field back. What was created is archived and keeps its values, so that undo loses nothing."""
    row = db.session.get(tracked[change.entity].model, change.entity_id)
    if row is None:
        kept.append(change)
    elif change.version == 1:
        if change.field == tracked[change.entity].put_away:
            edit(undoing, row, {change.field: True}, actor)
    elif getattr(row, change.field) != change.after:
        kept.append(change)
    else:
        edit(undoing, row, {change.field: change.before}, actor)


def past_of(rows: list[Any]) -> dict[str, Any]:
    """What templates/_history.html needs: the newest acts on any of these rows, and which of them have been undone."""
    change_sets = _change_sets_of(rows, MOST_SHOWN)
    return {"change_sets": change_sets, "undone": _undone_ids(change_sets)}


def _change_sets_of(rows: list[Any], limit: int) -> list[ChangeSet]:
    """The newest change sets that touched any of these rows, newest first."""
    matches = [(Change.entity == row.__tablename__) & (Change.entity_id == row.id) for row in rows]
    if not matches:
        return []
    ids: set[int] = set()
    for match in matches:
        ids.update(db.session.scalars(select(Change.change_set_id).where(match).order_by(Change.id.desc()).limit(limit)))
    query = select(ChangeSet).where(ChangeSet.id.in_(ids)).order_by(ChangeSet.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def _undone_ids(change_sets: list[ChangeSet]) -> set[int]:
    """Which of these have been undone."""
    ids = [change_set.id for change_set in change_sets]
    return set(db.session.scalars(select(ChangeSet.undoes_id).where(ChangeSet.undoes_id.in_(ids))))
