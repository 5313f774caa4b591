"""A team and a partner take the critical-points test in two browsers; what a mail scanner does; the partner's page alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import steps
from tests.browser.test_pages import LOST_IDS, SIDEWAYS, _parse_errors, faults

pytestmark = pytest.mark.browser


def begin(tool, subject):
    """A new test, by the links a teacher would follow; its page stays open."""
    tool.locator(".bar > nav a", has_text=re.compile("Menetelmät")).click()
    tool.get_by_role("link", name="Kriittiset pisteet -työpaja").click()
    tool.locator("article a[href$='/assessments/']").first.click()
    tool.locator("#subject").fill(subject)
    tool.get_by_role("button", name="Aloita testi").click()
    expect(tool.locator("h1")).to_contain_text(subject)


def link_for_the_partner(tool):
    tool.get_by_role("button", name="Tee linkki").click()
    return tool.locator("#new-link").input_value()


def answer_first_phase(site, value):
    for number in range(5):
        site.locator("fieldset.statement").nth(number).locator(f"input[value='{value}']").check()


def go_to_the_end(site, last):
    """Through the other phases without answering them."""
    while not site.get_by_role("button", name=last).is_visible():
        number = site.locator(".progress-line span").inner_text()
        site.get_by_role("button", name=re.compile("^Seuraava vaihe")).click()
        expect(site.locator(".progress-line span")).not_to_have_text(number)
    site.get_by_role("button", name=last).click()


def test_a_team_and_a_partner_see_where_they_differ_and_agree_on_what_to_do(college, page, new_context):
    tool = college.open_in_frame(page)
    begin(tool, "Kotileipomo Ruiskukka")
    tool.get_by_role("link", name="Vastatkaa yhdessä").click()
    assert tool.locator("fieldset.statement input:checked").count() == 0
    answer_first_phase(tool, 4)
    tool.locator("fieldset.statement summary").first.click()
    tool.locator("fieldset.statement textarea").first.fill("Vaihdettiin yhteyshenkilö keväällä.")
    tool.get_by_role("button", name=re.compile("^Seuraava vaihe")).click()
    expect(tool.locator("h1")).to_have_text("Sopiminen")

    page.reload()  # the frame is closed and opened again: the step before is kept
    tool = college.frame_of(page)
    tool.locator(".bar > nav a", has_text="Testit").click()
    tool.get_by_role("link", name="Kotileipomo Ruiskukka").first.click()
    tool.get_by_role("link", name="Vastatkaa yhdessä").click()
    expect(tool.locator("h1")).to_have_text("Sopiminen")
    go_to_the_end(tool, "Tallenna vastauksemme")
    link = link_for_the_partner(tool)

    partner = new_context().new_page()
    for _scanner in range(3):
        partner.goto(link)
    expect(partner.locator("h1")).to_have_text("Miten yhteistyömme toimii?")
    expect(partner.locator("main")).to_contain_text("Jos teiltä vastaa vain yksi")
    answer_first_phase(partner, 2)
    go_to_the_end(partner, "Lähetä vastaukset")
    expect(partner.locator("main")).to_contain_text("Keskuspuiston ammattiopisto")
    partner.goto(link)
    expect(partner.locator("h1")).to_have_text("Nämä vastaukset on jo lähetetty")

    tool.locator(".bar > nav a", has_text="Testit").click()
    tool.get_by_role("link", name="Kotileipomo Ruiskukka").first.click()
    first = tool.locator(".talk-first tbody tr")
    expect(first).to_have_count(5)
    expect(first.first).to_contain_text("-2,0")
    expect(tool.locator("main")).to_contain_text("Vaihdettiin yhteyshenkilö keväällä.")
    first.first.get_by_role("link", name=re.compile("^Sopikaa tästä")).click()
    tool.locator("#agreed-text").fill("Soitamme joka syksy")
    tool.locator("#agreed-who").fill("Olli Rantanen")
    tool.locator("#agreed-day").fill("31.1.")
    tool.locator(".agree button").click()
    expect(tool.locator(".agreed li")).to_contain_text("Soitamme joka syksy")
    expect(tool.locator(".agreed li")).to_contain_text("Olli Rantanen")


def test_the_partners_page_works_without_script_and_keeps_what_was_typed(college, page, new_context):
    tool = college.open_in_window(page)
    begin(tool, "Verstas Höylä")
    link = link_for_the_partner(tool)
    partner = new_context(java_script_enabled=False).new_page()
    partner.goto(link)
    partner.locator("details summary").first.click()
    partner.locator("details textarea").first.fill("Säilyy kyllä")
    partner.get_by_role("button", name=re.compile("^Seuraava vaihe")).click()
    expect(partner.locator("h1")).to_have_text("Sopiminen")
    partner.goto(link)
    expect(partner.locator("h1")).to_have_text("Sopiminen")
    partner.get_by_role("button", name=re.compile("^Edellinen vaihe")).click()
    expect(partner.locator("textarea").first).to_have_value("Säilyy kyllä")
    go_to_the_end(partner, "Lähetä vastaukset")
    expect(partner.locator("[role=alert]")).to_be_visible()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_partners_page_is_accessible_narrow_and_well_formed(college, page, new_context, language):
    tool = college.open_in_window(page)
    begin(tool, f"Kielet {language}")
    tool.locator("#language").select_option(language)
    link = link_for_the_partner(tool)
    partner = new_context().new_page()
    text = partner.goto(link).text()
    assert partner.locator("html").get_attribute("lang") == language
    assert _parse_errors(text) + partner.evaluate(LOST_IDS) == []
    assert faults(partner) == []
    steps.resize(partner, 320, 700)
    assert partner.evaluate(SIDEWAYS) == 0
    partner.locator("fieldset.statement input").first.check()
    partner.locator(".other-steps button").last.click()
    expect(partner.locator(".other-steps button").last).to_have_attribute("aria-current", "step")
    assert faults(partner) == []
    assert partner.evaluate(SIDEWAYS) == 0
    partner.locator("main form button[value=send]").click()
    expect(partner.locator("fieldset")).to_have_count(0)
    assert faults(partner) == []


def test_a_statement_is_answered_by_keyboard_alone(college, page):
    tool = college.open_in_window(page)
    begin(tool, "Näppäintiimi")
    tool.get_by_role("link", name="Vastaa", exact=True).click()
    tool.locator("fieldset.statement input").first.focus()
    tool.keyboard.press("ArrowRight")
    assert tool.locator("fieldset.statement input:checked").first.get_attribute("value") == "2"
    tool.keyboard.press("Enter")  # what the main button says
    expect(tool.locator("h1")).to_have_text("Sopiminen")
