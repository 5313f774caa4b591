"""Platforms that show their courses on another host than the one that logs in: Open edX two deep, Canvas beside it."""

from urllib.parse import quote

import pytest
from flask import Flask, request
from sqlalchemy import update

from lti_tool.lti.models import Deployment
from tests.conftest import serve

pytestmark = pytest.mark.browser
LTI = "https://purl.imsglobal.org/spec/lti/claim/"


@pytest.fixture
def outer(certificate):
    """A site on any host of .test whose page is one frame with the address it is asked for: outer("apps.test")."""
    app = Flask("outer")
    app.add_url_rule("/", view_func=lambda: f"<iframe name=inner width=971 height=500 src='{request.args['of']}'></iframe>")
    server = serve(app, certificate)
    yield lambda host: f"https://{host}:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def window(browser, browser_context_args):
    """A window whose complaints nobody hears: browsers tell each frame that they refuse."""
    context = browser.new_context(**browser_context_args)
    yield context.new_page()
    context.close()


@pytest.fixture
def listed(college):
    """Let the admin list these hosts, for the time of a test."""

    def list_hosts(hosts):
        with college.database() as session:
            session.execute(update(Deployment.__table__).values(frame_hosts=hosts))

    yield list_hosts
    list_hosts("")


def open_in(window, site, inner, innermost):
    """Open the site with this address in its frame; the innermost frame, once something stands in it."""
    window.goto(f"{site}/?of={quote(inner)}")
    for _time in range(200):
        frame = window.frame(name=innermost)
        if frame and (frame.url.startswith("chrome-error:") or "/l/" in frame.url):
            return frame
        window.wait_for_timeout(50)
    raise AssertionError([frame.url for frame in window.frames])


def is_tool(frame):
    """Whether the tool shows; else it is the browser's own error page."""
    if "/l/" not in frame.url:
        return False
    frame.locator(".bar").wait_for()
    return True


def test_a_course_page_within_another_shows_the_tool_once_its_host_is_listed(college, outer, window, listed):
    apps = outer("apps.test")
    course = college.course_page()
    listed(apps.removeprefix("https://"))
    assert is_tool(open_in(window, apps, course, "tool"))
    assert not is_tool(open_in(window, outer("evil.test"), course, "tool"))
    listed("")
    assert not is_tool(open_in(window, apps, course, "tool"))


def test_the_host_that_the_launch_names_as_the_way_back_may_frame_it(college, outer, window, monkeypatch):
    """As Canvas: the course stands on the college's own host, the login elsewhere."""
    canvas = outer("canvas.test")
    claims_of = college.lms.claims_of

    def claims_of_canvas(launch, nonce):
        claims = claims_of(launch, nonce)
        claims[LTI + "launch_presentation"]["return_url"] = f"{canvas}/courses/3"
        return claims

    monkeypatch.setattr(college.lms, "claims_of", claims_of_canvas)
    launch = f"{college.lms.origin}/mod/lti/launch.php?id=2&user=maija&lang=fi&activity=0"
    assert is_tool(open_in(window, canvas, launch, "inner"))
    assert not is_tool(open_in(window, outer("evil.test"), launch, "inner"))
