"""Before a second entry of the same partner is made, the list says who works with it already."""

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser


@pytest.fixture
def tool(college, page):
    tool = college.open_in_frame(page)
    steps.tier(tool)
    return tool


def type_name(tool, name):
    """As fingers do, so that the hint is asked for."""
    tool.locator("#add-name").press_sequentially(name, delay=5)


def test_typing_a_known_name_tells_who_works_with_it(tool):
    type_name(tool, "hopeajärven leip")
    hint = tool.locator("#similar .hint").filter(has_text="Hopeajärven Leipomo Oy")
    expect(hint).to_contain_text("Maija Koskela")


@pytest.mark.parametrize("pasted", ["leipomo hopeajarven", "Hopeajärven Leiomo", "jopeajärven"])
def test_a_name_that_is_pasted_by_mouse_is_looked_for_too(tool, pasted):
    """No key is pressed; in another order of words, with a typing error, also in the first letter."""
    tool.locator("#add-name").fill(pasted)
    expect(tool.locator("#similar .hint").filter(has_text="Hopeajärven Leipomo Oy")).to_be_visible()


def test_the_hint_goes_when_the_name_becomes_another(tool):
    type_name(tool, "hopeajärven leip")
    expect(tool.locator("#similar .hint").first).to_be_visible()
    type_name(tool, "ix tehdas")
    expect(tool.locator("#similar .hint")).to_have_count(0)


def test_the_hint_leaves_focus_and_text_where_they_were(tool):
    type_name(tool, "hopeajärven leip")
    expect(tool.locator("#similar .hint").first).to_be_visible()
    expect(tool.locator("#add-name")).to_be_focused()
    expect(tool.locator("#add-name")).to_have_value("hopeajärven leip")


def test_no_makes_a_second_partner(tool):
    steps.add(tool, "Pyöräkorjaamo Poljin", "Huolto")
    steps.toast(tool, "Pyöräkorjaamo Poljin")
    steps.add(tool, "Pyöräkorjaamo Poljim", "Toinen")
    expect(tool.locator("button[name=is_new]")).to_be_visible()
    expect(tool.locator("button[name=partner_id]")).to_have_count(0)  # it stands here already
    expect(steps.row_of(tool, "Pyöräkorjaamo Poljim")).to_have_count(0)
    tool.locator("button[name=is_new]").click()
    steps.toast(tool, "Pyöräkorjaamo Poljim")
    expect(steps.row_of(tool, "Pyöräkorjaamo Poljim").locator(".what")).to_have_text("Toinen")
    expect(steps.row_of(tool, "Pyöräkorjaamo Poljin").locator(".what")).to_have_text("Huolto")


def test_the_colleague_whom_one_has_meant_is_taken(tool):
    steps.add(tool, "Venekorjaamo Parras", "Veneet", contact="Oli Rantanen")
    expect(tool.locator("button[name=contact_answer]").first).to_be_visible()
    assert tool.evaluate("document.documentElement.scrollWidth <= innerWidth"), "what is said there makes the page no wider"
    tool.locator("button[name=contact_answer]").first.click()
    steps.toast(tool, "Venekorjaamo Parras")
    expect(steps.row_of(tool, "Venekorjaamo Parras").locator(".who")).to_contain_text("Olli Rantanen")


def test_what_is_asked_on_the_page_that_adds_can_be_answered(tool):
    steps.add(tool, "Köysitehdas Solmu", "Köydet")
    steps.toast(tool, "Köysitehdas Solmu")
    tool.goto(tool.url.split("/tiers/")[0] + "/partners/add?name=K%C3%B6ysitehdas+Solmus")
    tool.locator("#add-form .buttons button").click()
    expect(tool.locator("button[name=is_new]")).to_be_visible()
    tool.wait_for_load_state("networkidle")  # no hint takes the place of the answers
    tool.locator("button[name=is_new]").click()
    steps.toast(tool, "Köysitehdas Solmus")


def test_yes_uses_the_partner_there_is(tool):
    steps.add(tool, "Lasipaja Kupla", "Näyttely")
    steps.toast(tool, "Lasipaja Kupla")
    steps.tier(tool, "strategic")
    steps.add(tool, "Lasipaja Kuplaa", "Yhteinen paja")
    tool.locator("button[name=partner_id]").click()
    steps.toast(tool, "Lasipaja Kupla")
    row = steps.row_of(tool, "Lasipaja Kupla")
    expect(row.locator(".what")).to_have_text("Yhteinen paja")
    row.locator(".name a").first.click()
    expect(tool.locator("table.list tbody tr")).to_have_count(2)  # one partner in two tiers


def test_a_partner_that_is_on_the_list_is_not_added_twice(tool):
    steps.add(tool, "Takomo Alasin")
    steps.toast(tool, "Takomo Alasin")
    steps.add(tool, "takomo alasin oy", "Toinen kerta")
    expect(tool.locator("#add-name-error")).to_be_visible()
    expect(tool.locator("#add-row .hint a").first).to_have_text("Takomo Alasin")
    expect(tool.locator("#add-description")).to_have_value("Toinen kerta")


def test_what_was_found_for_other_letters_cannot_be_pressed(tool):
    """It would lead to, or add, what is not meant any more."""
    search = tool.locator("[data-search]")
    search.fill("vaski")
    expect(tool.locator("#found .new a")).to_contain_text("vaski")
    held = []
    tool.page.route("**/find?*", lambda route: held.append(route))
    with tool.page.expect_request("**/find?*"):
        search.fill("vaskiniemi")
    expect(tool.locator("#found")).to_have_attribute("inert", "")
    held[0].continue_()
    expect(tool.locator("#found .new a")).to_contain_text("vaskiniemi")
    expect(tool.locator("#found[inert]")).to_have_count(0)
