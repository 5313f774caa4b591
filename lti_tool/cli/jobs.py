"""Jobs on the command line: do them, look at them."""

from __future__ import annotations

import signal
from typing import Any

import click

from .. import db
from ..config import read_settings
from ..engines import sqlite_file
from ..jobs.kinds import kinds
from ..jobs.models import Job
from ..jobs.queries import all_jobs
from ..jobs.runner import Runner
from ..language import speaking
from ..write_lock import PAUSE_OF_OTHER_PROCESSES
from .main import main, prepare, with_app
from .troubles import troubles_told


@main.command()
def worker() -> None:
    """Do jobs, besides those that `serve` does; any number on PostgreSQL, on any machine. SIGTERM finishes the block."""
    with troubles_told():
        settings = read_settings()
        app = prepare(settings)
        is_beside_serve = sqlite_file(settings.database_url) is not None
        runner = Runner(app, pause=PAUSE_OF_OTHER_PROCESSES if is_beside_serve else 0)

        def stop(*_signal: Any) -> None:
            runner.stop()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        click.echo("Doing jobs.")
        runner.run()
        db.disconnect(app)


@main.command("jobs")
@click.option("--last", default=20, show_default=True, type=click.IntRange(1, 1000), help="How many.")
@with_app
def list_jobs(last: int) -> None:
    """The last jobs: what, how far, and the code of the last error, which is in the log of who did it."""
    db.only_read()
    with speaking("en"):
        for job in all_jobs(last):
            click.echo(_line(job))


def _line(job: Job) -> str:
    """e.g. `7  2026-11-26 01:00  jobs.tidying  done  1200`, and more where there is more to say."""
    far = f"{job.done}/{job.total}" if job.total else str(job.done)
    kind = kinds.get(job.kind)
    college = f"college {job.organisation_id}" if job.organisation_id else ""
    error = f"error {job.reference}" if job.reference else ""
    result = kind.tell_result(job) if kind else ""
    words = [job.kind, job.state, far, college, result, error, job.problem]
    return "  ".join([f"{job.id:>6}", f"{job.created_at:%Y-%m-%d %H:%M}", *filter(None, words)])
