"""In the frame that Moodle gives (971 × 277 on a laptop, 359 × 292 on a phone) stands what people came for."""

import secrets

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from tests.browser import steps

pytestmark = pytest.mark.browser

LAPTOP = (971, 277)
PHONE = (359, 292)
SEEN = {
    "tier": {
        LAPTOP: [".tabs", "#add-name", "tr[id^=row-] >> nth=2"],
        PHONE: [".pick", ".tabs", ".only-phone", "tr[id^=row-] .name >> nth=0"],
    },
    "overview": {LAPTOP: [".tiles", "#steps", ".two li >> nth=1"], PHONE: [".tiles", ".two li >> nth=0"]},
    "partners": {LAPTOP: [".parts", "tr[id^=row-] >> nth=3"], PHONE: [".parts", "tr[id^=row-] .name >> nth=0"]},
    "partner": {
        LAPTOP: ["h1", ".band-of-facts", "#log-text", ".month >> nth=0", "tr[id^=row-] .edit >> nth=0"],
        PHONE: ["h1", ".band-of-facts", "#log-text"],
    },
    "log": {LAPTOP: [".whom", "#log-text", "#log-day"], PHONE: [".whom", "#log-text", "#log-day"]},
    "edit": {LAPTOP: ["textarea"], PHONE: ["input[name=name]"]},
    "change tier": {LAPTOP: ["button.chip >> nth=2"], PHONE: ["button.chip >> nth=0"]},
    "change of hands": {
        LAPTOP: ["h1", "#receiver", ".btn-dark", ".carried label >> nth=2"],
        PHONE: ["#receiver", ".btn-dark", ".carried label >> nth=0"],
    },
    "many rows": {
        LAPTOP: ["#receiver", "#team", "#tier", ".btn-dark", ".carried label >> nth=2"],
        PHONE: ["#receiver", ".btn-dark", ".carried label >> nth=0"],
    },
    "export": {LAPTOP: ["h1", ".choices", ".btn-dark"], PHONE: [".choices", ".btn-dark"]},
    "hand-out": {LAPTOP: ["h1", "tbody tr >> nth=2"], PHONE: ["h1", "tbody td >> nth=0"]},
    "bring in a list": {
        LAPTOP: ["h1", "textarea", ".btn-dark", "input[type=file]", "#team", "#tier"],
        PHONE: ["textarea", ".btn-dark"],
    },
    "preview": {LAPTOP: [".btn-dark", ".verdicts", ".verdict"], PHONE: [".btn-dark", ".verdicts", "tbody td >> nth=0"]},
    "search": {LAPTOP: [".hits li >> nth=1"], PHONE: [".hits li >> nth=1"]},
    "tier's methods": {LAPTOP: [".tabs", "ul.plain li >> nth=1"], PHONE: [".tabs", "ul.plain li >> nth=0"]},
    "methods": {LAPTOP: [".parts", "ul.plain li >> nth=1"], PHONE: [".parts", "ul.plain li a >> nth=0"]},
    "plan": {LAPTOP: ["h1", "#line", ".bar-cell >> nth=0"], PHONE: ["h1", "#line", ".bar-cell >> nth=0"]},
    "tests": {LAPTOP: ["#subject", "ul.plain li >> nth=0"], PHONE: ["#subject", ".one-row .btn"]},
    "guides": {LAPTOP: [".contents a >> nth=2"], PHONE: [".pick", ".contents a >> nth=2"]},
}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_what_people_came_for_stands_in_the_frame(visited, college, size, language):
    page, base, ids = visited("maija", language)
    row = own_row(college)
    steps.resize(page, *size)
    addresses = {
        "tier": "tiers/everyday",
        "overview": "",
        "partners": "partners/",
        "partner": f"partners/{row.partner_id}",
        "log": "log",
        "edit": f"partners/rows/{row.id}/edit",
        "change tier": f"partners/rows/{row.id}/move",
        "change of hands": "handover/?name=Olli+Rantanen",
        "many rows": "handover/rows?tier=everyday",
        "export": "export/?tier=everyday",
        "hand-out": "export/handout",
        "bring in a list": "import/",
        "preview": f"import/{ids.listed}",
        "search": "search?q=leipomo",
        "tier's methods": "tiers/everyday/methods",
        "methods": "methods/",
        "plan": "plan/?team=1",
        "tests": "assessments/",
        "guides": "pages/guides",
    }
    for name, address in addresses.items():
        page.goto(base + address)
        assert page.locator(".bar").bounding_box()["height"] <= 46
        for selector in SEEN[name][size]:
            box = page.locator(f"main {selector}").first.bounding_box()
            assert box, f"{name}: {selector} is not shown"
            assert box["y"] + box["height"] <= size[1], f"{name}: {selector} ends at {box['y'] + box['height']:.0f}"


