"""Files come out of the frame; what is shown leads there."""

import pytest

from tests.browser import steps
from tests.exports.conftest import cells_of

pytestmark = pytest.mark.browser


def downloaded(page, press):
    with page.expect_download() as download:
        press()
    assert download.value.suggested_filename.endswith(".xlsx")
    return cells_of(download.value.path().read_bytes())["Kumppanuudet"]


def test_a_list_and_everything_come_out_of_the_frame(college, new_context):
    page = new_context(viewport={"width": 1366, "height": 650}).new_page()
    tool = college.open_in_frame(page, "pirjo")
    steps.tier(tool, "other")
    steps.add(tool, "=Vientiyritys Oy")
    steps.toast(tool, "=Vientiyritys Oy")
    tool.goto(f"{tool.url.partition('/tiers')[0]}/partners/?q=vientiyritys")
    tool.locator(".narrow-down summary").click()
    tool.get_by_role("link", name="Vie tiedostoon").click()
    assert [row[0] for row in downloaded(page, tool.get_by_role("button", name="Lataa").click)] == [
        "Kumppani",
        "=Vientiyritys Oy",
    ]
    tool.get_by_role("link", name="Vie kaikki tiedostoon").click()
    everything = [row[0] for row in downloaded(page, tool.get_by_role("button", name="Lataa").click)]
    assert "=Vientiyritys Oy" in everything
    assert len(everything) > 30
