"""Chromium, the served college, and a list of what the browser complained about."""

from __future__ import annotations

import shutil
import ssl

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from lti_tool import history
from lti_tool.lti.models import Registration
from lti_tool.lti.operations import PlatformDetails, register_platform
from lti_tool.partners.queries import PAGE_SIZE
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Course
from tests.browser import steps, tour
from tests.browser.college import serve_college, write_certificate
from tests.browser.starts import chromium_path
from tests.conftest import create_database

ARGUMENTS = (
    "--host-resolver-rules=MAP *.test 127.0.0.1",
    "--test-third-party-cookie-phaseout",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
)
TELL_VIOLATIONS = """addEventListener("securitypolicyviolation",
    event => console.error("CSP " + event.violatedDirective + " " + event.blockedURI))"""
# A refused form is part of the tests, and the browser reports each as a failed resource; htmx reports each hint
# that it gives up because the next letter was typed.
# A hint that is still being asked for when its page goes is aborted: htmx tells that in two lines.
EXPECTED = ("Failed to load resource: the server responded with a status of 4", "htmx:sendAbort", "htmx:afterRequest")
PATIENCE = 15_000  # milliseconds: for a machine that does other things too
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    """A browser test that fails is run once more: two Chromiums on two busy cores may be late. The report lists each (R).
    It has more time than others: a tour looks at eight pages."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": chromium_path(), "args": list(ARGUMENTS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "ignore_https_errors": True, "locale": "fi-FI"}


@pytest.fixture
def complaints():
    """CSP violations, console errors and uncaught exceptions of all windows; a test ends well only without any."""
    found = []
    yield found
    assert found == []


@pytest.fixture
def new_context(new_context, complaints):
    """A browser of a person's own, whose complaints are heard."""

    def make(**kwargs):
        return listen(new_context(**kwargs), complaints)

    return make


def listen(context, complaints):
    """Write down what goes wrong in any window of this browser."""
    context.set_default_timeout(PATIENCE)
    context.add_init_script(TELL_VIOLATIONS)
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
    return context


def _is_complaint(message):
    return message.type == "error" and not message.text.startswith(EXPECTED)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*write_certificate(tmp_path_factory.mktemp("certificate")))
    return context


@pytest.fixture(scope="session")
def serve_new_college(migrated_sqlite, tmp_path_factory, lms_key, certificate):
    """A function that serves a college on SQLite as long as its `with` lasts."""

    def serve_new():
        path = tmp_path_factory.mktemp("college") / "college.db"
        shutil.copy(migrated_sqlite, path)
        return serve_college(f"sqlite:///{path}", lms_key, certificate, path.with_name("erasures.jsonl"))

    return serve_new


@pytest.fixture(scope="module")
def college(serve_new_college):
    """The college on SQLite, one for the tests of a file: each uses partners of its own, and few. Who fills a list takes `own_college`."""
    with serve_new_college() as college:
        yield college
        assert rows_of_fullest_tier(college) < PAGE_SIZE, "a row that a test adds would stand on the second page"


@pytest.fixture
def own_college(serve_new_college):
    """A college for one test."""
    with serve_new_college() as college:
        yield college


def rows_of_fullest_tier(college):
    with college.database() as session:
        query = select(func.count()).where(Partnership.is_archived.is_(False)).group_by(Partnership.tier)
        return max(session.scalars(query))


@pytest.fixture(scope="session")
def college_on_postgresql(postgresql_url, lms_key, certificate, tmp_path_factory):
    ledger = tmp_path_factory.mktemp("college") / "erasures.jsonl"
    with serve_college(create_database(postgresql_url, "migrated"), lms_key, certificate, ledger) as college:
        yield college


@pytest.fixture(scope="module")
def long_names(college):
    """Partners and methods with names as long as may be; the ids of some."""
    return tour.add_long_names(college)


@pytest.fixture(scope="module")
def closed_course(college):
    """A closed course in which a student has been, so that the page has all it can have."""
    number = college.add_course()
    with college.database() as session:
        session.scalars(select(Course).where(Course.context_id == str(number))).one().has_students = True
    return number


@pytest.fixture(scope="module")
def three_connections(college):
    """Beside the college's own one more of the same LMS, so that there is a way back, and one that was removed."""
    with college.database() as session:
        own = session.scalars(select(Registration).where(Registration.client_id == "demo")).unique().one()
        for client_id in ("demo" * 10, "removed"):
            details = PlatformDetails(college.lms.origin, client_id, "42:" + "a1b2" * 10, **own.addresses())
            deployment = register_platform(college.organisation_id, details)
        with history.act("deployment.remove", "", history.Unnamed(college.organisation_id, "a test")):
            deployment.is_active = False
            deployment.is_removed = True


@pytest.fixture(scope="module")
def launches():
    """The windows that were opened, by person, language and course: a tour of many pages launches only once."""
    opened = {}
    yield opened
    for page, _base, _heard in opened.values():
        page.context.close()


@pytest.fixture
def visited(browser, browser_context_args, college, long_names, launches):
    """A person's window with the activity, the address of its launch and the ids of the long names."""
    heard = []

    def visit(username, language, course=2):
        key = (username, language, course)
        if key not in launches:
            complaints = []
            context = listen(browser.new_context(**browser_context_args), complaints)
            page = college.window(context, username, course=course, language=language)
            page.on("dialog", lambda dialog: dialog.accept())  # the tour goes on, whatever was typed
            launches[key] = (page, page.url, complaints)
        page, base, complaints = launches[key]
        complaints.clear()
        heard.append(complaints)
        steps.resize(page, 1280)
        return page, base, long_names

    yield visit
    assert [complaint for complaints in heard for complaint in complaints] == []
