"""Who may what: the roles of a message, each launch its own."""

import pytest

from lti_tool.demo.platform import LTI
from tests.lti.conftest import Begun

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
ADMIN, TEACHER, STUDENT, NOBODY = (True, False, False), (False, True, True), (False, False, True), (False, False, False)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([LIS + "membership#Instructor"], TEACHER),
        ([LIS + "membership#Learner"], STUDENT),
        (["Instructor"], TEACHER),
        (["Learner"], STUDENT),
        ([LIS + "institution/person#Administrator"], ADMIN),
        ([LIS + "system/person#Administrator"], ADMIN),
        ([LIS + "system/person#SysAdmin"], ADMIN),
        (["https://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"], TEACHER),
        ([LIS + "membership#Learner", LIS + "membership#Instructor"], TEACHER),
        ([LIS + "membership#Administrator"], NOBODY),
        (["Administrator"], NOBODY),
        ([LIS + "institution/person#Instructor"], NOBODY),
        ([LIS + "institution/person#Student"], NOBODY),
        ([LIS + "membership#Mentor", LIS + "system/person#TestUser"], NOBODY),
        (["http://evil.example/membership#Instructor"], NOBODY),
        ([" " + LIS + "membership#Instructor", LIS + "MEMBERSHIP#INSTRUCTOR"], NOBODY),
        ([], NOBODY),
        (LIS + "membership#Instructor", NOBODY),
        ({LIS + "membership#Instructor": True}, NOBODY),
        (5, NOBODY),
        ([5, None, [LIS + "membership#Instructor"], {}], NOBODY),
    ],
)
def test_roles_are_read_as_the_specification_names_them(begun, launch_of, roles, expected):
    launch = launch_of(begun.answer({LTI + "roles": roles}))
    assert (launch.is_admin, launch.is_teacher, launch.is_enrolled) == expected


def test_teacher_here_and_student_there_in_one_browser(visit, visitor, lms, open_course):
    open_course("teachers", 2)
    open_course("teachers", 3)
    lms.courses[3].kinds["maija"] = "student"
    as_teacher = visit("maija", 2, browser=visitor).base
    as_student = visit("maija", 3, browser=visitor).base
    for _ in range(2):
        assert visitor.request("GET", as_teacher).status_code == 200
        assert visitor.request("GET", as_student).status_code == 403


def test_a_role_lives_no_longer_than_its_launch(visit, visitor, lms, open_course):
    open_course("teachers")
    visit("maija", browser=visitor)
    lms.courses[2].kinds["maija"] = "student"
    visit("maija", browser=visitor)
    assert visitor.get().status_code == 403


def test_a_student_who_came_is_remembered_as_a_warning(visitor, launch_of):
    assert launch_of(Begun(visitor, "maija").answer()).course.has_students is False
    assert launch_of(Begun(visitor, "veeti").answer()).course.has_students is True
    assert launch_of(Begun(visitor, "maija").answer()).course.has_students is True


def test_a_teacher_who_is_also_a_student_is_no_warning(begun, launch_of):
    roles = [LIS + "membership#Learner", LIS + "membership#Instructor"]
    assert launch_of(begun.answer({LTI + "roles": roles})).course.has_students is False


def test_only_who_the_course_is_open_to_becomes_staff(visitor, open_course, launch_of):
    assert launch_of(Begun(visitor, "maija").answer()).person.is_staff is False
    open_course("teachers")
    assert launch_of(Begun(visitor, "veeti").answer()).person.is_staff is False
    assert launch_of(Begun(visitor, "maija").answer()).person.is_staff is True


def test_a_launch_does_not_open_or_close_a_course(begun, open_course, launch_of):
    open_course("everyone")
    assert launch_of(begun.answer()).course.open_to == "everyone"
