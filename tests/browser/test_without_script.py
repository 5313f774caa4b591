"""Everything a person does also works where scripts are switched off; only Moodle's own buttons are more."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser


@pytest.fixture
def tool(college, new_context):
    """The tier's page, in the frame of a browser without scripts."""
    page = new_context(java_script_enabled=False).new_page()
    page.goto(college.course_page())
    frame = page.frame_locator("iframe[name=tool]")
    frame.get_by_role("button").click()  # the LMS sends its forms by script, or by this button
    frame.get_by_role("button", name="Jatka").click()
    frame.locator(".tiles a.everyday").click()
    expect(frame.locator("#add-row")).to_be_visible()
    return frame


def test_adding_editing_and_undoing_work_without_script(tool):
    name = "Verhoomo Samettinen"
    steps.add(tool, f"{name} www.samettinen.example", "Korjausompelu", "Artesaanitiimi")
    steps.toast(tool, name)
    row = steps.row_of(tool, name)
    expect(row.locator(".who")).to_have_text("Artesaanitiimi")

    form = steps.edit(tool, name)
    expect(tool.locator("h1")).to_contain_text(name)  # a page of its own
    form.locator("textarea").fill("Korjausompelu ja mallistot")
    steps.save(form)
    steps.toast(tool, name)
    expect(row.locator(".what")).to_have_text("Korjausompelu ja mallistot")

    steps.toast(tool, name).locator("button.link").click()
    steps.toast(tool, name)
    expect(row.locator(".what")).to_have_text("Korjausompelu")


def test_an_edit_from_the_list_leads_back_to_the_list(tool):
    steps.add(tool, "Kutomo Pellavainen")
    form = steps.edit(tool, "Kutomo Pellavainen")
    form.locator("textarea").fill("Kangaspuut")
    steps.save(form)
    steps.toast(tool, "Kutomo Pellavainen")
    expect(steps.row_of(tool, "Kutomo Pellavainen").locator(".what")).to_have_text("Kangaspuut")


def test_an_empty_name_is_explained_and_the_rest_kept(tool):
    steps.add(tool, "", "Lampaiden keritsijät")
    expect(tool.locator("#add-name-error")).to_be_visible()
    expect(tool.locator("#add-description")).to_have_value("Lampaiden keritsijät")


def test_a_nearly_equal_name_asks_and_takes_the_answer(tool):
    steps.add(tool, "Villatila Karitsala")
    steps.toast(tool, "Villatila Karitsala")  # what is typed before the page has come goes with the old one
    steps.add(tool, "Villatila Karitsalla")
    tool.locator("button[name=is_new]").click()
    steps.toast(tool, "Villatila Karitsalla")
    expect(tool.locator("h1")).to_have_text("Villatila Karitsalla")


def test_an_edit_form_with_an_error_keeps_what_was_typed(tool):
    steps.add(tool, "Nahkuri Parkki")
    form = steps.edit(tool, "Nahkuri Parkki")
    form.locator("input[name=name]").fill("")
    form.locator("textarea").fill("Uusi sopimus")
    steps.save(form)
    expect(tool.locator(".field-error")).to_be_visible()
    expect(tool.locator("textarea")).to_have_value("Uusi sopimus")


def test_nothing_that_needs_a_script_is_offered(tool):
    expect(tool.locator("[data-print]")).to_be_hidden()


def test_a_course_is_opened_without_script(college, new_context):
    course = college.add_course()
    page = new_context(java_script_enabled=False).new_page()
    page.goto(college.course_page("pirjo", course))
    frame = page.frame_locator("iframe[name=tool]")
    frame.get_by_role("button").click()
    frame.get_by_role("button", name="Jatka").click()
    frame.locator("button[value=teachers]").click()
    expect(frame.locator(".tiles a:not(.all)")).to_have_count(5)
