"""A page that fails: what was typed stands in the frame before anybody scrolls."""

import pytest

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
