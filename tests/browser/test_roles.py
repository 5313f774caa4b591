"""Who sees what: students and closed courses see one friendly page, and a role never leaves its launch."""

import pytest
from playwright.sync_api import expect

from lti_tool.partners.models import Partner
from lti_tool.people.models import TEACHERS
from lti_tool.tiers.models import ALL_TIERS
from lti_tool.tiers.queries import packaged_title
from tests.browser import steps

pytestmark = pytest.mark.browser

LANGUAGES = ["fi", "sv", "en"]


def assert_closed(college, tool):
    """The page tells nothing of the model: no tier, no partner, no way in."""
    expect(tool.locator("h1")).to_be_visible()
    assert tool.locator("a:not([href='#main']), form, button, input, nav").count() == 0
    source = tool.content().casefold()
    with college.database() as session:
        secrets = [partner.name for partner in session.query(Partner)]
    with college.app.test_request_context(headers={"Accept-Language": tool.locator("html").get_attribute("lang")}):
        secrets += [packaged_title(tier) for tier in ALL_TIERS]
    assert [secret for secret in secrets if secret.casefold() in source] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_student_sees_only_the_closed_page(college, page, language):
    course = college.add_course(TEACHERS)
    assert_closed(college, college.open_in_frame(page, "veeti", course, language))


@pytest.mark.parametrize("path", ["tiers/everyday", "partners/", "partners/1", "methods/company-visit", "search?q=leipomo"])
def test_a_student_gets_no_further_by_typing_addresses(college, page, path):
    page = college.open_in_window(page, "veeti", college.add_course(TEACHERS))
    assert page.goto(page.url + path).status == 403
    assert_closed(college, page)


def test_a_teacher_in_a_closed_course_sees_only_the_closed_page(college, page):
    assert_closed(college, college.open_in_frame(page, "maija", college.add_course()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_administrator_opens_the_course_with_one_press(college, page, new_context, language):
    course = college.add_course()
    tool = college.open_in_frame(page, "pirjo", course, language)
    assert tool.locator(".tiles a:not(.all)").count() == 0
    tool.locator("button[value=teachers]").click()
    expect(tool.locator(".tiles a:not(.all)")).to_have_count(5)
    teacher = college.window(new_context(), "maija", course=course)
    expect(teacher.locator(".tiles a:not(.all)")).to_have_count(5)
    assert_closed(college, college.window(new_context(), "veeti", course=course))


def test_opening_to_everyone_lets_those_enrolled_as_students_in(college, page, new_context):
    course = college.add_course()
    tool = college.open_in_frame(page, "pirjo", course)
    tool.locator("button[value=everyone]").click()
    expect(tool.locator(".tiles a:not(.all)")).to_have_count(5)
    expect(college.window(new_context(), "veeti", course=course).locator(".tiles a:not(.all)")).to_have_count(5)


def test_the_administrator_is_warned_where_a_student_has_been(college, page, new_context):
    course = college.add_course()
    college.window(new_context(), "veeti", course=course)
    tool = college.open_in_frame(page, "pirjo", course)
    expect(tool.get_by_role("alert")).to_be_visible()


def test_two_tabs_keep_their_own_roles(college, context):
    """Maija teaches in one course and is a student in the other: the later launch takes nothing from the earlier."""
    studies = college.add_course(TEACHERS, maija="student")
    teacher = college.open_in_frame(context.new_page())
    student = college.open_in_frame(context.new_page(), course=studies)
    assert_closed(college, student)
    steps.tier(teacher)
    steps.add(teacher, "Kukkakauppa Kielo")
    steps.toast(teacher, "Kukkakauppa Kielo")
    student.page.reload()
    assert_closed(college, college.frame_of(student.page))


def test_two_tabs_keep_their_own_languages(college, context):
    finnish = college.open_in_frame(context.new_page(), language="fi")
    swedish = college.open_in_frame(context.new_page(), language="sv")
    steps.tier(finnish)
    steps.tier(swedish)
    assert [tab.locator("html").get_attribute("lang") for tab in (finnish, swedish)] == ["fi", "sv"]
