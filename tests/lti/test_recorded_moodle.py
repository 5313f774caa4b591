"""Launches recorded from a real Moodle, signed afresh."""

import json

import pytest

from lti_tool.demo.platform import LTI
from tests.conftest import RECORDINGS, TOOL

RENEWED = ["iat", "exp", "nonce", "iss", "aud"]


@pytest.fixture
def recorded(begun):
    """A recorded launch with the times, nonce and addresses of this login."""

    def claims(kind):
        recording = json.loads((RECORDINGS / f"launch_{kind}.json").read_text())
        ours = begun.claims()
        return recording | {name: ours[name] for name in RENEWED} | {LTI + "target_link_uri": TOOL + "/lti/launch"}

    return claims


@pytest.mark.parametrize(
    ("kind", "admin", "teacher", "enrolled"),
    [("instructor", False, True, True), ("learner", False, False, True), ("administrator", True, True, True)],
)
def test_a_recorded_launch_has_its_role(begun, recorded, launch_of, kind, admin, teacher, enrolled):
    launch = launch_of(begun.post(begun.lms.sign(recorded(kind))))
    assert (launch.is_admin, launch.is_teacher, launch.is_enrolled) == (admin, teacher, enrolled)
    assert launch.course.has_students is (kind == "learner")


@pytest.mark.parametrize(("kind", "status"), [("instructor", 200), ("learner", 403), ("administrator", 200)])
def test_a_recorded_launch_opens_a_course_open_to_teachers(begun, recorded, open_course, kind, status):
    open_course("teachers")
    response = begun.post(begun.lms.sign(recorded(kind)))
    assert begun.visitor.request("GET", response.location).status_code == status


@pytest.mark.parametrize("kind", ["instructor", "learner", "administrator"])
def test_a_recorded_launch_leaves_what_moodle_said(begun, recorded, launch_of, open_course, kind):
    open_course("everyone")
    claims = recorded(kind)
    launch = launch_of(begun.post(begun.lms.sign(claims)))
    assert (launch.person.name, launch.person.email, launch.person.subject) == (claims["name"], claims["email"], claims["sub"])
    assert launch.course.title == "Perho LTO Asiakkuuksien hoitomalli"
    assert launch.language == "en"


def test_a_recorded_deep_linking_message_is_refused_as_long_as_we_serve_none(begun, recorded, refuses):
    refuses("wrong_message", begun.post, begun.lms.sign(recorded("deep_linking")))


def test_a_recorded_launch_as_it_was_is_refused(begun, refuses):
    recording = json.loads((RECORDINGS / "launch_instructor.json").read_text())
    refuses("token_invalid", begun.post, begun.lms.sign(recording))
