"""Acts: what one actor does at once, captured as it is flushed, folded for each row and field, stored at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, inspect
from sqlalchemy.exc import IntegrityError

from .. import db
from ..errors import RuleBroken
from .constraints import broken_rule_of
from .models import Change, ChangeSet
from .tracked import Actor, Tracked, references, tracked_columns
from .values import to_log

OPEN_ACT = "history act"  # its place in the session's `info`, where `capture` finds it
REQUEST_KEY = "request key"

# feature -> what is called with each act that was stored, once, and its actor; features above add theirs
after_acts: dict[str, Callable[[ChangeSet, Actor], None]] = {}


@dataclass(slots=True)
class _Seen:
    """The first value before and the last after, of one field in one act."""

    before: Any
    after: Any


class Act:
    """One act while it is under way, and its stored `change_set` afterwards (None when nothing has changed)."""

    def __init__(self, change_set: ChangeSet, actor: Actor, *, is_resumed: bool = False) -> None:
        self.actor = actor
        self.change_set: ChangeSet | None = change_set if is_resumed else None
        self._prepared = change_set
        self._rows: dict[Tracked, dict[str, _Seen]] = {}
        self._new: set[Tracked] = set()
        self._moved: list[dict[str, Any]] = []  # lines of rows that one statement has changed (`moving`)
        self._is_finished = False
        self._is_resumed = is_resumed

    @property
    def has_changed(self) -> bool:
        """Whether it has changed anything. That is known at its end: raises RuntimeError before, so also inside another act."""
        if not self._is_finished:
            raise RuntimeError("this act is still under way")
        return self.change_set is not None

    def capture(self, row: Tracked, is_new: bool) -> None:
        """Note what a flush has written of a row."""
        fields = self._rows.setdefault(row, {})
        if is_new:
            self._new.add(row)
        for name in tracked_columns(type(row)):
            touched = inspect(row).attrs[name].history
            if not touched.has_changes() and not is_new:
                continue
            after = row.__dict__.get(name)
            if name in fields:
                fields[name].after = after
            else:
                before = touched.deleted[0] if touched.deleted and not is_new else None
                fields[name] = _Seen(before, after)

    def note_moved(self, entity: str, field: str, versions: Mapping[int, int], before: int, after: int) -> None:
        """Note that one statement has pointed rows of a tracked model to another row; `versions` are theirs afterwards, by id."""
        places = {"entity": entity, "field": field, "before": before, "after": after, "is_creation": False}
        self._moved += [{**places, "entity_id": row_id, "version": version} for row_id, version in versions.items()]

    def finish(self) -> None:
        """Flush, let the models settle what follows, and store the lines."""
        db.session.flush()
        self._forget_former()
        self._settle()
        db.session.flush()
        self._is_finished = True
        lines = [line for row, fields in self._rows.items() for line in self._lines_of(row, fields)] + self._moved
        if not lines:
            return
        self._store_change_set(lines)
        change_set_id = self._prepared.id
        db.session.execute(insert(Change.__table__), [{"change_set_id": change_set_id, **line} for line in lines])  # type: ignore[arg-type]
        if not self._is_resumed:
            for note in after_acts.values():
                note(self._prepared, self.actor)
        self._rows.clear()
        self._moved = []

    def _forget_former(self) -> None:
        """Forget rows that were read by an id that has changed: SQLAlchemy would go on giving the row of the former id."""
        for row, fields in self._rows.items():
            changed = _changed(fields)
            stale = [name for name, columns in references(type(row)).items() if changed & columns]
            if stale and row not in self._new:
                db.session.expire(row, stale)

    def _settle(self) -> None:
        changed: dict[type[Tracked], dict[Tracked, set[str]]] = {}
        for row, fields in self._rows.items():
            changed.setdefault(type(row), {})[row] = _changed(fields)
        for model, rows in changed.items():
            model.settle(rows, self.actor)

    def _lines_of(self, row: Tracked, fields: dict[str, _Seen]) -> Iterator[dict[str, Any]]:
        is_new = row in self._new
        for name, seen in fields.items():
            before = to_log(seen.before)
            after = to_log(seen.after)
            if before == after or (is_new and after == ""):
                continue
            yield {
                "entity": row.__tablename__,
                "entity_id": row.id,
                "field": name,
                "before": before,
                "after": after,
                "version": row.version,
                "is_creation": is_new,
            }

    def _store_change_set(self, lines: list[dict[str, Any]]) -> None:
        self.change_set = self._prepared
        self.change_set.rows = (self.change_set.rows or 0) + len({(line["entity"], line["entity_id"]) for line in lines})
        self.change_set.is_admins = bool(self.change_set.is_admins) or any(row.tracking.is_admins for row in self._rows)
        db.session.add(self.change_set)
        db.session.flush()


def _changed(fields: dict[str, _Seen]) -> set[str]:
    return {name for name, seen in fields.items() if seen.before != seen.after}


@contextmanager
def act(name: str, subject: str, actor: Actor, *, about: Actor | None = None, undoes: ChangeSet | None = None) -> Iterator[Act]:
    """Everything changed inside is one act, `<entity>.<verb>`; inside another act it is a part of that one.

    Of one of our people whom it is `about` the id is kept, and no `subject`: erasing the person leaves no name.

    Raises RuleBroken, also for what a constraint of the database refuses (one that no model has words for stays an
    IntegrityError; the second answer to one form is a RepeatedRequest), and then the whole transaction is rolled back.
    """
    joined = db.session.info.get(OPEN_ACT)
    if joined is not None:
        yield joined
        return
    change_set = ChangeSet(
        organisation_id=actor.organisation_id,
        actor_id=actor.id,
        actor_name="" if actor.id is not None else actor.shown_name,
        act=name,
        subject="" if about else subject,
        subject_id=about.id if about else None,
        undoes_id=undoes.id if undoes else None,
        root_id=(undoes.root_id or undoes.id) if undoes else None,
        request_key=db.session.info.get(REQUEST_KEY),
    )
    with _open(Act(change_set, actor)) as opened:
        yield opened


@contextmanager
def resume(change_set: ChangeSet, actor: Actor) -> Iterator[Act]:
    """Go on with an act whose earlier blocks are committed, e.g. in the next block of a job."""
    with _open(Act(change_set, actor, is_resumed=True)) as opened:
        yield opened


@contextmanager
def _open(this: Act) -> Iterator[Act]:
    session = db.session
    session.info[OPEN_ACT] = this
    try:
        yield this
        this.finish()
    except IntegrityError as error:
        session.rollback()
        raise broken_rule_of(error) from error
    except RuleBroken:
        session.rollback()
        raise
    finally:
        session.info.pop(OPEN_ACT, None)
