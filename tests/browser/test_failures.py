"""A page that fails: what was typed stands in the frame before anybody scrolls."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import listen

pytestmark = pytest.mark.browser

FRAMES = [(971, 277), (359, 292)]  # as Moodle gives them on a desk and on a phone
ONE_LINE = 40


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_was_typed_stands_in_the_first_screen_of_a_failed_page(college, browser, browser_context_args, complaints, language):
    context = listen(browser.new_context(**{**browser_context_args, "locale": language}), complaints)
    page = college.window(context, "maija", language=language)
    page.goto(page.url + "tiers/strategic/own-words")
    page.fill("textarea[name=text]", "Kirjoitettu teksti.\n" * 20)
    context.clear_cookies()
    page.click("main form button:not([name])")
    typed = page.locator("pre.typed")
    typed.wait_for()
    for width, height in FRAMES:
        page.set_viewport_size({"width": width, "height": height})
        assert typed.bounding_box()["y"] + ONE_LINE < height
    context.close()


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_a_hint_that_fails_takes_nothing_away(college, page, complaints, status):
    tool = college.open_in_window(page)
    tool.locator(".tiles a.everyday").click()
    page.route("**/partners/similar*", lambda route: route.fulfill(status=status, body="<h1>Vika</h1>"))
    with page.expect_response("**/partners/similar*"):
        tool.locator("#add-name").press_sequentially("Hopea")
    tool.wait_for_timeout(200)
    expect(tool.locator("#add-name")).to_have_value("Hopea")
    expect(tool.get_by_text("Vika")).to_have_count(0)
    complaints.clear()  # htmx tells the console what came
