"""The pages of jobs: how far they are, found again, stopped; of the own college only."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.jobs import kinds, operations
from lti_tool.jobs.models import DONE, FAILED, RUNNING, STOPPED, WAITING, Job
from lti_tool.people.models import Organisation

IMPORT = kinds.Kind("tests.import", "Bringing the list in", lambda _block: True, tell_result=lambda job: f"{job.done} added")
EXPORT = kinds.Kind("tests.export", "Exporting everything", lambda _block: True, is_admins=True)


@pytest.fixture(autouse=True)
def known(monkeypatch):
    for kind in (IMPORT, EXPORT):
        monkeypatch.setitem(kinds.kinds, kind.name, kind)


@pytest.fixture
def start(app, organisation_id):
    """start(IMPORT, done=3): the path of the job's page."""

    def make(kind=IMPORT, organisation_id=organisation_id, **values):
        with app.app_context():
            job = operations.start(kind, organisation_id=organisation_id)
            for name, value in values.items():
                setattr(job, name, value)
            db.session.commit()
            return f"jobs/{job.id}"

    return make


@pytest.fixture
def state(app):
    def find():
        with app.app_context():
            return [(job.state, job.is_stop_asked) for job in db.session.scalars(select(Job).order_by(Job.id))]

    return find


def test_one_that_goes_on_shows_how_far_it_is_and_is_asked_for_again(maija, start):
    path = start(state=RUNNING, done=30, total=120)
    page = maija.get(path)
    assert "Bringing the list in" in page.text
    assert "under way" in page.text
    assert "30 of 120" in page.text
    assert '<progress max="100" value="25"' in page.text
    assert f'data-hx-get="{maija.base}{path}" data-hx-trigger="every 2s"' in page.text
    assert f'href="{maija.base}{path}">Look again' in page.text


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (DONE, ["done", "120 added"]),
        (STOPPED, ["stopped", "What was done until then stays."]),
        (FAILED, ["could not be finished", "our side", "ABCD1234"]),
    ],
)
def test_one_that_has_ended_says_how_and_is_asked_for_no_more(maija, start, state, told):
    page = maija.get(start(state=state, done=120, reference="ABCD1234" if state == FAILED else ""))
    for words in told:
        assert words in page.text
    assert "every 2s" not in page.text
    assert "Stop</button>" not in page.text


def test_one_that_a_rule_ended_says_which(maija, start):
    page = maija.get(start(state=FAILED, problem="Row 7 has no <name>."))
    assert "Row 7 has no &lt;name&gt;. What was done until then stays." in page.text
    assert "our side" not in page.text


def test_the_script_gets_the_part_alone(maija, start):
    part = maija.get(start(), headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="job"')
    assert "<html" not in part


def test_they_are_found_again_the_newest_first(maija, start):
    assert "None yet." in maija.get("jobs/").text
    paths = [start(done=1, state=DONE), start()]
    page = maija.get("jobs/").text
    assert re.findall(r'<td><a href="[^"]*(jobs/\d+)"', page) == paths[::-1]


def test_one_that_waits_is_stopped_at_once(maija, start, state):
    path = start()
    answer = maija.post(f"{path}/stop")
    assert answer.status_code == 303
    assert answer.location == maija.base + path
    assert state() == [(STOPPED, False)]


def test_one_that_runs_is_asked_to_stop_and_the_part_says_so(maija, start, state):
    part = maija.post(f"{start(state=RUNNING)}/stop", htmx=True)
    assert part.status_code == 200
    assert "stops in a moment" in part.text
    assert "Stop</button>" not in part.text
    assert state() == [(RUNNING, True)]


def test_no_other_site_stops_one(maija, start, state):
    assert maija.request("POST", f"{maija.base}{start()}/stop").status_code == 403
    assert state() == [(WAITING, False)]


def test_another_colleges_and_the_installations_are_not_there(maija, app, start, state):
    with app.app_context():
        other = Organisation(name="Toinen opisto")
        db.session.add(other)
        db.session.commit()
    for path in (start(organisation_id=other.id), start(organisation_id=None)):
        assert maija.get(path).status_code == 404
        assert maija.post(f"{path}/stop").status_code == 404
    assert "Bringing the list in" not in maija.get("jobs/").text
    assert state() == [(WAITING, False)] * 2


def test_what_only_admins_may_is_shown_to_them_only(maija, visit, start):
    path = start(EXPORT)
    admin = visit("pirjo", language="en")
    for visitor, status in ((maija, 404), (admin, 200)):
        assert visitor.get(path).status_code == status
        assert ("Exporting everything" in visitor.get("jobs/").text) == (status == 200)
    assert maija.post(f"{path}/stop").status_code == 404
    assert admin.post(f"{path}/stop").status_code == 303


def test_one_of_a_kind_that_is_no_more_is_told_by_its_name(maija, start, app):
    path = start()
    del kinds.kinds[IMPORT.name]
    assert "tests.import" in maija.get(path).text
    assert "tests.import" in maija.get("jobs/").text


@pytest.mark.parametrize(("language", "words"), [("fi", "Pysäytä"), ("sv", "Stoppa"), ("en", "Stop")])
def test_it_speaks_three_languages(visit, open_course, start, language, words):
    open_course()
    assert f">{words}</button>" in visit("maija", language=language).get(start()).text


def test_students_see_none(visit, open_course, start):
    open_course("teachers")
    student = visit("veeti")
    for path in ("jobs/", start()):
        assert student.get(path).status_code == 403


def test_an_admin_of_a_closed_course_finds_what_admins_do_and_nothing_else(visit, start):
    ours = start(EXPORT)
    staffs = start(IMPORT)
    pirjo = visit("pirjo", language="en")
    assert pirjo.get().status_code == 403
    assert "Exporting everything" in pirjo.get(ours).text
    assert pirjo.get(staffs).status_code == 404
    listed = pirjo.get("jobs/").text
    assert "Exporting everything" in listed
    assert "Bringing the list in" not in listed
