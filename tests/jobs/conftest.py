"""Jobs of a kind that counts, and a runner that does them at once."""

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.jobs import kinds
from lti_tool.jobs.models import Job
from lti_tool.jobs.runner import Runner
from tests.jobs import counting


@pytest.fixture
def know():
    """know(kind): only for this test, and no other kind is there, so that nothing else is due."""
    before = dict(kinds.kinds)
    kinds.kinds.clear()
    yield kinds.register_kind
    kinds.kinds.clear()
    kinds.kinds.update(before)


@pytest.fixture
def counts(know):
    know(counting.COUNTING)


@pytest.fixture
def runner(app, counts):
    return Runner(app)


@pytest.fixture
def started(app, counts):
    """started(total=12): the id of a job that counts."""

    def start(**values):
        with app.app_context():
            job_id = counting.start(**values).id
            db.session.commit()
            return job_id

    return start


@pytest.fixture
def row(app):
    """The job as it stands in the database: row(1)."""

    def find(job_id):
        with app.app_context(), db.own_transaction(writing=False) as reading:
            return reading.get(Job, job_id)

    return find


@pytest.fixture
def set_row(app):
    def change(job_id, **values):
        with app.app_context(), db.own_transaction(writing=True) as short:
            short.execute(update(Job).where(Job.id == job_id).values(**values))

    return change


@pytest.fixture
def counted(app):
    """The numbers that stand in the database."""

    def find():
        with app.app_context():
            return counting.numbers()

    return find


@pytest.fixture
def jobs(app):
    """All jobs' states: jobs() by id."""

    def find():
        with app.app_context():
            return [job.state for job in db.session.scalars(select(Job).order_by(Job.id))]

    return find
