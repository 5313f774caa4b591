"""Platform, registration and deployment: known, switched on, and each of its own college."""

import pytest

from lti_tool.demo.platform import LTI
from lti_tool.lti.models import Deployment, Platform, Registration
from tests.lti.conftest import Begun


@pytest.mark.parametrize("model", [Platform, Registration])
def test_a_connection_switched_off_logs_nobody_in(visitor, lms, change, refuses, model):
    change(model, is_active=False)
    form = lms.login_initiation(lms.users["maija"], lms.courses[2])
    refuses("inactive", visitor.request, "POST", "/lti/login", data=form)


@pytest.mark.parametrize("model", [Platform, Registration, Deployment])
def test_a_connection_switched_off_since_the_login_launches_nobody(begun, change, refuses, model):
    change(model, is_active=False)
    refuses("inactive", begun.answer)


def test_a_connection_removed_since_the_login_launches_nobody(begun, change, refuses):
    change(Deployment, is_removed=True)
    refuses("inactive", begun.answer)


@pytest.mark.parametrize("deployment", ["2", "", " 1", 1, None, [], {}, ["1"], True, "x" * 10_000, "\0"])
def test_an_unknown_deployment_is_refused(begun, refuses, deployment):
    refuses("unknown_deployment", begun.answer, {LTI + "deployment_id": deployment})


def test_two_colleges_keep_their_people_and_courses_apart(visitor, other_visitor, other_lms, launch_of):
    """The same user id, course id, client id and deployment id mean someone else at another college's platform."""
    other_visitor.lms = other_lms
    ours = launch_of(Begun(visitor).answer())
    theirs = launch_of(Begun(other_visitor).answer())
    assert ours.person.subject == theirs.person.subject
    assert ours.person_id != theirs.person_id
    assert ours.course_id != theirs.course_id
    assert ours.person.organisation_id != theirs.person.organisation_id


def test_two_platforms_of_one_college_keep_their_people_and_courses_apart(visitor, other_visitor, sister_lms, launch_of):
    """User and course ids are a platform's own (LTI core 5.3.6, 5.4.1): there the same ones mean others."""
    other_visitor.lms = sister_lms
    here = launch_of(Begun(visitor).answer())
    there = launch_of(Begun(other_visitor).answer())
    assert here.person.organisation_id == there.person.organisation_id
    assert (here.person.subject, here.course.context_id) == (there.person.subject, there.course.context_id)
    assert here.person_id != there.person_id
    assert here.course_id != there.course_id
    for first, browser in ((here, visitor), (there, other_visitor)):
        again = launch_of(Begun(browser).answer())
        assert (again.person_id, again.course_id) == (first.person_id, first.course_id)


def test_one_browser_may_use_two_platforms(visitor, other_lms):
    mine = Begun(visitor)
    visitor.lms = other_lms
    assert Begun(visitor).answer().status_code == mine.answer().status_code == 303
