"""A job's page goes on by itself, and gives nobody's focus away."""

import re

import pytest
from playwright.sync_api import expect

from lti_tool import db
from lti_tool.jobs import operations
from lti_tool.jobs.models import DONE, RUNNING, Job
from lti_tool.jobs.tidying import TIDYING

pytestmark = pytest.mark.browser


@pytest.fixture
def job_id(college):
    with college.database() as session:
        job = operations.start(TIDYING, organisation_id=college.organisation_id, total=120)
        job.state = RUNNING
        job.done = 30
        session.flush()
        return job.id


@pytest.fixture
def set_job(college, job_id):
    def change(**values):
        with college.database() as session:
            for name, value in values.items():
                setattr(session.get(Job, job_id), name, value)

    return change


@pytest.fixture
def shown(college, page, job_id):
    tool = college.open_in_frame(page)
    tool.goto(f"{tool.url}jobs/{job_id}")
    return tool


def test_it_shows_by_itself_how_far_it_is_until_it_is_done(shown, set_job):
    expect(shown.locator("#job")).to_contain_text("30 / 120")
    shown.locator("#stop").focus()
    set_job(done=60)
    expect(shown.locator("#job")).to_contain_text("60 / 120")
    expect(shown.locator("#stop")).to_be_focused()
    set_job(done=120, state=DONE, finished_at=db.now())
    expect(shown.locator("#job [role=status]")).to_contain_text("valmis")
    expect(shown.locator("#stop")).to_have_count(0)


def test_it_is_stopped_in_its_place(shown, job_id):
    shown.locator("#stop").press("Enter")
    expect(shown.locator("#job")).to_contain_text("pysähtyy hetken päästä")
    assert re.search(rf"/jobs/{job_id}$", shown.url)
