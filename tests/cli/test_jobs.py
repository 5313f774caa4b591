"""Who does the jobs: `worker` and `serve` as processes, and what the operator sees of them."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.cli import jobs as jobs_command
from lti_tool.jobs import operations
from lti_tool.jobs.models import DONE, FAILED, WAITING, Job
from lti_tool.jobs.tidying import TIDYING
from tests.serving import PATIENCE, environment, served, wait_until


@pytest.fixture
def tidying(app):
    """The id of a job that waits: both processes know its kind."""
    with app.app_context():
        job_id = operations.start(TIDYING).id
        db.session.commit()
    return job_id


@pytest.fixture
def state(app):
    def find(job_id):
        with app.app_context(), db.own_transaction(writing=False) as reading:
            return reading.get(Job, job_id).state

    return find


def test_a_worker_does_jobs_until_it_is_told_to_stop(database_url, tidying, state, tmp_path):
    log = tmp_path / "worker.log"
    command = [Path(sys.executable).with_name("hoitomalli"), "worker"]
    with log.open("wb") as written:
        process = subprocess.Popen(command, env=environment(database_url), stdout=written, stderr=written)
    try:
        wait_until(lambda: process.poll() is not None or state(tidying) == DONE, "the job done")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0, log.read_text()
    finally:
        process.kill()
    assert "Traceback" not in log.read_text()


def test_serve_does_jobs_too_unless_it_is_told_not_to(database_url, tidying, state, tmp_path):
    with served(database_url, tmp_path / "serve.log", "--no-jobs") as tool:
        tool.process.send_signal(signal.SIGTERM)
        assert tool.process.wait(PATIENCE) == 0
    assert state(tidying) == WAITING
    with served(database_url, tmp_path / "serve.log") as tool:
        wait_until(lambda: state(tidying) == DONE, "the job done")
        tool.process.send_signal(signal.SIGTERM)
        assert tool.process.wait(PATIENCE) == 0
    assert "Traceback" not in (tmp_path / "serve.log").read_text()


def test_a_worker_beside_serve_on_sqlite_leaves_gaps_between_its_blocks(run, database_url, monkeypatch):
    made = []

    class Noted(jobs_command.Runner):
        def run(self):
            made.append(self.pause)

    monkeypatch.setattr(jobs_command, "Runner", Noted)
    monkeypatch.setattr(jobs_command.signal, "signal", lambda *_values: None)
    assert run("worker").exit_code == 0
    assert made == [0.12 if database_url.startswith("sqlite") else 0]


def test_the_operator_sees_the_last_jobs_with_their_errors(app, run):
    with app.app_context():
        result = {"launch": "7", "job": "0"}
        db.session.add(Job(kind=TIDYING.name, language="fi", state=DONE, done=7, result=result, reference="ABCD1234"))
        db.session.add(Job(kind="newer.kind", language="fi", state=FAILED, done=1, total=9, problem="Broken"))
        db.session.commit()
        ids = list(db.session.scalars(select(Job.id)))
    lines = run("jobs").output.splitlines()
    assert [line.split()[0] for line in lines] == [str(ids[1]), str(ids[0])]
    assert lines[0].endswith("newer.kind  failed  1/9  Broken")
    assert lines[1].endswith("jobs.tidying  done  7  launch 7  error ABCD1234")
    assert len(run("jobs", "--last", "1").output.splitlines()) == 1
