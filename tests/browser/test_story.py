"""The story of a visit: a teacher reads, adds a partner, corrects it and takes the correction back."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser

CASES = [
    ("fi", 1280, "college", "Kahvila Kerttuli"),
    ("fi", 320, "college", "Myllärin Kauppa"),
    ("sv", 1280, "college", "Bageri Solros"),
    ("sv", 320, "college", "Hantverk i Viken"),
    ("en", 1280, "college", "Ironworks of Sund"),
    ("en", 320, "college", "Otso Boats Ltd"),
    ("fi", 1280, "college_on_postgresql", "Kahvila Kerttuli"),
    ("sv", 320, "college_on_postgresql", "Bageri Solros"),
]


@pytest.fixture
def tool(request, new_context, language, width, database):
    """The activity on the course page, in the frame."""
    college = request.getfixturevalue(database)
    page = new_context(viewport={"width": width, "height": 900}).new_page()
    return college.open_in_frame(page, language=language)


@pytest.mark.parametrize(("language", "width", "database", "name"), CASES)
def test_a_teacher_reads_adds_corrects_and_undoes(tool, language, name):
    name = f"{name} {secrets.token_hex(4)}"  # another one when the test is run once more
    assert tool.locator("html").get_attribute("lang") == language
    expect(tool.locator(".tiles a:not(.all)")).to_have_count(5)

    _read_a_method(tool)
    _add_with_the_keyboard(tool, name)
    row = steps.row_of(tool, name)
    expect(row.locator(".also a")).to_have_attribute("href", "https://kerttuli.example")
    expect(row.locator(".what")).to_have_text("Kesätyöt")
    expect(row.locator(".who")).to_have_text("Kahvitiimi")

    form = steps.edit(tool, name)
    form.locator("textarea[name=description]").fill("Kesätyöt ja näytöt")
    steps.save(form)
    expect(row.locator(".what")).to_have_text("Kesätyöt ja näytöt")

    steps.toast(tool, name).locator("button.link").click()
    expect(row.locator(".what")).to_have_text("Kesätyöt")
    expect(row.locator(".also a")).to_have_attribute("href", "https://kerttuli.example")

    steps.toast(tool, name).locator("button.link").click()  # an undo by mistake
    expect(row.locator(".what")).to_have_text("Kesätyöt ja näytöt")


def _read_a_method(tool):
    tool.locator(".tiles a.everyday").click()
    tool.locator(".tabs a").nth(1).click()
    title = tool.locator("main ul.plain li a:not([href*='/own/'])").first.inner_text()
    tool.get_by_role("link", name=title, exact=True).click()
    expect(tool.locator("h1")).to_have_text(title)
    tool.locator("dl a[href$='/tiers/everyday']").click()
    expect(tool.locator("#add-row")).to_be_attached()


def _add_with_the_keyboard(tool, name):
    keys = tool.page.keyboard
    tool.locator("#main").focus()
    if tool.locator("[data-unfold]").is_visible():
        tool.locator("[data-unfold]").press("Enter")
        expect(tool.locator("#add-name")).to_be_focused()
    else:
        steps.press_until(tool, "Tab", "add-name")
    keys.type(f"{name} https://kerttuli.example")
    steps.press_until(tool, "Tab", "add-description")
    keys.type("Kesätyöt")
    steps.press_until(tool, "Tab", "add-contact")
    keys.type("Kahvitiimi")
    keys.press("Tab")
    keys.press("Enter")
    steps.toast(tool, name)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_added_partner_is_on_the_overview(college, page, language):
    tool = college.open_in_frame(page, language=language)
    name = {"fi": "Pesula Usva", "sv": "Tvätteri Dimma", "en": "Laundry of Haze"}[language]
    steps.tier(tool, "development")
    steps.add(tool, name)
    steps.toast(tool, name)
    tool.locator(".bar > nav a").first.click()
    expect(tool.locator("ul.plain").last.get_by_role("link", name=name)).to_be_visible()


def test_taking_an_addition_back_takes_it_off_the_list(college, page):
    tool = college.open_in_frame(page)
    steps.tier(tool)
    steps.add(tool, "Suutari Lesti")
    steps.toast(tool, "Suutari Lesti").locator("button.link").click()
    expect(steps.row_of(tool, "Suutari Lesti")).to_have_count(0)

    steps.toast(tool, "Suutari Lesti").locator("button.link").click()  # an undo by mistake
    expect(steps.row_of(tool, "Suutari Lesti")).to_be_visible()


def test_an_archived_partner_leaves_the_list_and_comes_back_by_undo(college, page):
    tool = college.open_in_frame(page)
    steps.tier(tool)
    steps.add(tool, "Kelloseppä Viisari")
    steps.toast(tool, "Kelloseppä Viisari")
    form = steps.edit(tool, "Kelloseppä Viisari")
    form.locator("button[formaction]").click()
    expect(form).to_have_count(0)
    expect(steps.row_of(tool, "Kelloseppä Viisari")).to_have_count(0)
    steps.toast(tool, "Kelloseppä Viisari").locator("button.link").click()
    expect(steps.row_of(tool, "Kelloseppä Viisari")).to_be_visible()
