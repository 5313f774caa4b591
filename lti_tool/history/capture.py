"""What a session writes of tracked rows is noted for the open act; what would go past the history is refused."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState

from ..request_session import RequestSession
from .act import OPEN_ACT, Act
from .tracked import Tracked


@event.listens_for(RequestSession, "before_flush")
def _refresh_rows(session: RequestSession, _context: Any, _instances: Any) -> None:
    """Recompute what follows from a change in the row itself; a change outside of an act is a fault of the program."""
    this: Act | None = session.info.get(OPEN_ACT)
    for row in [*session.new, *session.dirty]:
        if not isinstance(row, Tracked) or not (row in session.new or row.changed()):
            continue
        if this is not None:
            row.refresh(this.actor)
        elif row not in session.new or row.tracking.is_recorded_from_start:
            raise RuntimeError(f"a {type(row).__name__} is changed outside of an act")
    if any(isinstance(row, Tracked) for row in session.deleted):
        raise RuntimeError("what has a history is archived, never deleted")


@event.listens_for(RequestSession, "after_flush")
def _capture(session: RequestSession, _context: Any) -> None:
    """In `before_flush` a new row has no id yet, and a foreign key set by its relationship is missing."""
    this: Act | None = session.info.get(OPEN_ACT)
    if this is None:
        return
    for row in session.new:
        if isinstance(row, Tracked) and row.tracking.is_recorded_from_start:
            this.capture(row, is_new=True)
    for row in session.dirty:
        if isinstance(row, Tracked):
            this.capture(row, is_new=False)


@event.listens_for(RequestSession, "do_orm_execute")
def _refuse_unrecorded(state: ORMExecuteState) -> None:
    """A bulk statement would change tracked rows past the history. For `computed` columns there is the bare table."""
    if state.is_select or not state.is_orm_statement or state.bind_mapper is None:
        return
    if issubclass(state.bind_mapper.class_, Tracked):
        raise RuntimeError(f"{state.bind_mapper.class_.__name__} has a history: change its rows inside of an act")