def own_row(college):
    """A row of a partner with a name of ordinary length."""
    query = select(Partnership.id, Partnership.partner_id).join(Partnership.partner)
    with college.database() as session:
        return session.execute(query.where(Partner.name == "Hopeajärven Leipomo Oy")).first()


@pytest.mark.parametrize(("window", "frame"), [((1366, 650), LAPTOP), ((375, 667), PHONE), ((1280, 900), (885, 527))])
def test_the_demos_course_page_has_moodles_frame(college, page, window, frame):
    page.set_viewport_size({"width": window[0], "height": window[1]})
    page.goto(college.course_page())
    box = page.locator("iframe[name=tool]").bounding_box()
    assert (round(box["width"]), round(box["height"])) == frame


def test_on_a_phone_enter_begins_another_line(college, new_context):
    """There is no Shift key to ask for one, and what is half written would be added."""
    phone = new_context(viewport={"width": 375, "height": 667}, has_touch=True, is_mobile=True).new_page()
    tool = college.open_in_frame(phone)
    tool.goto(tool.url.partition("?")[0] + "partners/add")
    text = tool.locator("#add-description")
    low = text.bounding_box()["height"]
    text.focus()
    phone.keyboard.type("Yksi")
    for word in ("kaksi", "kolme", "neljä"):
        phone.keyboard.press("Enter")
        phone.keyboard.type(word)
    expect(text).to_have_value("Yksi\nkaksi\nkolme\nneljä")
    assert text.bounding_box()["height"] > 2 * low  # all of it is seen


@pytest.mark.parametrize("size", [LAPTOP, PHONE])
def test_a_row_that_is_edited_comes_into_the_frame_with_its_fields(visited, size):
    page, base, _ids = visited("maija", "fi")
    steps.resize(page, *size)
    page.goto(base + "tiers/everyday")
    page.locator("a.edit").nth(2).click()
    name = page.locator("tr.editing input[name=name]")
    expect(name).to_be_focused()
    page.wait_for_function("document.querySelector('tr.editing').getBoundingClientRect().top < 90")
    assert name.bounding_box()["y"] > 44  # below the bar
    for _field in range(3):
        page.keyboard.press("Tab")
    if size == LAPTOP:
        expect(page.locator("tr.editing .btn-dark").last).to_be_in_viewport(ratio=1)
    text = page.locator("tr.editing textarea")
    expect(text).to_be_focused()
    expect(text).to_be_in_viewport(ratio=1)
    page.locator("tr.editing input[name=contact]").fill("Mai")
    page.keyboard.press("Enter")
    expect(page.locator("tr.editing .field-error")).to_be_in_viewport()


def test_a_long_name_of_ones_own_says_that_it_goes_on(college, new_context):
    phone = new_context(viewport={"width": 375, "height": 667}).new_page()
    tool = college.open_in_frame(phone)
    name = f"Aluekehityksen ja osaamisen kumppanuusverkosto {secrets.token_hex(4)}"
    steps.tier(tool)
    steps.add(tool, name)
    steps.toast(tool, name)
    tool.goto(tool.url.partition("tiers/")[0])
    link = tool.locator("section[aria-labelledby=mine] .one-line a").filter(has_text=name)
    cut, sign, over = link.evaluate(
        """link => [link.scrollWidth > link.clientWidth, getComputedStyle(link).textOverflow,
        link.getBoundingClientRect().right - link.parentElement.getBoundingClientRect().right]"""
    )
    assert (cut, sign) == (True, "ellipsis")
    assert over <= 0
