"""One course page with three activities: all log in at once, and each frame keeps its own session."""

import pytest
from playwright.sync_api import expect

from lti_tool.people import sessions
from tests.browser import steps

pytestmark = pytest.mark.browser


def test_three_frames_of_a_page_all_work(college, page):
    college.open_in_frame(page)  # so that the platform's keys are known: else two of the three wait a moment (`test_one_moment`)
    page.goto(college.course_page(frames=3))
    frames = [college.frame_of(page, name) for name in ("tool", "tool-2", "tool-3")]
    assert len({frame.url for frame in frames}) == 3
    for number, frame in enumerate(frames):
        steps.tier(frame)
        steps.add(frame, f"Leikkuri {'abc'[number] * 6}")
        steps.toast(frame, f"Leikkuri {'abc'[number] * 6}")
    frames[0].locator(".bar > nav a").nth(1).click()
    expect(frames[0].locator("tr[id^=row-]").filter(has_text="Leikkuri")).to_have_count(3)


def test_the_oldest_of_many_launches_is_told_to_open_again(college, context, monkeypatch):
    """So many live side by side; one more costs the first, which says what to do."""
    monkeypatch.setattr(sessions, "LAUNCHES_KEPT", 2)
    first = college.window(context)
    for _time in range(2):
        college.window(context).close()
    first.locator(".tiles a.everyday").click()
    expect(first.locator("h1")).to_be_visible()
    expect(first.locator("#add-row")).to_have_count(0)
    assert first.locator("nav").count() == 0


def test_another_site_that_frames_the_tool_gets_nothing(college, page):
    """Neither the session, which is the other site's own partition, nor the permission to show a page of it."""
    college.open_in_window(page)
    address = page.url
    policy = page.reload().headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {college.lms.origin}")
    page.goto(college.lms.origin.replace("lms.test", "evil.test"))
    page.evaluate("url => { document.body.innerHTML = `<iframe name=stolen src='${url}'></iframe>` }", address)
    stolen = page.frame_locator("iframe")
    expect(stolen.locator("h1")).to_be_visible()  # the page that says to open it in Moodle again
    expect(stolen.locator(".tiles, nav, form")).to_have_count(0)
