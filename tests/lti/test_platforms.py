"""Launches of real platforms, signed afresh: accepted, with the right role and language, and logged where the door is closed."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.demo.platform import LTI
from lti_tool.lti.models import RefusedLaunch
from tests.conftest import TOOL

pytestmark = pytest.mark.any_database

PLATFORMS = Path(__file__).parent.parent / "platforms"
NO_LAUNCHES = {"canvas_openid_configuration", "canvas_registration_response", "lti_1_1_launch"}
RENEWED = ["iat", "exp", "nonce", "iss", "aud", LTI + "deployment_id", LTI + "target_link_uri"]
ADMIN = "admin"
TEACHER = "teacher"
STUDENT = "student"
NOBODY = "nobody"
LAUNCHES = {  # by hand: role here, language (fi where it is none of ours), name, e-mail
    "blackboard_item": (ADMIN, "en", "Blackboard Administrator", "dev@localhost"),
    "blackboard_empty_roles": (NOBODY, "en", "", ""),
    "brightspace": (TEACHER, "fi", "Example User", "user@college.example"),
    "canvas_admin_account": (ADMIN, "en", "canvasadmin@college.example", "canvasadmin@college.example"),
    "canvas_teacher_account": (TEACHER, "en", "TeacherFirst TeacherLast", "canvasteacher@college.example"),
    "canvas_student_account": (STUDENT, "en", "", ""),
    "canvas_student_account_all_lti_advatage_features_disabled": (STUDENT, "en", "", ""),
    "canvas_test_student": (NOBODY, "en", "", ""),
    "chamilo": (ADMIN, "fi", "", ""),
    "ilias_no_name": (TEACHER, "fi", "", ""),
    "lti_ri": (STUDENT, "en", "", ""),
    "moodle_43": (ADMIN, "en", "Admin User", "a@example.com"),
    "sakai": (TEACHER, "fi", "Maija Mallikas", "m@example.fi"),
}
REASONS = {
    "blackboard_empty_roles": ("no_role", ""),
    "canvas_student_account": ("not_staff", "Learner, Student (institution)"),
    "canvas_student_account_all_lti_advatage_features_disabled": ("not_staff", "Learner, Student (institution)"),
    "canvas_test_student": ("test_user", "Learner, Student (institution), TestUser (system)"),
    "lti_ri": ("not_staff", "Learner, Mentor, Student (institution)"),
}


@pytest.fixture
def sent(begun, open_course, organisation_id):
    """Post a platform's launch, with what must be of this login, in its own course, which is open to teachers."""

    def post(name):
        recording = json.loads((PLATFORMS / f"{name}.json").read_text())
        ours = begun.claims()
        fresh = {claim: ours[claim] for claim in RENEWED} | {LTI + "target_link_uri": TOOL + "/lti/launch"}
        if "azp" in recording:
            fresh["azp"] = ours["aud"]
        open_course("teachers", course_id=recording[LTI + "context"]["id"])
        return begun.post(begun.lms.sign(recording | fresh))

    return post


@pytest.fixture
def log(app):
    def lines():
        with app.app_context(), db.own_transaction(writing=False) as short:
            return list(short.scalars(select(RefusedLaunch)))

    return lines


def test_every_launch_of_a_platform_is_tried_here():
    names = {path.stem for path in PLATFORMS.glob("*.json")}
    assert names == LAUNCHES.keys() | NO_LAUNCHES
    assert REASONS.keys() == {name for name, (role, *_told) in LAUNCHES.items() if role in (STUDENT, NOBODY)}


@pytest.mark.parametrize("name", LAUNCHES)
def test_a_platforms_launch_has_its_role_and_language_and_name(sent, launch_of, name):
    role, language, person_name, email = LAUNCHES[name]
    launch = launch_of(sent(name))
    assert launch.is_admin is (role == ADMIN)
    assert launch.is_enrolled is (launch.is_teacher or role == STUDENT)
    assert launch.course.has_students is (role == STUDENT)
    if role != ADMIN:
        assert launch.is_teacher is (role == TEACHER)
    assert launch.language == language
    assert (launch.person.name, launch.person.email) == (person_name, email)
    assert launch.person.is_staff is (role in (ADMIN, TEACHER))


@pytest.mark.parametrize("name", LAUNCHES)
def test_who_is_no_staff_reads_the_closed_page_and_the_reason_is_logged(begun, sent, log, name):
    response = sent(name)
    page = begun.visitor.request("GET", response.location)
    if name not in REASONS:
        assert page.status_code == 200
        assert log() == []
        return
    reason, roles = REASONS[name]
    assert page.status_code == 403
    [line] = log()
    assert (line.reason, line.detail.partition("\n")[0]) == (reason, roles)
    assert line.reference in page.text
