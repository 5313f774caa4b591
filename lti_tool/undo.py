"""What has been done to rows, and taking one act back: its fields get the values they had, what someone changed later stays."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from . import db
from .acts import FIELDS
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
    changes = list(reversed(change_set.changes))
    overtaken = {_place(change) for change in changes if _is_overtaken(change)}
    kept = [change for change in changes if overtaken.intersection(_held_together(change))]
    if len(kept) == len(changes):
        raise RuleBroken("undo", _("All of this has been changed since, so it stays as it is."))
    if any(_is_worked_on(change, actor) for change in changes if change not in kept):
        raise RuleBroken("undo", _("A colleague has changed this since, so it stays. Archive it if it is to go."))
    undoing = begin("undo", change_set.subject, actor, undoes=change_set)
    db.session.add(undoing)
    try:
        for change in changes:
            if change not in kept:
                _take_back(undoing, change, actor)
        flush_or_conflict()
    except IntegrityError as error:
        db.session.rollback()
        raise RuleBroken("undo", _("This cannot be undone: the old value is in use elsewhere by now.")) from error
    return undoing, kept


def told_of_kept(kept: list[Change]) -> str:
    """What an undo has left as it is, in words."""
    fields = ", ".join(dict.fromkeys(str(FIELDS[change.field]) for change in kept if change.field in FIELDS))
    if not fields:
        return _("Undone, except what has been changed since: that stays as it is.")
    return _("Undone, except what has been changed since: that stays as it is (%(fields)s).", fields=fields)


def _row_of(change: Change) -> Any:
    return db.session.get(tracked[change.entity].model, change.entity_id)


def _place(change: Change, field: str = "") -> tuple[str, int, str]:
    """Which field of which row."""
    return (change.entity, change.entity_id, field or change.field)


def _held_together(change: Change) -> list[tuple[str, int, str]]:
    """The fields that are taken back with this one or not at all."""
    together = tracked[change.entity].together
    return [_place(change, field) for field in (together if change.field in together else (change.field,))]


def _is_overtaken(change: Change) -> bool:
    """Whether someone has changed this field since."""
    row = _row_of(change)
    return row is None or (change.version > 1 and getattr(row, change.field) != change.after)


def _is_worked_on(change: Change, actor: Actor) -> bool:
    """Whether this made a row that is in use still and that someone else has changed since."""
    if change.version > 1 or change.field != tracked[change.entity].put_away or getattr(_row_of(change), change.field):
        return False
    later = select(Change.id).join(ChangeSet).where(
        Change.entity == change.entity, Change.entity_id == change.entity_id, Change.version > change.version,
        or_(ChangeSet.actor_id.is_(None), ChangeSet.actor_id != actor.id),
    )  # fmt: skip
    return db.session.scalar(later.limit(1)) is not None


def _take_back(undoing: ChangeSet, change: Change, actor: Actor) -> None:
    """Put one field back. What was created is put away and keeps its values, so that undo loses nothing."""
    if change.version > 1:
        edit(undoing, _row_of(change), {change.field: change.before}, actor)
    elif change.field == tracked[change.entity].put_away:
        edit(undoing, _row_of(change), {change.field: True}, actor)


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
    query = select(ChangeSet).where(ChangeSet.id.in_(ids)).options(selectinload(ChangeSet.changes))
    return list(db.session.scalars(query.order_by(ChangeSet.id.desc()).limit(limit)))


def _undone_ids(change_sets: list[ChangeSet]) -> set[int]:
    """Which of these have been undone."""
    ids = [change_set.id for change_set in change_sets]
    return set(db.session.scalars(select(ChangeSet.undoes_id).where(ChangeSet.undoes_id.in_(ids))))
