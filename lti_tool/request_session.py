"""A session that knows whether its transaction has written: what has only been read may be let go of and read anew."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction


class RequestSession(Session):
    """The session of one request or command."""

    has_written = False

    def stop_reading(self) -> None:
        """Let others write while something takes long, unless this session has written itself."""
        if not (self.has_written or self.new or self.dirty or self.deleted):
            self.rollback()


@event.listens_for(RequestSession, "after_flush")
def _note_flush(session: RequestSession, _context: Any) -> None:
    session.has_written = True


@event.listens_for(RequestSession, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    if not state.is_select:
        state.session.has_written = True  # type: ignore[attr-defined]


@event.listens_for(RequestSession, "after_transaction_end")
def _begin_anew(session: RequestSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.has_written = False
