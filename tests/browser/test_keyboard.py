"""Without a mouse: where the focus is after each step."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser


@pytest.fixture
def tool(college, page):
    tool = college.open_in_frame(page)
    steps.tier(tool)
    tool.locator("html.has-script").wait_for()  # what is pressed before is lost
    return tool


def test_after_a_save_the_focus_is_on_the_edit_link_of_the_row(tool):
    steps.add(tool, "Nuohooja Noki")
    steps.toast(tool, "Nuohooja Noki")
    form = steps.edit(tool, "Nuohooja Noki")
    expect(form.locator("input[name=name]")).to_be_focused()
    form.locator("textarea").fill("Savupiiput")
    steps.save(form)
    expect(steps.row_of(tool, "Nuohooja Noki").locator("a.edit")).to_be_focused()


def test_after_cancelling_the_focus_is_on_the_edit_link_of_the_row(tool):
    steps.add(tool, "Nuohooja Harja")
    form = steps.edit(tool, "Nuohooja Harja")
    form.locator("[data-cancel]").press("Enter")
    expect(steps.row_of(tool, "Nuohooja Harja").locator("a.edit")).to_be_focused()


def test_after_adding_the_focus_is_ready_for_the_next(tool):
    steps.add(tool, "Nuohooja Tikas")
    steps.toast(tool, "Nuohooja Tikas")
    expect(tool.locator("#add-name")).to_be_focused()
    expect(tool.locator("#add-name")).to_have_value("")


def test_after_a_refused_addition_the_focus_is_on_the_field_in_error(tool):
    steps.add(tool, "")
    expect(tool.locator("#add-name-error")).to_be_visible()
    expect(tool.locator("#add-name")).to_be_focused()
    assert tool.locator("#add-name").get_attribute("aria-describedby") == "add-name-error"


def test_after_a_refused_correction_the_focus_is_on_the_field_in_error(tool):
    steps.add(tool, "Lukkoseppä Salpa")
    form = steps.edit(tool, "Lukkoseppä Salpa")
    form.locator("input[name=url]").fill("ei mikään")
    steps.save(form)
    expect(form.locator(".field-error")).to_be_visible()
    expect(form.locator("input[name=url]")).to_be_focused()


def test_after_archiving_one_key_takes_it_back_and_the_focus_is_on_the_row(tool):
    steps.add(tool, "Nuohooja Hormi")
    steps.edit(tool, "Nuohooja Hormi").locator("button[formaction]").click()
    expect(steps.toast(tool, "Nuohooja Hormi").locator("button.link")).to_be_focused()
    tool.page.keyboard.press("Enter")
    expect(steps.row_of(tool, "Nuohooja Hormi").locator("a").first).to_be_focused()


def test_escape_leaves_an_edit_and_control_enter_saves_it(tool):
    steps.add(tool, "Nuohooja Luuta")
    form = steps.edit(tool, "Nuohooja Luuta")
    form.locator("textarea").press_sequentially("x")
    form.locator("textarea").press("Escape")
    expect(steps.row_of(tool, "Nuohooja Luuta").locator(".what")).to_have_text("Oppimisjaksot")
    form = steps.edit(tool, "Nuohooja Luuta")
    form.locator("textarea").fill("Savupiiput")
    form.locator("textarea").press("Control+Enter")
    expect(steps.row_of(tool, "Nuohooja Luuta").locator(".what")).to_have_text("Savupiiput")


def test_control_enter_saves_out_of_a_field_of_one_line(tool):
    steps.add(tool, "Nuohooja Rännä")
    form = steps.edit(tool, "Nuohooja Rännä")
    form.locator("input[name=contact]").fill("Nokitiimi")
    form.locator("input[name=contact]").press("Control+Enter")
    expect(steps.row_of(tool, "Nuohooja Rännä").locator(".who")).to_have_text("Nokitiimi")


def test_what_hangs_open_closes_by_escape_and_when_one_goes_on(tool):
    narrow = tool.locator("details.narrow-down")
    for leave in ("Escape", "focus"):
        narrow.locator("summary").click()
        narrow.locator("input[name=q]").focus()
        if leave == "Escape":
            tool.page.keyboard.press("Escape")
            expect(narrow.locator("summary")).to_be_focused()
        else:
            tool.locator("#add-name").focus()
        expect(narrow).not_to_have_attribute("open", "")


def test_a_link_in_the_cut_part_of_a_text_is_seen_while_it_has_the_focus_and_moves_nothing_for_good(tool):
    steps.add(tool, "Nuohooja Pitkä", "Savupiiput keväisin ja syksyisin, " * 8 + "https://nuohooja.example")
    text = steps.row_of(tool, "Nuohooja Pitkä").locator(".what > div")
    text.locator("a").focus()
    assert text.evaluate("part => part.scrollTop") > 0
    tool.locator("#add-name").focus()
    assert text.evaluate("part => part.scrollTop") == 0


def test_typing_into_the_search_moves_no_page(tool):
    tool.evaluate("scrollTo(0, 600)")
    at = tool.evaluate("scrollY")
    assert at > 300
    tool.locator("input[type=search]").focus()
    tool.page.keyboard.type("nuohooja", delay=30)
    assert tool.evaluate("scrollY") == at


def test_enter_adds_what_stands_in_the_field_whatever_was_asked(tool):
    steps.add(tool, "Nuohooja Tervaskanto")
    steps.toast(tool, "Nuohooja Tervaskanto")
    steps.add(tool, "Nuohooja Tervaskannto")
    expect(tool.locator("button[name=is_new]")).to_be_visible()
    tool.locator("#add-name").fill("Maalaamo Sudinvarsi")
    tool.locator("#add-description").press("Enter")
    expect(steps.row_of(tool, "Maalaamo Sudinvarsi")).to_be_visible()
    expect(steps.row_of(tool, "Nuohooja Tervaskanto")).to_have_count(1)


def test_the_hint_takes_no_place_between_the_fields(tool):
    name = f"Nuohooja Kuurna {secrets.token_hex(3)}"  # another one when the test is run once more
    steps.add(tool, name)
    steps.toast(tool, name)
    tool.locator("#add-name").press_sequentially("Kuurna", delay=60)  # as a person types: the row has just come
    expect(tool.locator("#similar a").first).to_be_visible()
    tool.locator("#add-name").press("Tab")
    expect(tool.locator("#add-description")).to_be_focused()


def test_what_is_typed_before_the_page_has_settled_stays_where_it_is_typed(tool):
    """On a slow machine somebody is in the next field before htmx has settled what it swapped in."""
    steps.add(tool, "Lasimestari Ruutu")
    steps.toast(tool, "Lasimestari Ruutu")
    edit = steps.row_of(tool, "Lasimestari Ruutu").locator("a.edit")
    edit.evaluate("link => { link.dataset.hxSwap = 'outerHTML settle:1000ms' }")
    tool.evaluate("() => { document.addEventListener('htmx:afterSettle', () => { document.body.id = 'settled' }) }")
    form = steps.edit(tool, "Lasimestari Ruutu")
    form.locator("textarea").focus()
    tool.locator("#settled").wait_for()
    tool.page.keyboard.type("Ikkunat")
    expect(form.locator("input[name=name]")).to_have_value("Lasimestari Ruutu")
    expect(form.locator("textarea")).to_have_value(re.compile("Ikkunat"))


def test_an_answer_that_comes_late_does_not_take_the_focus_from_the_row_in_work(tool):
    late = []
    for name in ("Maalari Sivellin", "Maalari Telta"):
        steps.add(tool, name)
        steps.toast(tool, name)
    form = steps.edit(tool, "Maalari Sivellin")
    tool.page.route(
        "**/partners/rows/*", lambda route: late.append(route) if route.request.method == "POST" else route.continue_()
    )
    form.locator("textarea").fill("Ulkoseinät")
    steps.save(form)
    steps.row_of(tool, "Maalari Telta").locator("a.edit").click()
    expect(tool.locator("form.row-form")).to_have_count(2)
    other = tool.locator("form.row-form").first  # the newest row is the first
    other.locator("textarea").focus()
    late[0].continue_()
    expect(steps.row_of(tool, "Maalari Sivellin").locator(".what")).to_have_text("Ulkoseinät")
    expect(other.locator("textarea")).to_be_focused()


def test_control_k_leads_to_the_search_from_everywhere(tool):
    tool.locator("#add-name").focus()
    tool.page.keyboard.press("Control+k")
    expect(tool.locator("input[type=search]")).to_be_focused()
    expect(tool.locator("input[type=search]")).to_have_value("")


def test_no_single_key_is_a_shortcut(tool):
    """WCAG 2.1.4: who speaks to the computer would press it without meaning to."""
    tool.locator("#main").focus()
    tool.page.keyboard.press("/")
    expect(tool.locator("#main")).to_be_focused()


def test_the_first_tab_leads_past_the_navigation(tool):
    tool.evaluate("document.activeElement.blur()")
    tool.locator("body").press("Tab")
    expect(tool.locator("a.skip")).to_be_focused()
    tool.page.keyboard.press("Enter")
    expect(tool.locator("#main")).to_be_focused()


def test_the_search_finds_a_partner_by_keyboard_alone(tool):
    steps.add(tool, "Nuohooja Piisi")
    steps.toast(tool, "Nuohooja Piisi")
    tool.locator("#main").focus()
    tool.page.keyboard.press("Control+k")
    tool.page.keyboard.type("piisi")
    expect(tool.locator("#found .hits a").first).to_have_text("Nuohooja Piisi")
    tool.page.keyboard.press("Escape")
    expect(tool.locator("#found .hits")).to_have_count(0)
    expect(tool.locator("input[type=search]")).to_be_focused()
    tool.page.keyboard.press("Enter")
    expect(tool.locator("main .hits a").first).to_have_text("Nuohooja Piisi")
