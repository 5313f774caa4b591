"""A job is done block by block: whole, once, by one runner, and it goes on wherever it was left."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import OperationalError

from lti_tool import db
from lti_tool.errors import RuleBroken
from lti_tool.jobs import operations
from lti_tool.jobs.kinds import Kind
from lti_tool.jobs.models import DONE, FAILED, RUNNING, STOPPED, WAITING
from lti_tool.jobs.pace import BLOCK_SECONDS, MOST_ROWS, Pace
from lti_tool.jobs.runner import Runner
from lti_tool.language import current_language
from lti_tool.lti.models import UsedNonce
from tests.jobs import counting
from tests.serving import wait_until

AN_HOUR = timedelta(hours=1)


def kind_of(run_block, **values):
    return Kind("tests.counting", "Counting", run_block, **values)


def test_a_job_is_done_in_blocks_to_its_end(runner, started, row, counted):
    job_id = started(total=12)
    assert runner.work()
    job = row(job_id)
    assert (job.state, job.done, job.total, job.percent, job.cursor) == (DONE, 12, 12, 100, {"next": 12})
    assert job.result == {"counted": "12"}
    assert job.runner is None
    assert job.started_at <= job.finished_at
    assert counted() == list(range(12))
    assert not runner.work()


def test_a_job_is_there_only_when_what_caused_it_is(app, counts, runner, jobs):
    with app.app_context():
        counting.start()
        db.session.rollback()
    assert jobs() == []
    assert not runner.work()


def test_a_job_of_a_kind_that_this_program_does_not_know_is_left_to_others(runner, started, set_row, jobs):
    set_row(started(), kind="newer.kind")
    assert not runner.work()
    assert jobs() == [WAITING]


def test_of_a_block_that_fails_nothing_stays_and_it_is_tried_again(runner, know, started, row, set_row, counted, caplog):
    fails = ["a secret"]

    def fail_once(block):
        is_done = counting.run_block(block)
        if block.job.done > 5 and fails:
            raise ValueError(fails.pop())
        return is_done

    job_id = started(total=12)
    know(kind_of(fail_once))
    runner.work()
    job = row(job_id)
    assert (job.state, job.done, job.cursor, job.attempts, job.runner) == (WAITING, 5, {"next": 5}, 1, None)
    assert counted() == list(range(5))
    assert f"{job.reference} job {job_id} (tests.counting)" in caplog.text
    assert "a secret" not in caplog.text
    assert not runner.work()  # not at once
    set_row(job_id, due_at=db.now())
    runner.work()
    assert (row(job_id).state, counted()) == (DONE, list(range(12)))


def test_a_block_that_always_fails_ends_the_job_with_a_code(runner, know, started, row, set_row, caplog):
    job_id = started()
    know(kind_of(lambda block: 1 / 0))
    waits = []
    for _attempt in range(operations.MOST_ATTEMPTS):
        before = db.now()
        assert runner.work()
        waits.append(row(job_id).due_at - before)
        set_row(job_id, due_at=before)
    job = row(job_id)
    assert (job.state, job.problem) == (FAILED, "")
    assert waits[0] < waits[1] < waits[2]
    assert caplog.text.count(f"job {job_id} ") == operations.MOST_ATTEMPTS
    assert job.reference in caplog.text
    assert not runner.work()


def test_a_broken_rule_ends_the_job_with_its_message_in_the_language_of_who_started_it(runner, know, started, row, set_row):
    def refuse(_block):
        raise RuleBroken("name", f"in {current_language()}")

    job_id = started()
    set_row(job_id, language="sv")
    know(kind_of(refuse))
    runner.work()
    job = row(job_id)
    assert (job.state, job.problem, job.runner) == (FAILED, "in sv", None)


def test_a_job_whose_runner_dies_each_time_is_given_up(runner, started, row, set_row, caplog):
    job_id = started()
    set_row(job_id, state=RUNNING, runner="dead", leased_until=db.now() - AN_HOUR, attempts=operations.MOST_ATTEMPTS)
    runner.work()
    job = row(job_id)
    assert (job.state, job.done) == (FAILED, 0)
    assert job.reference in caplog.text


def test_one_that_waits_stops_at_once(app, runner, started, row):
    job_id = started()
    with app.app_context():
        operations.ask_to_stop(db.session.get(operations.Job, job_id))
        db.session.commit()
    assert row(job_id).state == STOPPED
    assert not runner.work()


def test_one_that_runs_stops_after_its_block_and_what_is_done_stays(app, runner, know, started, row, counted, set_row):
    job_id = started(total=12)

    def fetch(job):
        if job.done:
            with db.own_transaction(writing=True) as short:
                short.get(operations.Job, job.id).is_stop_asked = True

    know(kind_of(counting.run_block, fetch=fetch))
    runner.work()
    job = row(job_id)
    assert (job.state, job.done) == (STOPPED, 5)
    assert job.finished_at
    assert counted() == list(range(5))


def test_asking_one_that_runs_or_has_ended(app, started, row, set_row):
    running = started()
    ended = started()
    set_row(running, state=RUNNING)
    set_row(ended, state=DONE)
    with app.app_context():
        for job_id in (running, ended):
            operations.ask_to_stop(db.session.get(operations.Job, job_id))
        db.session.commit()
    assert (row(running).state, row(running).is_stop_asked) == (RUNNING, True)
    assert (row(ended).state, row(ended).is_stop_asked) == (DONE, False)


def test_one_that_is_stopped_twice_ends_once(app, know, started):
    ends = []
    know(kind_of(counting.run_block, at_end=lambda job: ends.append(job.id)))
    job_id = started()
    with app.app_context():
        job = db.session.get(operations.Job, job_id)
        operations.ask_to_stop(job)
        operations.ask_to_stop(job)
    assert ends == [job_id]


def test_one_of_another_program_that_waits_can_be_stopped(app, started, row, set_row):
    job_id = started()
    set_row(job_id, kind="of a newer program")
    with app.app_context():
        operations.ask_to_stop(db.session.get(operations.Job, job_id))
        db.session.commit()
    assert row(job_id).state == STOPPED


def test_what_calls_out_does_so_while_others_may_write(app, runner, know, started, row, set_row):
    """Before the block's transaction, with a session that refuses to write, and knowing how far the job is."""
    seen = []

    def fetch(job):
        with db.own_transaction(writing=True) as another:
            another.add(UsedNonce(nonce=f"another {job.done}", expires_at=db.now()))
        with pytest.raises(OperationalError if db.session.get_bind().dialect.name == "sqlite" else Exception):
            db.session.execute(UsedNonce.__table__.insert().values(nonce="mine", expires_at=db.now()))
        return f"fetched {job.done} in {current_language()}"

    def run_block(block):
        seen.append(block.fetched)
        return counting.run_block(block)

    job_id = started(total=8)
    know(kind_of(run_block, fetch=fetch))
    runner.work()
    assert seen == ["fetched 0 in fi", "fetched 5 in fi"]
    assert row(job_id).state == DONE


