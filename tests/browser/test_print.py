"""On paper: what is read stays, what is pressed goes."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser


@pytest.fixture
def tool(college, page):
    page = college.open_in_window(page)
    steps.tier(page)
    return page


def test_navigation_toast_and_forms_are_not_printed(tool):
    steps.add(tool, "Kirjapaino Arkki")
    steps.toast(tool, "Kirjapaino Arkki")
    expect(tool.locator(".only-print")).to_be_hidden()
    tool.emulate_media(media="print")
    for selector in (".bar", "#notices", "#add-row", "[data-print]", "a.edit >> nth=0", ".parts", ".switch >> nth=0"):
        expect(tool.locator(selector)).to_be_hidden()
    expect(steps.row_of(tool, "Kirjapaino Arkki")).to_be_visible()
    expect(tool.locator("h1")).to_be_visible()
    expect(tool.locator(".only-print")).to_contain_text(str(datetime.now(UTC).year))


def test_on_paper_today_is_a_day(tool):
    steps.add(tool, "Kirjapaino Arkki")
    steps.row_of(tool, "Kirjapaino Arkki").locator(".name a").first.click()
    tool.locator("#log-text").fill("Käytiin talossa")
    tool.locator(".log-text .btn").click()
    entry = tool.locator("ul.timeline li", has_text="Käytiin talossa")
    day = entry.locator("[data-day]").first
    expect(day.locator("span")).to_be_visible()
    shown = "one => getComputedStyle(one, '::after').content"
    assert day.evaluate(shown) == "none"
    tool.emulate_media(media="print")
    expect(day.locator("span")).to_be_hidden()
    assert str(datetime.now(UTC).year) in day.evaluate(shown)


def test_the_print_button_prints(tool):
    tool.evaluate("window.print = () => { window.printed = true }")
    tool.locator(".narrow-down summary").click()
    tool.locator("[data-print]").click()
    assert tool.evaluate("window.printed")


def test_the_printed_list_is_not_cut_off_at_the_sides(tool):
    steps.resize(tool, 720, 1000)  # A4 less its margins
    tool.emulate_media(media="print")
    assert tool.evaluate("document.documentElement.scrollWidth") <= 720


def test_on_paper_a_partner_begins_with_what_is_done_together_and_a_log_is_a_sheet_to_fill_in(tool):
    base = tool.url.partition("tiers/")[0]
    tool.locator("tr[id^=row-] .name a").first.click()
    expect(tool.locator(".band-of-facts")).to_be_visible()
    steps.resize(tool, 680, 1000)
    tool.emulate_media(media="print")
    rows = tool.locator("table.of-partner").bounding_box()
    assert rows["y"] < tool.locator("#happened").bounding_box()["y"]
    entries = tool.locator("ul.timeline > li").evaluate_all("all => all.map(one => getComputedStyle(one).breakInside)")
    assert set(entries) == {"avoid"}
    assert tool.evaluate("document.documentElement.scrollWidth") <= 680
    tool.goto(base + "log")
    assert tool.locator("form.log :is(button, summary):visible").count() == 0
    assert tool.locator("form.log .chip:visible").count() == 1
    for field in ("#log-text", "#log-need", "#log-step"):
        expect(tool.locator(field)).to_be_visible()


def test_a_log_on_paper_names_its_partner_in_black_and_no_draft(tool):
    tool.on("dialog", lambda dialog: dialog.accept())
    home = tool.url.partition("tiers/")[0]
    tool.goto(home + "log")
    tool.locator("#log-text").fill("Sovimme jaksosta")
    tool.goto(home + "log")
    expect(tool.locator("main .notice")).to_be_visible()
    tool.emulate_media(media="print")
    expect(tool.locator("main .notice")).to_be_hidden()
    expect(tool.locator(".whom label:has(:checked)")).not_to_have_css("color", "rgb(255, 255, 255)")
    tool.locator("main [data-discard]").evaluate("button => button.click()")
    tool.goto(home)
    expect(tool.locator(".heading a[href$='/log']")).to_be_hidden()
