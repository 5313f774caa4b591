"""A launch into a course that is not open to it: what the person reads, and the line of the launch log."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.demo.platform import LTI
from lti_tool.lti import launch
from lti_tool.lti.models import RefusedLaunch
from lti_tool.lti.refusals import ADMIN_STEPS, NOT_OPEN
from tests.history.test_two_at_once import at_once
from tests.lti.conftest import Begun
from tests.visitor import Visitor

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
LEARNER = [LIS + "membership#Learner"]
MENTOR = [LIS + "membership#Mentor"]
TEACHER = [LIS + "membership#Instructor"]
TEST_USER = ["http://purl.imsglobal.org/vocab/lti/system/person#TestUser", *LEARNER]
STAFF_TOOL = "It is a working tool of the college's staff."
OPEN_TO_TEACHERS = "In this course it is open to teachers."
OPEN_TO_ALL = "In this course it is open to everyone enrolled."
REASONS = [  # what the course is open to, roles, reason, what is read of it, the roles in words
    ("closed", LEARNER, "course_closed", "You need not do anything.", "Learner"),
    ("closed", TEACHER, "course_closed", "It is not open in this course yet", "Instructor"),
    ("closed", [], "course_closed", "It is not open in this course yet", "none at all"),
    ("teachers", LEARNER, "not_staff", "You need not do anything.", "Learner"),
    ("teachers", MENTOR, "no_role", OPEN_TO_TEACHERS, "Mentor"),
    ("teachers", [], "no_role", OPEN_TO_TEACHERS, "none at all"),
    ("everyone", MENTOR, "no_role", OPEN_TO_ALL, "Mentor"),
    ("everyone", [LIS + "institution/person#None"], "no_role", OPEN_TO_ALL, "none at all"),
    ("everyone", TEST_USER, "test_user", "Leave it and open the activity as yourself.", "Learner, TestUser (system)"),
    ("teachers", TEST_USER, "test_user", "Leave it and open the activity as yourself.", "Learner, TestUser (system)"),
]


@pytest.fixture
def log(app):
    def lines():
        with app.app_context(), db.own_transaction(writing=False) as short:
            return list(short.scalars(select(RefusedLaunch).order_by(RefusedLaunch.id)))

    return lines


@pytest.fixture
def closed_page(visitor):
    """The page after a launch with these roles, as text without marks."""

    def read(roles, username="maija", language="en"):
        begun = Begun(visitor, username)
        presentation = {LTI + "launch_presentation": {"locale": language}}
        page = visitor.request("GET", begun.answer({LTI + "roles": roles, **presentation}).location)
        assert page.status_code == 403
        return " ".join(html.unescape(re.sub("<[^>]+>", " ", page.text)).split())

    return read


@pytest.mark.parametrize(("open_to", "roles", "reason", "said", "names"), REASONS)
def test_who_may_not_enter_reads_which_roles_came_and_what_opens_it(
    open_course, closed_page, log, open_to, roles, reason, said, names
):
    open_course(open_to)
    page = closed_page(roles)
    [line] = log()
    assert said in page
    assert f"Your roles, as Moodle told them: {names}." in page
    assert f"tell the admin of your Moodle this code: {line.reference}." in page
    assert (line.reason, line.user_id) == (reason, "3")
    assert line.detail == f"{'' if names == 'none at all' else names}\nHenkilöstö: kumppanuudet"


@pytest.mark.parametrize("open_to", ["closed", "teachers"])
def test_a_student_reads_no_more_than_that_it_is_for_staff(open_course, closed_page, open_to):
    open_course(open_to)
    page = closed_page(LEARNER)
    assert STAFF_TOOL in page
    assert "it is open to" not in page
    assert "not open in this course" not in page


def test_whom_the_course_is_open_to_and_admins_are_in_no_log(open_course, visit, log):
    visit("pirjo")
    open_course("teachers")
    visit("maija")
    visit("pirjo")
    open_course("everyone")
    visit("veeti")
    assert log() == []


def test_presses_of_a_day_are_one_line_with_the_newest_reason(open_course, closed_page, log):
    closed_page(LEARNER)
    [first] = log()
    assert first.reason == "course_closed"
    open_course("teachers")
    for _ in range(3):
        closed_page(LEARNER)
    closed_page(MENTOR)
    [line] = log()
    assert (line.reference, line.reason, line.detail.partition("\n")[0]) == (first.reference, "no_role", "Mentor")


def test_another_person_course_and_day_are_lines_of_their_own(visit, log, monkeypatch):
    visit("maija")
    visit("veeti")
    visit("maija", course_id=3)
    assert len({line.reference for line in log()}) == 3
    monkeypatch.setattr(launch, "LAUNCH_LIFE", launch.LAUNCH_LIFE + timedelta(days=1))  # as a launch of tomorrow
    visit("maija")
    visit("maija")
    assert len({line.reference for line in log()}) == len(log()) == 4


def test_the_line_names_nobody(closed_page, log):
    closed_page(LEARNER)
    assert not re.search("koskela|maija|@", str(vars(log()[0])).lower())


def test_a_flood_of_students_leaves_room_for_other_refusals_and_lets_them_all_in_to_the_page(app, lms, begun, log):
    forms = [Begun(Visitor(app, lms)) for _ in range(34)]
    tokens = [form.lms.sign(form.claims({"sub": f"student-{number}"})) for number, form in enumerate(forms)]
    posts = [lambda form=form, token=token: form.post(token).status_code for form, token in zip(forms, tokens, strict=True)]
    for post in posts[:28]:
        assert post() == 303
    assert at_once(*posts[28:]) == [303] * 6
    assert len(log()) == 30
    begun.answer({"aud": "other"})
    assert log()[-1].reason == "wrong_audience"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_admin_reads_role_course_and_step(app, open_course, closed_page, visit, log, language):
    open_course("teachers")
    closed_page(MENTOR)
    page = html.unescape(visit("pirjo", language=language).get("admin/launches").text)
    with app.test_request_context(headers={"Accept-Language": language}):
        assert str(NOT_OPEN["no_role"]) in page
        assert str(ADMIN_STEPS["no_role"]) in page
    assert re.search(r'<div class="also">\s*Henkilöstö: kumppanuudet\. \w+: Mentor\s*</div>', page)
    assert f"<code>{log()[0].reference}</code>" in page


def test_a_name_of_a_role_is_only_text(closed_page, visit, log):
    page = closed_page(["<script>alert(1)</script>", "http://evil.example/vocab#<b>Boss</b>" + "x" * 100])
    assert "<script>alert" in page  # unescaped by the test
    assert len(log()[0].detail) < 200
    assert "<script>alert" not in visit("pirjo", language="en").get("admin/launches").text
