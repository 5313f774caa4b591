"""A leaver's forty partnerships with their next steps go over and back, in the frame; without a script too."""

import secrets

import pytest
from playwright.sync_api import expect

from lti_tool.days import today
from lti_tool.encounters.operations import log_encounter
from lti_tool.partners.adding import NewRow, add_partnerships
from lti_tool.partners.operations import Values
from lti_tool.people.models import Person
from tests.browser import steps

pytestmark = pytest.mark.browser
COUNT = 40


@pytest.fixture
def leaver(own_college, request):
    """A colleague with forty partners and five open next steps; the name."""
    name = f"Lauri {'Lahtinen' if 'script' in request.node.name else 'Lehtinen'}"
    with own_college.app.test_request_context(method="POST"), own_college.database() as session:
        known = {"organisation_id": own_college.organisation_id, "issuer": own_college.lms.origin, "is_staff": True}
        person = Person(**known, subject=f"{name} {secrets.token_hex(4)}", name=name)
        session.add(person)
        session.flush()
        entries = [
            NewRow("everyday", Values(f"{name} {number:02} Oy", "", "Jaksot", name), is_new=True) for number in range(COUNT)
        ]
        rows, _act = add_partnerships(entries, person, subject="")
        step = {"text": "Sovittu", "next_step": "Soita", "contact": name}
        for row in rows[:5]:
            log_encounter(row.partner, step, today(), person)
    return name


def open_list(tool, base, name):
    tool.goto(f"{base}partners/?contact={name.replace(' ', '+')}")
    tool.get_by_role("link", name="Siirrä vastuu").click()
    expect(tool.locator("h1")).to_contain_text(name)


def hand_over(tool, name):
    expect(tool.locator("input[name=lines]:checked")).to_have_count(COUNT + 5)
    tool.locator("#receiver").fill("Sami Tuomola")
    tool.locator("input[name=has_left][type=checkbox]").check()
    tool.get_by_role("button", name="Siirrä", exact=True).click()
    notice = steps.toast(tool, f"{COUNT + 5} kohdasta vastaa nyt Sami Tuomola.")
    expect(tool.locator("main")).to_contain_text("Ei enää meillä")
    expect(tool.locator("input[name=lines]")).to_have_count(0)
    notice.locator("button.link").click()
    expect(tool.locator("input[name=lines]:checked")).to_have_count(COUNT + 5)
    expect(tool.locator("#receiver")).to_be_visible()


def test_over_and_back_in_the_frame_and_the_receiver_sees_it(own_college, new_context, leaver):
    laptop = {"width": 1366, "height": 650}
    tool = own_college.open_in_frame(new_context(viewport=laptop).new_page())
    base = tool.url.partition("?")[0]
    open_list(tool, base, leaver)
    hand_over(tool, leaver)
    tool.locator("#receiver").fill("Sami Tuomola")
    tool.get_by_role("button", name="Siirrä", exact=True).click()
    steps.toast(tool, f"{COUNT + 5} kohdasta vastaa nyt")
    theirs = own_college.open_in_frame(new_context(viewport=laptop).new_page(), "sami")
    told = steps.toast(theirs, f"Vastuullesi siirtyi {COUNT} kumppania.")
    expect(told).to_contain_text("Vastuullesi siirtyi 5 seuraavaa askelta.")
    told.get_by_role("link").click()
    expect(theirs.locator("main li")).to_have_count(COUNT + 5)
    theirs.goto(theirs.url.partition("handover/")[0])
    steps.toast(theirs, f"Vastuullesi siirtyi {COUNT} kumppania.").get_by_role("button", name="Selvä").click()
    expect(theirs.locator(".notice.handed")).to_have_count(0)


def test_over_and_back_without_script(own_college, new_context, leaver):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(own_college.course_page())
    frame = page.frame_locator("iframe[name=tool]")
    frame.get_by_role("button").click()
    frame.get_by_role("button", name="Jatka").click()
    frame.locator(".tiles a.everyday").wait_for()
    tool = page.frame(name="tool")
    base = tool.url.partition("?")[0]
    open_list(tool, base, leaver)
    hand_over(tool, leaver)
    tool.goto(base + "handover/rows?all=1&q=" + leaver.replace(" ", "+"))
    expect(tool.locator("input[name=rows]:checked")).to_have_count(COUNT)
    tool.get_by_role("button", name="Arkistoi").click()
    steps.toast(tool, f"{COUNT} kumppanuutta arkistoitiin.")
