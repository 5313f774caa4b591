"""From the frame into a window of its own, in a browser that keeps no third-party cookies."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser

PHONE = {"width": 375, "height": 667}


@pytest.mark.parametrize("size", [None, PHONE], ids=["laptop", "phone"])
def test_one_press_opens_the_page_in_a_window_of_its_own(college, new_context, size):
    page = new_context(viewport=size or {"width": 1366, "height": 650}).new_page()
    frame = college.open_in_frame(page)
    steps.tier(frame, "development")
    if size:
        frame.locator(".menu summary").click()
    with page.context.expect_page() as opened:
        frame.locator(".new-window button:visible").click()
    window = opened.value
    window.wait_for_url(re.compile(r"/l/[\w-]{22}/tiers/development$"))
    assert window.evaluate("opener") is None
    expect(window.locator(".new-window button:visible")).to_have_count(0)  # it is one already
    name = f"Ikkunatehdas {'Puhelin' if size else 'Kannettava'}"
    steps.add(window, name)
    steps.toast(window, name)
    frame.locator(".bar > nav a, .menu nav a").first.wait_for(state="attached")
    frame.goto(frame.url)
    expect(steps.row_of(frame, name)).to_have_count(1)  # and the frame goes on beside it


def test_a_window_that_the_browser_kept_back_takes_one_more_press(college, new_context):
    """A script that may not open windows leaves the form to be pressed."""
    page = new_context().new_page()
    frame = college.open_in_frame(page)
    frame.evaluate("HTMLFormElement.prototype.requestSubmit = () => {}")
    frame.locator(".new-window button:visible").click()
    with page.context.expect_page() as opened:
        frame.locator(".new-window form[data-send] button:visible").click()
    opened.value.wait_for_url(re.compile(r"/l/[\w-]{22}/$"))


def test_without_a_script_it_takes_two_presses(college, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(college.course_page())
    frame = page.frame_locator("iframe[name=tool]")
    frame.get_by_role("button").click()
    frame.get_by_role("button", name="Jatka").click()
    frame.locator(".bar > .new-window button").click()
    with page.context.expect_page() as opened:
        frame.locator("main form button").click()
    opened.value.wait_for_url(re.compile(r"/l/[\w-]{22}/$"))
    expect(opened.value.locator(".tiles")).to_be_visible()
