"""A job: what is to be done, how far it has come, and who does it now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from .. import db
from ..column_types import JsonTexts

WAITING = "waiting"
RUNNING = "running"
UNFINISHED = (WAITING, RUNNING)
DONE = "done"
STOPPED = "stopped"
FAILED = "failed"
FINISHED = (DONE, STOPPED, FAILED)


class Job(db.Base):
    """`cursor` is the kind's own: how far it is. It is committed with what each block writes, so a killed job goes on there.

    `attempts` counts how often the block that comes next has been begun; `due_at` orders the jobs that wait.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "due_at"), Index("ix_job_recent", "organisation_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))  # None: of the whole installation
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # None: the tool itself
    language: Mapped[str]  # of who started it: what it writes is in it
    once: Mapped[str | None] = mapped_column(unique=True)  # a second job of this name is none, e.g. of one night
    state: Mapped[str] = mapped_column(default=WAITING)
    cursor: Mapped[Any] = mapped_column(JSON, default=dict)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    is_stop_asked: Mapped[bool] = mapped_column(default=False)
    runner: Mapped[str | None]
    leased_until: Mapped[datetime | None]  # later, whoever comes takes it over
    result: Mapped[dict[str, str]] = mapped_column(JsonTexts, default=dict)
    problem: Mapped[str] = mapped_column(default="")  # a broken rule, in the job's language
    reference: Mapped[str] = mapped_column(default="")  # of the last error, found again in the log
    created_at: Mapped[datetime] = mapped_column(default=db.now)
    due_at: Mapped[datetime] = mapped_column(default=db.now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in UNFINISHED

    @property
    def percent(self) -> int | None:
        """How much of it is done, where that is known."""
        return min(100, self.done * 100 // self.total) if self.total else None