def test_a_runner_that_was_too_slow_leaves_the_job_to_who_took_it_over(runner, know, started, row, counted, set_row, caplog):
    def fetch(job):
        set_row(job.id, runner="another", leased_until=db.now() + AN_HOUR)

    job_id = started()
    know(kind_of(counting.run_block, fetch=fetch))
    runner.work()
    assert (row(job_id).state, row(job_id).runner, counted()) == (RUNNING, "another", [])
    assert "taken over" in caplog.text


def test_two_runners_take_two_jobs(app, started):
    job_ids = {started(), started()}
    barrier = Barrier(2, timeout=30)

    def claim(name):
        with app.app_context():
            barrier.wait()
            job = operations.claim(name)
            db.session.commit()
            return job.id

    with ThreadPoolExecutor(2) as threads:
        assert set(threads.map(claim, ["one", "two"])) == job_ids


def test_many_runners_do_each_job_once(app, counts, started, counted, jobs):
    for _job in range(6):
        started(total=0)
    started(total=40)
    runners = [Runner(app) for _runner in range(3)]
    threads = [Thread(target=runner.run) for runner in runners]
    for thread in threads:
        thread.start()
    wait_until(lambda: set(jobs()) == {DONE}, "all jobs done")
    for runner in runners:
        runner.stop()
    for thread in threads:
        thread.join()
    assert counted() == list(range(40))


def test_a_long_job_lets_others_go_first_after_its_turn(runner, started, row, monkeypatch):
    monkeypatch.setattr("lti_tool.jobs.runner.TURN_SECONDS", -1)
    long_one = started(total=12)
    other = started(total=0)
    runner.work()
    assert (row(long_one).state, row(long_one).done, row(long_one).attempts) == (WAITING, 5, 0)
    runner.work()
    assert row(other).state == DONE
    assert row(long_one).done == 5


def test_a_runner_that_is_asked_to_stop_finishes_the_block_and_gives_the_job_back(runner, know, started, row):
    def run_block(block):
        runner.stop()
        return counting.run_block(block)

    job_id = started()
    know(kind_of(run_block))
    runner.run()
    job = row(job_id)
    assert (job.state, job.done, job.runner) == (WAITING, 5, None)


def test_a_database_that_is_away_does_not_end_the_runner(runner, started, row, monkeypatch, caplog):
    monkeypatch.setattr("lti_tool.jobs.runner.IDLE_SECONDS", 0)
    job_id = started()
    claim = operations.claim
    troubles = [1, 2]

    def be_away_twice(name):
        if troubles:
            troubles.pop()
            raise OperationalError("UPDATE", {}, Exception("gone away"))
        return claim(name)

    monkeypatch.setattr(operations, "claim", be_away_twice)
    thread = Thread(target=runner.run)
    thread.start()
    wait_until(lambda: row(job_id).state == DONE, "the job done")
    runner.stop()
    thread.join()
    assert caplog.text.count("gone away") == 2
    assert "Traceback" not in caplog.text


def run_in_a_process(url, *more):
    return subprocess.Popen([sys.executable, "-m", "tests.jobs.counting", url, *map(str, more)])


def test_a_job_whose_process_is_killed_in_a_block_goes_on_where_it_was(
    app, database_url, started, row, set_row, counted, tmp_path
):
    job_id = started(total=40)
    reached = tmp_path / "reached"
    with run_in_a_process(database_url, reached) as process:
        wait_until(lambda: reached.exists() or process.poll() is not None, "the third block half done")
        assert process.poll() is None
        process.kill()  # kill -9
    job = row(job_id)
    assert (job.state, job.done) == (RUNNING, 10)
    assert counted() == list(range(10))
    set_row(job_id, leased_until=db.now())  # time goes by
    with run_in_a_process(database_url) as process:
        wait_until(lambda: row(job_id).state == DONE or process.poll() is not None, "the job done")
        assert process.poll() is None
        process.kill()
    assert counted() == list(range(40))
    assert row(job_id).attempts == 1


def test_blocks_get_as_large_as_fits_the_time():
    pace = Pace()
    first = pace.rows
    pace.note(0.0001)
    assert pace.rows == first * 2
    pace.rows = 1000
    pace.note(BLOCK_SECONDS * 4)
    assert pace.rows == 250
    for _block in range(20):
        pace.note(0.0001)
    assert pace.rows == MOST_ROWS
    pace.note(1e9)
    assert pace.rows == 1
