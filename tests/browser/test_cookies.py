"""The browser blocks third-party cookies, as people's browsers do; the tool works all the same."""

import pytest
from playwright.sync_api import expect

from tests.browser.cookie_site import without_partitioned

pytestmark = pytest.mark.browser


def test_a_plain_cookie_is_dropped_in_the_frame(college, page):
    """Proves the browser of these tests: what a tool without `Partitioned` would lose."""
    page.goto(college.course_page(tool=1))
    expect(page.frame_locator("iframe[name=tool]").locator("#names")).to_have_text("partitioned")


def test_a_plain_cookie_is_kept_in_a_window_of_its_own(college, page):
    page.goto(f"{college.lms.origin}/mod/lti/launch.php?id=2&tool=1&window=1")
    expect(page.locator("#names")).to_have_text("partitioned plain")


def test_the_tool_works_in_the_frame(college, page):
    tool = college.open_in_frame(page)
    tool.locator(".tiles a.everyday").click()
    expect(tool.locator("#add-name")).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    launches = [cookie for name, cookie in cookies.items() if name.startswith("__Host-l_")]
    assert [cookie["partitionKey"] for cookie in launches] == ["https://lms.test"]


def test_a_login_leaves_no_cookie_behind(college, page):
    college.open_in_frame(page)
    assert [cookie["name"] for cookie in page.context.cookies() if "st_" in cookie["name"]] == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_browser_without_partitioned_cookies_gets_a_new_window(college, page, monkeypatch, language):
    monkeypatch.setattr(college.tool_server, "app", without_partitioned(college.app))
    page.goto(college.course_page(language=language))
    link = page.frame_locator("iframe[name=tool]").locator("main a[target=_blank]")
    with page.expect_popup() as opened:
        link.click()
    window = opened.value
    window.wait_for_url(f"{college.tool_origin}/l/**")
    window.locator(".tiles a.everyday").click()
    expect(window.locator("#add-name")).to_be_visible()
    assert window.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(("is_kept", "state"), [(True, "good"), (False, "bad")])
def test_the_check_sees_whether_the_frame_keeps_a_cookie(college, page, monkeypatch, is_kept, state):
    if not is_kept:
        monkeypatch.setattr(college.tool_server, "app", without_partitioned(college.app))
    page.goto(college.course_page())
    page.evaluate("url => { document.body.innerHTML = `<iframe src='${url}'></iframe>` }", f"{college.tool_origin}/lti/cookies")
    expect(page.frame_locator("iframe").locator(".state")).to_have_class(f"state {state}")
