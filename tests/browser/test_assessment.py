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


def test_a_team_and_a_partner_see_where_they_differ(college, page, new_context):
    tool = college.open_in_frame(page)
    begin(tool, "Kotileipomo Ruiskukka")
    tool.get_by_role("link", name="Vastaa", exact=True).click()
    statements = tool.locator("fieldset.statement")
    for number in range(5):
        statements.nth(number).locator("input[value='4']").check()
    statements.nth(0).locator("summary").click()
    statements.nth(0).locator("textarea").fill("Vaihdettiin yhteyshenkilö keväällä.")
    tool.get_by_role("button", name="Tallenna vastaukseni").click()
    expect(tool.locator("svg.marks circle.college").first).to_be_visible()
    link = link_for_the_partner(tool)

    partner = new_context().new_page()
    for _scanner in range(3):
        partner.goto(link)
    expect(partner.locator("h1")).to_have_text("Miten yhteistyömme toimii?")
    for number in range(5):
        partner.locator("fieldset.statement").nth(number).locator("input[value='2']").check()
    partner.get_by_role("button", name="Lähetä vastaukset").click()
    expect(partner.locator("h1")).to_have_text("Kiitos")
    partner.goto(link)
    expect(partner.locator("h1")).to_have_text("Nämä vastaukset on jo lähetetty")

    tool.get_by_role("link", name=re.compile("^Muuta vastauksiani")).click()
    tool.get_by_role("link", name="Peruuta").click()
    expect(tool.locator("table.figures tbody tr").first).to_contain_text("-2,0")
    expect(tool.locator("main")).to_contain_text("Vaihdettiin yhteyshenkilö keväällä.")


def test_the_partners_page_works_without_script_and_keeps_what_was_typed(college, page, new_context):
    tool = college.open_in_window(page)
    begin(tool, "Verstas Höylä")
    link = link_for_the_partner(tool)
    partner = new_context(java_script_enabled=False).new_page()
    partner.goto(link)
    partner.locator("details summary").first.click()
    partner.locator("details textarea").first.fill("Säilyy kyllä")
    partner.get_by_role("button", name="Lähetä vastaukset").click()
    expect(partner.locator("[role=alert]")).to_be_visible()
    expect(partner.locator("textarea").first).to_have_value("Säilyy kyllä")


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
    partner.locator("main form button").last.click()
    expect(partner.locator("fieldset")).to_have_count(0)
    assert faults(partner) == []


def test_a_statement_is_answered_by_keyboard_alone(college, page):
    tool = college.open_in_window(page)
    begin(tool, "Näppäintiimi")
    tool.get_by_role("link", name="Vastaa", exact=True).click()
    tool.locator("fieldset.statement input:checked").first.focus()
    tool.keyboard.press("ArrowLeft")
    assert tool.locator("fieldset.statement input:checked").first.get_attribute("value") == "5"
