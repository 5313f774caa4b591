"""Start a job, ask it to stop, and what happens to its row while it is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from .. import db
from ..language import current_language
from .kinds import Kind, kinds
from .models import FAILED, RUNNING, STOPPED, WAITING, Job

LEASE = timedelta(seconds=60)  # longer than a block with its outgoing calls
MOST_ATTEMPTS = 5
WAIT_AFTER_ERROR = timedelta(seconds=10)  # three times as long after each further one


def start(
    kind: Kind,
    *,
    cursor: Any = None,
    organisation_id: int | None = None,
    actor_id: int | None = None,
    total: int | None = None,
) -> Job:
    """A new job, committed with what the caller writes besides; `cursor` is what its first block finds."""
    job = Job(
        kind=kind.name,
        cursor=cursor or {},
        organisation_id=organisation_id,
        actor_id=actor_id,
        total=total,
        language=current_language(),
    )
    db.session.add(job)
    db.session.flush()
    return job


def ask_to_stop(job: Job) -> None:
    """What is done stays. One that waits stops now, one that runs after the block it is in; a finished one stays as it is."""
    waiting = update(Job).where(Job.id == job.id, Job.state == WAITING).values(state=STOPPED, finished_at=db.now())
    is_stopped_now = db.session.execute(waiting).rowcount == 1  # type: ignore[attr-defined]
    if not is_stopped_now:
        db.session.execute(update(Job).where(Job.id == job.id, Job.state == RUNNING).values(is_stop_asked=True))
    db.session.refresh(job)
    if is_stopped_now and job.kind in kinds:  # one of another program's has no end that is known here
        kinds[job.kind].at_end(job)


def may_be_claimed(since: datetime | None = None) -> ColumnElement[bool]:
    """Waiting and due, or left by a runner that has ended; now, or since a moment."""
    waiting = and_(Job.state == WAITING, Job.due_at <= (since or db.now()))
    left = and_(Job.state == RUNNING, Job.leased_until < (since or db.now()))
    return and_(or_(waiting, left), Job.kind.in_(kinds))


def claim(runner: str) -> Job | None:
    """Take the job that is due first; of several runners each gets another, by one UPDATE."""
    first = select(Job.id).where(may_be_claimed()).order_by(Job.due_at, Job.id).limit(1).with_for_update(skip_locked=True)
    taking = (
        update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(
            state=RUNNING,
            runner=runner,
            leased_until=db.now() + LEASE,
            attempts=Job.attempts + 1,
            started_at=func.coalesce(Job.started_at, db.now()),
        )
        .returning(Job)
    )
    return db.session.scalar(taking)


def hold(job_id: int, runner: str) -> Job | None:
    """The job's row, locked until the commit, its lease renewed; None when another runner has taken it over meanwhile."""
    mine = update(Job).where(Job.id == job_id, Job.state == RUNNING, Job.runner == runner)
    return db.session.scalar(mine.values(leased_until=db.now() + LEASE).returning(Job))


def go_on(job: Job) -> None:
    """A block is done; the next one begins for the first time."""
    job.attempts = 1


def give_back(job: Job) -> None:
    """Let others go first, or another runner go on."""
    _leave(job, WAITING)
    job.attempts = 0
    job.due_at = db.now()


def finish(job: Job, state: str) -> None:
    _leave(job, state)
    job.finished_at = db.now()
    kinds[job.kind].at_end(job)


def fail(job: Job, problem: str = "") -> None:
    job.problem = problem
    finish(job, FAILED)


def try_again_later(job: Job) -> None:
    """After an error; raises nothing, but fails the job when that has happened too often."""
    if job.attempts >= MOST_ATTEMPTS:
        return fail(job)
    _leave(job, WAITING)
    job.due_at = db.now() + WAIT_AFTER_ERROR * 3 ** (job.attempts - 1)


def _leave(job: Job, state: str) -> None:
    job.state = state
    job.runner = job.leased_until = None
