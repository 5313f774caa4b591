"""An admin connects an LMS by one link, opens a course, and the check says that everything works."""

import os
import re

import pytest
from playwright.sync_api import expect

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.demo.lms import Lms
from lti_tool.lti.invites import make_invite
from lti_tool.lti.keys import ensure_key
from lti_tool.people.operations import get_or_create_organisation
from tests.browser import steps
from tests.browser.test_pages import SIDEWAYS, faults
from tests.conftest import SECRET, serve

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("PICTURES")  # a folder, to look at the pages or to make those of the guide


@pytest.fixture
def tool_and_lms(database_url, lms_key):
    """Both over http on this machine, as in the demo: the tool calls the LMS by the name the browser uses."""
    lms = Lms("", key=lms_key)
    server = serve(None)
    lms_server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{lms_server.server_port}"
    origin = f"http://localhost:{server.server_port}"
    app = server.app = create_app(Settings(origin, database_url, SECRET, frozenset({"127.0.0.1"})))
    with app.app_context():
        ensure_key(SECRET)
        link = make_invite(get_or_create_organisation("Keskuspuiston ammattiopisto").id)
        db.session.commit()
    yield lms, link
    for each in (server, lms_server):
        each.shutdown()
        each.server_close()
    db.disconnect(app)


def picture(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def admin_page(tool, name):
    tool.locator(".bar > nav a[href*='/admin/']").first.click()
    tool.locator(f"main nav a[href$='{name}']").click()
    expect(tool.locator("main nav a[aria-current=page]")).to_be_visible()


def test_an_admin_connects_an_lms_by_one_link(tool_and_lms, page):
    lms, link = tool_and_lms
    page.goto(f"{lms.origin}/mod/lti/toolconfigure.php?user=pirjo")
    page.locator("input[name=url]").first.fill(link)
    picture(page, "lms-manage-tools")
    page.locator("input[name=url]").first.press("Enter")
    frame = page.frame_locator("iframe[name=registration]")
    expect(frame.locator("h1")).to_contain_text("127.0.0.1")
    expect(frame.locator("main")).to_contain_text("Keskuspuiston ammattiopisto")
    picture(page, "register")
    frame.locator("main form button").click()
    expect(frame.locator("main ol li")).to_have_count(5)
    picture(page, "registered")
    frame.locator("button[data-close]").click()
    expect(page.locator("iframe[name=registration]")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Aktivoi")).click()
    [tool_link] = lms.tools
    assert tool_link.is_active
    open_course_and_check(lms, page)


def open_course_and_check(lms, page):
    page.goto(f"{lms.origin}/mod/lti/launch.php?id=2&user=pirjo&lang=fi&activity=0&window=1")
    page.locator("button[value=teachers]").click()
    for name in ("", "courses", "organisation", "launches", "check"):
        page.locator(".bar > nav a[href$='/admin/']").first.click()
        page.locator(f"main nav a[href$='/admin/{name}']").click()
        expect(page.locator("main nav a[aria-current=page]")).to_be_visible()
        if name == "check":
            expect(page.locator("[aria-live] .needs-script")).to_have_count(0)  # the platform has answered
            expect(page.locator(".good-news").first).to_be_visible()
        picture(page, name or "platforms")
        assert faults(page) == [], name
        assert page.evaluate(SIDEWAYS) == 0, name
        picture(page, (name or "platforms") + "-narrow")
        steps.resize(page, 1280)
    page.locator("main nav a[href$='/admin/']").click()
    page.locator("form[action$='/invites#invites'] button").click()
    expect(page.locator("#new-link")).to_have_value(re.compile("/lti/register/"))
    picture(page, "invite")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_registration_pages_are_accessible_and_narrow(tool_and_lms, browser, browser_context_args, language):
    lms, link = tool_and_lms
    page = browser.new_context(**{**browser_context_args, "locale": language}).new_page()
    start = f"{lms.origin}/mod/lti/startltiadvregistration.php?user=pirjo&url={link}"
    for address, press, heading in (
        (link, False, "ol"),
        (start, False, "dl"),
        (start, True, "ol + p, p.needs-script"),
        (start, False, "strong"),
    ):
        page.goto(address)
        if press:
            page.locator("main form button").click()
        expect(page.locator(f"main {heading}").first).to_be_visible()
        assert page.locator("html").get_attribute("lang") == language
        assert faults(page) == []
        assert page.evaluate(SIDEWAYS) == 0
    page.context.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_operators_command_and_a_kept_answer_fit_a_narrow_page(tool_and_lms, browser, browser_context_args, language):
    """A platform that tells no deployment: the page has the command, and the next one offers to register anew."""
    lms, link = tool_and_lms
    lms.app.view_functions["registration.register"] = lambda: {"client_id": "c" * 60}
    page = browser.new_context(**{**browser_context_args, "locale": language}).new_page()
    start = f"{lms.origin}/mod/lti/startltiadvregistration.php?user=pirjo&url={link}"
    for press, part in ((True, "pre"), (False, "button[name=anew]")):
        page.goto(start)
        if press:
            page.locator("main form button").click()
        expect(page.locator(f"main {part}")).to_be_visible()
        assert faults(page) == []
        assert page.evaluate(SIDEWAYS) == 0
    page.context.close()
