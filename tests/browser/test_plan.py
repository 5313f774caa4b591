"""A team's year in the browser: last year's plan pasted, planned further from a method, seen as a strip, printed, copied."""

import io
import re
import secrets

import pytest
from playwright.sync_api import expect

from lti_tool.days import today
from lti_tool.partners.adding import add_partnership
from lti_tool.partners.operations import Values
from lti_tool.plan.years import year_of
from lti_tool.teams.operations import add_team
from tests.browser import steps

pytestmark = pytest.mark.browser

LAST_YEAR = """Tavoite 1: Jokaiselle työpaikka
• Ohjaajien perehdytys, syyskuu, Maija ja Olli
• Vierailu {partner}, maaliskuu, Maija
• Joulutapahtuma
"""
OVERLAPS = """cells => { const boxes = cells.map(cell => cell.getBoundingClientRect())
    return boxes.some((one, n) => boxes.slice(n + 1).some(other =>
        one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1)) }"""


@pytest.fixture
def team(college):
    """A team of its own, with a partner in the fifth group: its id, its name, the partner's name, and this school year."""
    mark = secrets.token_hex(3)
    with college.database() as session:
        maija = college.person("maija")
        new, _act = add_team(f"Vuositiimi {mark}", "", maija, is_member=False)
        name = f"Zetapaja {mark}"
        add_partnership("other", Values(name, "", "Jaksot", None), maija, other_than=())
        session.flush()
        return new.id, new.name, name, year_of(today())


def test_a_team_pastes_plans_sees_prints_and_copies_its_year(college, page, team):
    team_id, name, partner, year = team
    college.open_in_frame(page)
    tool = page.frame(name="tool")
    base = re.match(r".*/l/[^/]+/", tool.url)[0]
    tool.goto(f"{base}plan/?team={team_id}&year={year.key}")
    expect(tool.locator("h1")).to_contain_text(name)
    tool.get_by_role("link", name="Liitä suunnitelma").first.click()
    tool.locator("#pasted").fill(LAST_YEAR.format(partner=partner))
    tool.get_by_role("button", name="Käy läpi").click()
    expect(tool.locator("#when-3-error")).to_be_visible()
    expect(tool.locator("#second-1")).to_have_value("Olli Rantanen")
    expect(tool.locator("#partners-2")).to_have_value(partner)
    tool.get_by_role("button", name="Vie suunnitelmaan").click()
    expect(tool.locator("#when-3-error")).to_be_visible()
    tool.locator("#when-3").fill("joulukuu")
    tool.get_by_role("button", name="Vie suunnitelmaan").click()
    expect(tool.locator(".bar-cell")).to_have_count(3)
    expect(tool.locator("h2", has_text="Jokaiselle työpaikka")).to_be_visible()

    tool.locator("#line").fill("Messut, joulu–tammikuu, Olli")
    page.keyboard.press("Enter")
    expect(tool.locator(".notice")).to_contain_text("Messut · joulukuu")
    expect(tool.locator(".bar-cell")).to_have_count(4)

    tool.goto(f"{base}methods/company-visit")
    tool.get_by_role("link", name="Suunnittele tämä").click()
    tool.locator("#when").fill("huhtikuu")
    tool.locator("#team").select_option(str(team_id))
    tool.get_by_role("button", name="Tallenna").click()
    expect(tool.locator(".bar-cell")).to_have_count(5)
    cells = tool.locator(".bar-cell")
    assert not cells.evaluate_all(OVERLAPS), "the lanes are packed without one bar on another"
    row = tool.locator("table.of-plan tr", has_text="Ohjaajien perehdytys")
    row.get_by_role("button", name="Tehty").click()
    expect(tool.locator("table.of-plan tr.done")).to_have_count(1)

    tool.get_by_role("link", name="Kopioi seuraavalle vuodelle").click()
    tool.get_by_role("button", name="Kopioi seuraavalle vuodelle").click()
    expect(tool.locator("h1")).to_contain_text(year.after.key.replace("-", "–"))
    expect(tool.locator(".bar-cell")).to_have_count(5)
    expect(tool.locator("table.of-plan tr.done")).to_have_count(0)


def test_the_wheel_is_one_sheet_in_landscape(own_college, page):
    window = own_college.open_in_window(page)
    window.goto(f"{window.url}plan/wheel/?team=all")
    arcs = window.locator("path.arc")
    expect(arcs.first).to_be_visible()
    count = arcs.count()
    expect(window.locator("table.of-wheel tbody tr")).to_have_count(count)
    pdf = io.BytesIO(window.pdf(prefer_css_page_size=True)).getvalue()
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert len(boxes) == 1, "one sheet"
    width, height = map(float, boxes[0])
    assert width > height


def test_a_plan_on_a_phone_is_a_list_by_date(college, page, team):
    window = college.open_in_window(page)
    base = window.url
    window.goto(f"{base}plan/?team={team[0]}&year={team[3].key}")
    for line in ("Toinen, maaliskuu", "Ensimmäinen, elokuu"):
        window.locator("#line").fill(line)
        window.locator(".plan-line button").click()
        expect(window.locator(".bar-cell", has_text=line.partition(",")[0])).to_be_visible()
    steps.resize(window, 359, 292)
    expect(window.locator(".year .m").first).to_be_hidden()
    assert [text.split()[0] for text in window.locator(".bar-cell .what").all_inner_texts()] == ["Ensimmäinen", "Toinen"]
    expect(window.locator(".bar-cell .only-phone").first).to_have_text("elo")
    steps.resize(window, 320, 900)
    assert window.evaluate("document.documentElement.scrollWidth") <= 320
