"""Who may what: the roles of a message, each launch its own."""

import pytest

from lti_tool.demo.platform import LTI
from tests.lti.conftest import Begun

pytestmark = pytest.mark.any_database

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
ADMIN = (True, False, False)
TEACHER = (False, True, True)
STUDENT = (False, False, True)
NOBODY = (False, False, False)
BOTH = (True, True, True)


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
        ([LIS + "membership#Administrator"], TEACHER),
        (["Administrator"], TEACHER),
        ([LIS + "membership#ContentDeveloper"], TEACHER),
        ([LIS + "membership#Manager"], TEACHER),
        ([LIS + "membership#Mentor"], NOBODY),
        ([LIS + "membership#Member"], NOBODY),
        ([LIS + "membership/Instructor#TeachingAssistant"], TEACHER),
        ([LIS + "membership/Administrator#Support"], TEACHER),
        ([LIS + "membership/Manager#CourseCoordinator"], TEACHER),
        ([LIS + "membership/Manager#Observer"], NOBODY),
        ([LIS + "membership/Manager#ExternalObserver"], NOBODY),
        ([LIS + "membership/Administrator#ExternalSupport"], NOBODY),
        ([LIS + "membership/Instructor#GuestInstructor"], NOBODY),
        ([LIS + "membership/Learner#NonCreditLearner"], STUDENT),
        ([LIS + "membership/Learner#GuestLearner"], NOBODY),
        ([LIS + "membership/Learner#Instructor"], STUDENT),
        ([LIS + "membership/Learner#Instructor", LIS + "membership/Instructor#TeachingAssistant"], STUDENT),
        ([LIS + "membership#Learner", LIS + "membership/Instructor#TeachingAssistant"], STUDENT),
        ([LIS + "membership#Learner", LIS + "membership#Manager"], STUDENT),
        ([LIS + "membership#Learner", LIS + "institution/person#Instructor"], STUDENT),
        ([LIS + "membership#Learner", LIS + "institution/person#Staff", LIS + "institution/person#Faculty"], STUDENT),
        ([LIS + "membership/Learner#GuestLearner", LIS + "membership/Instructor#TeachingAssistant"], NOBODY),
        ([LIS + "membership#Learner", LIS + "membership/Instructor#TeachingAssistant", LIS + "membership#Instructor"], TEACHER),
        ([LIS + "membership#Instructor", TEST_USER], NOBODY),
        ([LIS + "system/person#Administrator", TEST_USER], NOBODY),
        ([TEST_USER.replace("http:", "https:"), LIS + "membership#Learner"], NOBODY),
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


COURSE_STAFF = [LIS + "system/person#Administrator", LIS + "institution/person#Instructor"]  # of Open edX before 11.1


@pytest.mark.parametrize(
    ("platform", "roles", "expected"),
    [
        ("Open edX before 11.1, course staff", COURSE_STAFF, TEACHER),
        ("Open edX before 2.4, course staff", [*COURSE_STAFF, LIS + "institution/person#Student"], TEACHER),
        ("Open edX before 11.1, course admin or global staff", [LIS + "institution/person#Instructor"], NOBODY),
        ("Open edX before 11.1, student", [LIS + "institution/person#Student"], NOBODY),
        (
            "Moodle, site admin",
            [*COURSE_STAFF[:1], LIS + "institution/person#Administrator", LIS + "membership#Instructor"],
            BOTH,
        ),
        (
            "Blackboard, system admin",
            [*COURSE_STAFF[:1], LIS + "membership#Administrator", LIS + "institution/person#Staff"],
            BOTH,
        ),
        ("Canvas, site admin", [LIS + "system/person#SysAdmin", LIS + "institution/person#Instructor"], ADMIN),
        ("of any platform, an admin who teaches", [*COURSE_STAFF, LIS + "institution/person#Administrator"], ADMIN),
        ("of any platform, an admin in the course", [*COURSE_STAFF, LIS + "membership#Instructor"], BOTH),
        ("of any platform, an admin who is a student here", [*COURSE_STAFF, LIS + "membership#Learner"], (True, False, True)),
        ("of any platform, an admin and nothing else", COURSE_STAFF[:1], ADMIN),
    ],
)
def test_course_staff_of_open_edx_is_told_apart_from_admins(begun, launch_of, platform, roles, expected):
    launch = launch_of(begun.answer({LTI + "roles": roles}))
    assert (launch.is_admin, launch.is_teacher, launch.is_enrolled) == expected, platform


def test_roles_are_kept_as_they_were_told_and_bounded(begun, launch_of):
    roles = ["Instructor", "x" * 201, "with space", "", "Instructor", "line\nbreak", 5, LIS + "membership#Mentor"]
    assert launch_of(begun.answer({LTI + "roles": roles})).roles == f"Instructor {LIS}membership#Mentor"


def test_many_roles_are_no_burden(begun, launch_of):
    roles = [f"Role{number}" for number in range(1000)]
    assert len(launch_of(begun.answer({LTI + "roles": roles})).roles.split()) == 30


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
