"""All pages: accessible (WCAG 2.1 AA, by axe), narrow enough for a phone, well-formed, quiet under the strict CSP."""

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import update

from lti_tool.lti.models import Deployment
from tests.browser import steps, tour
from tests.browser.cookie_site import without_partitioned

pytestmark = pytest.mark.browser

AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
TOURS = [tour.PLACES[first : first + 8] for first in range(0, len(tour.PLACES), 8)]  # a visit each: launching takes its time
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
STICKING_OUT = """Array.from(document.querySelectorAll("main *, .bar *"))
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(-3).map(e => e.outerHTML.slice(0, 120))"""
# An id that is there twice, or that a label, a description or a form attribute names in vain.
LOST_IDS = """() => {
    const ids = Array.from(document.querySelectorAll("[id]"), e => e.id)
    const named = ["for", "aria-labelledby", "aria-describedby", "form"].flatMap(name =>
        Array.from(document.querySelectorAll(`[${name}]`)).flatMap(e => e.getAttribute(name).split(" ")))
    return [...ids.filter((id, place) => ids.indexOf(id) !== place), ...named.filter(id => !ids.includes(id))] }"""


def faults(page):
    """What axe finds at the width of a desk and of a phone."""
    found = []
    for width in (1280, 320):
        steps.resize(page, width)
        for violation in Axe().run(page, options=AA).response["violations"]:
            found.append((width, violation["id"], [node["html"][:160] for node in violation["nodes"]][:3]))
    return found


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("places", TOURS, ids=lambda places: f"{places[0]} to {places[-1]}")
def test_every_page_is_accessible_narrow_and_well_formed(visited, places, language):
    """Axe in Finnish, of the main pages in all languages; WCAG 1.4.10 (320 px) also with the longest names, links and words
    that the forms take; HTML as sent, ids as the scripts leave them."""
    page, base, ids = visited("maija", language)
    found = {}
    for place in places:
        text = tour.show(page, base, place, ids)
        found[place] = faults(page) if language == "fi" or place in tour.MAIN else []
        steps.resize(page, 320, 700)
        found[place] += _mistakes(page, text)
        steps.resize(page, 1280)
    assert {place: errors for place, errors in found.items() if errors} == {}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("username", ["veeti", "pirjo"])
def test_the_closed_page_is_accessible_narrow_and_well_formed(visited, closed_course, username, language):
    page, base, _ids = visited(username, language, closed_course)
    text = page.goto(base).text()
    assert faults(page) + _mistakes(page, text) == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_admins_pages_are_accessible_narrow_and_well_formed(visited, closed_course, three_connections, language):
    page, base, _ids = visited("pirjo", language)
    found = {}
    for place in tour.ADMIN_PLACES:
        text = tour.show_to_admin(page, base, place)
        found[place] = faults(page) + _mistakes(page, text)
        steps.resize(page, 1280)
    assert {place: errors for place, errors in found.items() if errors} == {}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_of_who_has_gone_by_the_own_press_is_accessible_narrow_and_well_formed(
    college, visited, three_connections, language
):
    page, base, _ids = visited("pirjo", language)
    page.goto(base + "admin/deployments/1/switch-off")
    page.locator("main form button").click()
    expect(page.locator("nav")).to_have_count(0)
    found = faults(page) + _mistakes(page, page.content())
    with college.database() as session:
        session.execute(update(Deployment.__table__).values(is_active=True).where(Deployment.__table__.c.id == 1))
    assert found == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_that_leads_to_a_new_window_is_accessible_and_narrow(
    college, page, browser, browser_context_args, monkeypatch, language
):
    monkeypatch.setattr(college.tool_server, "app", without_partitioned(college.app))
    page.goto(college.course_page(language=language))
    frame = page.frame(name="tool")
    frame.locator("main a[target=_blank]").wait_for()
    alone = browser.new_context(**{**browser_context_args, "locale": language}).new_page()
    alone.goto(frame.url)
    assert alone.locator("html").get_attribute("lang") == language
    assert faults(alone) == []
    assert alone.evaluate(SIDEWAYS) == 0
    alone.context.close()


def test_axe_finds_a_planted_fault(visited):
    page, base, _ids = visited("maija", "fi")
    page.goto(base)
    page.evaluate("""document.querySelector("h1").insertAdjacentHTML("afterend",
        '<p class="text-warning">haalea</p><input>')""")
    assert {fault for _width, fault, _nodes in faults(page)} == {"color-contrast", "label"}


def _mistakes(page, text):
    sideways = page.evaluate(STICKING_OUT) or ["sideways"] if page.evaluate(SIDEWAYS) else []
    return sideways + _parse_errors(text) + page.evaluate(LOST_IDS)


def test_a_toast_with_a_long_name_fits_320_pixels(visited):
    page, base, ids = visited("maija", "fi")
    steps.resize(page, 320, 700)
    tour.show(page, base, "partner", ids)
    page.locator("tr[id^=row-] a.edit").click()
    page.locator("form.row-form textarea[name=description]").fill("Uusi kuvaus")
    page.locator("form.row-form .buttons button").first.click()
    page.locator(".notice button.link").wait_for()
    assert page.evaluate(SIDEWAYS) == 0
    edges = page.locator(".notice").evaluate("e => [e.getBoundingClientRect().left, e.getBoundingClientRect().right]")
    assert edges[0] >= 0
    assert edges[1] <= 320


def _parse_errors(text):
    parser = html5lib.HTMLParser()
    parser.parse(text)
    return [f"line {position[0]}: {code}" for position, code, _details in parser.errors]


def test_a_planted_inline_style_is_heard_as_a_complaint(college, page, complaints):
    """Proves the ears of all other tests: any CSP violation or console error fails them."""
    college.open_in_window(page)
    page.evaluate("""document.querySelector("h1").insertAdjacentHTML("afterend", '<p style="color: red">punainen</p>')""")
    page.wait_for_function("() => document.querySelector('p[style]')")
    assert [text for text in complaints if text.startswith("CSP style-src")]
    complaints.clear()
