"""What the runners start themselves: once a night, or when it was missed; the tidying, which is one of these."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select

from lti_tool import db
from lti_tool.jobs import nightly
from lti_tool.jobs.kinds import Kind
from lti_tool.jobs.models import DONE, Job
from lti_tool.jobs.runner import Runner
from lti_tool.jobs.tidying import JOBS_KEPT, TIDYING
from lti_tool.lti.launch_log import KEPT
from lti_tool.lti.models import RefusedLaunch, UsedNonce
from lti_tool.notices import WaitingNotice
from lti_tool.people.models import Launch
from tests.history.test_two_at_once import at_once

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(monkeypatch):
    """clock(27, 2, 30): the moment it is, of November 2026 in UTC."""
    return lambda *moment: monkeypatch.setattr(db, "now", lambda: datetime(2026, 11, *moment, tzinfo=UTC))


@pytest.fixture
def started_at(app, know, clock):
    """started_at(27, 2): whether a nightly job was started then."""
    know(Kind("tests.nightly", "Nightly", lambda _block: True, is_nightly=True))

    def look(*moment):
        clock(*moment)
        with app.app_context():
            due = nightly.due_tonight()
            for kind in due:
                nightly.start_nightly(kind).created_at = db.now()
            db.session.commit()
        return bool(due)

    return look


def test_it_is_started_once_a_night(started_at):
    assert started_at(26, 2)
    nights = [(26, 2, 1), (26, 3), (26, 12), (26, 23, 59), (27, 0, 59), (27, 1), (27, 1, 1), (27, 3, 59), (28, 3)]
    assert [night for night in nights if started_at(*night)] == [(27, 1), (28, 3)]


def test_where_the_tool_does_not_run_at_night_it_is_made_up_for_in_the_day(started_at):
    days = [(26, 9), (26, 15), (27, 8, 59), (27, 9, 1), (27, 15), (28, 12)]
    assert [day for day in days if started_at(*day)] == [(26, 9), (27, 9, 1), (28, 12)]


def test_who_starts_it_at_the_same_moment_starts_the_same(app, know):
    kind = Kind("tests.nightly", "Nightly", lambda _block: True, is_nightly=True)
    know(kind)

    def start():
        with app.app_context():
            job_id = nightly.start_nightly(kind).id
            db.session.commit()
            return job_id

    assert len(set(at_once(start, start, start))) == 1


def test_a_runner_starts_and_does_what_is_due(app, started_at, jobs):
    assert Runner(app).work()
    assert jobs() == [DONE]
    assert not Runner(app).work()


@pytest.fixture
def sizes(app):
    def count():
        with app.app_context(), db.own_transaction(writing=False) as reading:
            tables = (UsedNonce, Launch, WaitingNotice, RefusedLaunch, Job)
            return {table.__tablename__: reading.scalar(select(func.count()).select_from(table)) for table in tables}

    return count


@pytest.fixture
def leave_behind(app, maija):
    """Rows of everything that is tidied: leave_behind(7, ago): so many of each, whose time is over since then."""

    def leave(count, ago, mark):
        moment = db.now() - ago
        with app.app_context(), db.own_transaction(writing=True) as short:
            known = short.scalars(select(Launch)).first()
            of_launch = {column.name: getattr(known, column.name) for column in Launch.__table__.columns}
            organisation_id = known.person.organisation_id
            for number in range(count):
                key = f"{mark} {number}"
                short.execute(insert(UsedNonce).values(nonce=key, expires_at=moment))
                short.execute(insert(Launch).values({**of_launch, "key": key, "expires_at": moment}))
                short.execute(insert(WaitingNotice).values(launch_key=key, text="Tallennettu"))
                values = {"reference": key, "reason": "token_expired", "issuer": "x", "refused_at": moment - KEPT}
                short.execute(insert(RefusedLaunch).values(organisation_id=organisation_id, **values))
                short.add(Job(kind="tests", language="fi", state=DONE, finished_at=moment - JOBS_KEPT))

    return leave


def test_the_tidying_takes_what_is_over_in_blocks_and_nothing_else(app, leave_behind, sizes, maija, know, monkeypatch):
    monkeypatch.setattr("lti_tool.jobs.pace.MOST_ROWS", 4)
    before = sizes()
    leave_behind(30, A_MINUTE, "over")
    leave_behind(2, -A_MINUTE, "goes on")
    know(TIDYING)
    assert Runner(app).work()
    assert sizes() == {table: count + 2 for table, count in before.items()} | {"job": before["job"] + 3}  # and its own row
    with app.app_context():
        job = db.session.scalars(select(Job).where(Job.kind == TIDYING.name)).one()
        assert (job.state, job.done, job.organisation_id) == (DONE, 120, None)
        assert job.result == {
            "job": "30",
            "lti_used_nonce": "30",
            "launch": "30",
            "lti_refused_launch": "30",
            "import_draft": "0",
        }
    assert maija.get().status_code == 200


def test_launches_and_refusals_tidy_nothing_themselves(leave_behind, sizes, maija, visit):
    leave_behind(3, A_MINUTE, "over")
    before = sizes()
    visit("olli")
    assert {table: count - before[table] for table, count in sizes().items()} == {
        "lti_used_nonce": 1,
        "launch": 1,
        "notice": 0,
        "lti_refused_launch": 0,
        "job": 0,
    }
