"""A list comes in: pasted with its HTML, answered by keyboard without losing one's place, and a long one by its job."""

import random
import string

import pytest
from playwright.sync_api import expect

from lti_tool.imports import applying_job
from lti_tool.jobs.runner import Runner

pytestmark = pytest.mark.browser

PASTE = """(field, [text, html]) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    data.setData("text/html", html);
    field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true}));
    field.value = text;
    field.dispatchEvent(new InputEvent("input", {inputType: "insertFromPaste", bubbles: true}));
}"""


@pytest.fixture
def start(college, new_context):
    """The first step, in the frame."""

    def open_start(**context):
        tool = college.open_in_frame(new_context(**context).new_page(), "maija")
        tool.goto(f"{tool.url.partition('/l/')[0]}/l/{tool.url.partition('/l/')[2].split('/')[0]}/import/")
        return tool

    return open_start


def paste(tool, text, html):
    field = tool.get_by_label("Liitä luettelosi")
    field.evaluate(PASTE, [text, html])
    return field


def a_list():
    """A list as text and as HTML: of three partners the first and the last may be one. Its names are new each time."""
    word = "".join(random.choices(string.ascii_lowercase, k=12))
    names = [f"Kahvila {word}", f"Leipomo {word}leipä", f"Kahvila {word}x"]
    items = [
        f'<li><a href="https://{word}.fi/">{names[0]}</a> + jaksot</li>',
        *(f"<li>{name} + näytöt</li>" for name in names[1:]),
    ]
    text = "Muut\n" + "\n".join(f"{name} + jaksot" for name in names)
    return names, text, f"<h3>Muut</h3><ul>{''.join(items)}</ul>"


def test_a_pasted_list_keeps_its_links_and_questions_are_answered_by_keyboard(start):
    (cafe, bakery, _other), text, with_links = a_list()
    tool = start(viewport={"width": 1366, "height": 650})
    field = paste(tool, text, with_links)
    html = tool.locator("input[name=html]")
    expect(html).to_have_value(with_links)
    field.press("End")
    field.press_sequentially(" ")
    expect(html).to_have_value("")  # what was changed since is not what the HTML holds
    paste(tool, text, with_links)
    tool.get_by_role("button", name="Jatka").click()
    expect(tool.get_by_role("button", name="Tuo 2 riviä")).to_be_visible()
    question = tool.get_by_role("button", name="Ei, tämä on eri kumppani")
    question.focus()
    question.press("Enter")
    expect(tool.get_by_role("button", name="Tuo 3 riviä")).to_be_visible()
    assert tool.evaluate("document.activeElement !== document.body")
    tool.get_by_role("link", name="Kaikki 3").click()
    row = tool.locator("tr", has_text=bakery).first
    row.get_by_role("link", name="Korjaa").press("Enter")
    name = tool.get_by_label("Kumppani", exact=True)
    expect(name).to_be_focused()
    name.fill(f"{bakery} Oy")
    name.press("Enter")
    expect(tool.locator("tr", has_text=f"{bakery} Oy")).to_be_visible()
    tool.get_by_role("button", name="Tuo 3 riviä").click()
    expect(tool.get_by_text("3 riviä tuotiin.")).to_be_visible()
    tool.goto(f"{tool.url.partition('/import')[0]}/partners/?q={cafe}")
    expect(tool.get_by_role("link", name=f"{cafe.split()[1]}.fi")).to_be_visible()


def test_a_long_list_leads_from_its_progress_to_what_was_done(start, college, monkeypatch):
    monkeypatch.setattr(applying_job, "AT_ONCE", 0)
    tool = start(viewport={"width": 375, "height": 667})
    paste(tool, f"Muut\n{a_list()[0][0]} + jaksot\n", "")
    tool.get_by_role("button", name="Jatka").click()
    tool.get_by_role("button", name="Tuo 1 rivi").click()
    expect(tool.get_by_role("button", name="Pysäytä")).to_be_visible()
    runner = Runner(college.app)
    while runner.work():
        pass
    expect(tool.get_by_text("1 rivi tuotiin.")).to_be_visible()
