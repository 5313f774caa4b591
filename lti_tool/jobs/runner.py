"""Who does the jobs: a thread of `serve`, or `hoitomalli worker`. Any number of them, on any machine."""

from __future__ import annotations

import logging
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

from flask import Flask
from sqlalchemy import select

from .. import db
from ..errors import RuleBroken, new_reference, told_in_log
from ..language import speaking
from . import operations
from .kinds import Block, Kind, kinds
from .models import DONE, STOPPED, Job
from .nightly import due_tonight, start_nightly
from .pace import Pace

log = logging.getLogger("hoitomalli.jobs")

IDLE_SECONDS = 1
PLANNED_EVERY = 60  # seconds
TURN_SECONDS = 10  # of one job, while others wait
STOP_SECONDS = 5  # of a `serve` that has answered its last request


@contextmanager
def jobs_done(app: Flask) -> Iterator[None]:
    """Meanwhile a thread does the jobs. At the end it may finish its block; what it cannot, another goes on with."""
    runner = Runner(app)
    thread = Thread(target=runner.run, name="jobs", daemon=True)
    thread.start()
    try:
        yield
    finally:
        runner.stop()
        thread.join(STOP_SECONDS)


class Runner:
    """Does jobs, a turn each, until it is asked to stop. `pause` is left between blocks, for writers in another process."""

    def __init__(self, app: Flask, *, pause: float = 0) -> None:
        self.app = app
        self.pause = pause
        self.name = f"{socket.gethostname()} {os.getpid()} {secrets.token_hex(4)}"
        self._stopping = Event()
        self._planned_at = -float(PLANNED_EVERY)

    def stop(self) -> None:
        """Finish the block that is being done, then end."""
        self._stopping.set()

    def run(self) -> None:
        """Never ends by an error: what hinders now may be over soon, e.g. a database that is restarted."""
        while not self._stopping.is_set():
            try:
                has_worked = self.work()
            except Exception as error:
                log.error("%s the jobs%s", new_reference(), told_in_log(error))
                has_worked = False
            if not has_worked:
                self._stopping.wait(IDLE_SECONDS)

    def work(self) -> bool:
        """Take the job that is due first and do a turn of it; whether there was one."""
        self._plan()
        with self._reading():
            if db.session.scalar(select(Job.id).where(operations.may_be_claimed()).limit(1)) is None:
                return False
        with self.app.app_context():
            job = operations.claim(self.name)
            db.session.commit()
        if job is not None:
            self._do_turn(job, kinds[job.kind])
        return job is not None

    def _plan(self) -> None:
        if monotonic() - self._planned_at < PLANNED_EVERY:
            return
        self._planned_at = monotonic()
        with self._reading():
            due = due_tonight()
        for kind in due:
            with self.app.app_context():
                start_nightly(kind)
                db.session.commit()

    def _do_turn(self, job: Job, kind: Kind) -> None:
        """Block after block, until it is done, others are to go first, or we are to stop."""
        if job.attempts > operations.MOST_ATTEMPTS:
            return self._fail_unfinished(job)
        pace = Pace()
        until = monotonic() + TURN_SECONDS
        while self._try_block(job, kind, pace):
            if self._stopping.wait(self.pause) or monotonic() > until:
                return self._give_back(job)

    def _try_block(self, job: Job, kind: Kind, pace: Pace) -> bool:
        """Do one block; whether the next one may follow."""
        try:
            return self._do_block(job, kind, pace, self._fetch(job, kind))
        except Exception as error:
            self._note_error(job, error)
            return False

    def _fetch(self, job: Job, kind: Kind) -> object:
        if kind.fetch is None:
            return None
        with self._reading(), speaking(job.language):
            return kind.fetch(db.session.get_one(Job, job.id))

    def _do_block(self, job: Job, kind: Kind, pace: Pace, fetched: object) -> bool:
        with self._held(job) as held:
            if held is None:
                log.warning("job %d was taken over by another runner", job.id)
                return False
            began = monotonic()
            if held.is_stop_asked:
                operations.finish(held, STOPPED)
            elif kind.run_block(Block(held, pace.rows, fetched)):
                operations.finish(held, DONE)
            else:
                operations.go_on(held)
            db.session.commit()
            pace.note(monotonic() - began)
            return not held.is_finished

    def _note_error(self, job: Job, error: Exception) -> None:
        reference = new_reference()
        log.error("%s job %d (%s)%s", reference, job.id, job.kind, told_in_log(error))
        with self._held(job) as held:
            if held is None:
                return
            held.reference = reference
            if isinstance(error, RuleBroken):
                operations.fail(held, error.message)
            else:
                operations.try_again_later(held)
            db.session.commit()

    def _fail_unfinished(self, job: Job) -> None:
        """Each time the process that did it has ended: it may be what ends it."""
        with self._held(job) as held:
            if held is not None:
                held.reference = new_reference()
                log.error("%s job %d (%s): begun %d times, never ended", held.reference, job.id, job.kind, job.attempts - 1)
                operations.fail(held)
                db.session.commit()

    def _give_back(self, job: Job) -> None:
        with self._held(job) as held:
            if held is not None:
                operations.give_back(held)
                db.session.commit()

    @contextmanager
    def _held(self, job: Job) -> Iterator[Job | None]:
        """The job's row in a transaction of ours, which goes when it is not committed; texts are in the job's language."""
        with self.app.app_context(), speaking(job.language):
            yield operations.hold(job.id, self.name)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """A session that only reads: SQLite's one place for a writer stays free, also during outgoing calls."""
        with self.app.app_context():
            db.only_read()
            yield
