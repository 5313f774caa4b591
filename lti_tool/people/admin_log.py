"""The admin act log (*ylläpidon loki*): what was done that only admins may, or that concerns all data. Nobody edits it.

What only admins may change comes here from the history by itself; what leaves no change (an export of everything, a backup,
an erasure) is noted by who does it, with `note_admin_act`. The log holds no names: who has acted is a Person's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, event, or_, select
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column, relationship

from .. import db
from ..history import Actor
from ..history.models import ChangeSet
from ..history.past import names_of
from ..request_session import RequestSession
from .models import Person

LINES_SHOWN = 100

# What acts are called that leave no change in the history. Features add theirs.
act_names: dict[str, Any] = {
    "archive.backup": _l("Everything backed up"),
    "archive.restore": _l("Everything restored from a backup"),
}


class AdminAct(db.Base):
    """One line: when, who, what. `organisation_id` is None for the whole installation, which each college's admins see.

    `done_by` says who without an account has acted, e.g. `hoitomalli backup`. `change_set_id` leads to what the history knows.
    """

    __tablename__ = "admin_act"
    __table_args__ = (Index("ix_admin_act_recent", "organisation_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    done_at: Mapped[datetime] = mapped_column(default=db.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    done_by: Mapped[str] = mapped_column(default="")
    act: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    change_set_id: Mapped[int | None] = mapped_column(ForeignKey("change_set.id"))
    actor: Mapped[Person | None] = relationship(viewonly=True, lazy="joined")
    change_set: Mapped[ChangeSet | None] = relationship(viewonly=True, lazy="joined")

    @property
    def who(self) -> str:
        """Who it was, under the name of today."""
        return self.actor.shown_name if self.actor else self.done_by


def note_admin_act(act: str, actor: Actor, subject: str = "", change_set_id: int | None = None) -> None:
    """Write a line; `subject` names no person. It is committed with what it tells of."""
    line = AdminAct(
        organisation_id=actor.organisation_id,
        actor_id=actor.id,
        done_by="" if actor.id is not None else actor.shown_name,
        act=act,
        subject=subject,
        change_set_id=change_set_id,
    )
    db.session.add(line)
    db.session.flush()


def note_change_set(change_set: ChangeSet, actor: Actor) -> None:
    """What has changed something that only admins may; called by the history for each act."""
    if change_set.is_admins:
        note_admin_act(change_set.act, actor, change_set.subject, change_set.id)


def admin_acts(organisation_id: int, before: int | None = None) -> tuple[list[AdminAct], int | None]:
    """A page of the log, newest first; the number leads to the next, None on the last."""
    of_college = or_(AdminAct.organisation_id == organisation_id, AdminAct.organisation_id.is_(None))
    query = select(AdminAct).where(of_college).order_by(AdminAct.id.desc()).limit(LINES_SHOWN + 1)
    if before is not None:
        query = query.where(AdminAct.id < before)
    lines = list(db.session.scalars(query).unique())
    return lines[:LINES_SHOWN], lines[LINES_SHOWN - 1].id if len(lines) > LINES_SHOWN else None


def names_of_lines(lines: Sequence[AdminAct]) -> dict[int, str]:
    """What each line tells of, in words, by its id: an undoing is told as one."""
    of_history = names_of([line.change_set for line in lines if line.change_set is not None])
    return {line.id: of_history.get(line.change_set_id or 0) or str(act_names.get(line.act, line.act)) for line in lines}


@event.listens_for(AdminAct, "before_update")
@event.listens_for(AdminAct, "before_delete")
def _refuse_edits(*_what: Any) -> None:
    raise RuntimeError("the admin act log is only added to")


@event.listens_for(RequestSession, "do_orm_execute")
def _refuse_bulk_edits(state: ORMExecuteState) -> None:
    if (state.is_update or state.is_delete) and state.bind_mapper is not None and state.bind_mapper.class_ is AdminAct:
        raise RuntimeError("the admin act log is only added to")
