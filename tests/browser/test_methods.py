"""Finding a method, opening a term, taking its template along, making it the college's own."""

import re
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser import steps

pytestmark = pytest.mark.browser


@pytest.fixture
def bank(college, page):
    tool = college.open_in_window(page)
    tool.locator(".bar > nav a", has_text="Menetelmät").click()
    return tool


def test_a_method_is_found_by_what_one_needs(bank):
    bank.locator(".narrow-down summary").click()
    bank.locator("#filter-phase").select_option("do")
    bank.locator("#filter-minutes").select_option("60")
    bank.locator("#filter-q").fill("ohjaaja")
    bank.get_by_role("button", name="Näytä").click()
    expect(bank.locator("#filter-phase")).to_have_value("do")
    expect(bank.get_by_role("link", name=re.compile("Työpaikkaohjaajan perehdytys"))).to_be_visible()
    expect(bank.get_by_role("link", name="Yritysvierailu")).to_have_count(0)


def test_a_term_opens_where_it_stands_and_closes_with_escape(bank):
    bank.get_by_role("link", name="Yritysvierailu").click()
    term = bank.locator("button.term").first
    term.focus()
    bank.keyboard.press("Enter")
    meaning = bank.locator("aside[popover]:popover-open")
    expect(meaning).to_be_visible()
    bank.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    expect(term).to_be_focused()


def test_the_template_is_taken_along_as_a_word_file(bank):
    bank.get_by_role("link", name="Kumppanuussopimus", exact=True).click()
    with bank.expect_download() as download:
        bank.get_by_role("link", name="Pohja Word-tiedostona").click()
    assert download.value.suggested_filename == "Kumppanuussopimus.docx"
    with open(download.value.path(), "rb") as file:
        assert Document(BytesIO(file.read())).tables


def test_the_sheet_on_paper_holds_only_what_is_handed_out(bank):
    bank.get_by_role("link", name="Yritysvierailu").click()
    bank.get_by_role("link", name="Vain pohja").click()
    bank.emulate_media(media="print")
    expect(bank.locator(".bar")).to_be_hidden()
    paper = bank.locator("body").inner_text()
    assert "Kiitosviesti" in paper
    assert "Vinkit" not in paper
    assert "kumppanuus" not in paper.lower()
    steps.resize(bank, 720, 1000)  # A4 less its margins
    assert bank.evaluate("document.documentElement.scrollWidth") <= 720


def test_a_method_is_made_our_own_and_experience_written(bank):
    bank.get_by_role("link", name="Toimijakartta").click()
    bank.get_by_role("button", name="Tee tästä oma").click()
    bank.locator("input[name=title]").fill("Toimijakartta meidän tapaan")
    bank.get_by_role("button", name="Tallenna", exact=True).click()
    expect(bank.locator("h1")).to_have_text("Toimijakartta meidän tapaan")
    bank.locator("#experience").fill("Isolle paperille, ei ruudulle.")
    bank.get_by_role("button", name="Lisää kokemus").click()
    expect(bank.locator("#experiences ~ ul")).to_contain_text("Isolle paperille")
    bank.locator(".bar > nav a", has_text="Menetelmät").click()
    expect(bank.get_by_role("link", name="Toimijakartta meidän tapaan")).to_be_visible()
