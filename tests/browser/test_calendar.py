"""A calendar's address is made in the frame, and read by a client that has nothing else."""

import pytest
from icalendar import Calendar

from tests.browser import steps

pytestmark = pytest.mark.browser


def read(college, address):
    answer = college.app.test_client().get(address.removeprefix(college.tool_origin), base_url=college.tool_origin)
    found = Calendar.from_ical(answer.data) if answer.status_code == 200 else None
    return [str(event["SUMMARY"]) for event in found.walk("VEVENT")] if found else None


def test_a_team_takes_its_plan_into_a_calendar_and_revokes_it(college, new_context):
    page = new_context(viewport={"width": 1366, "height": 650}).new_page()
    tool = college.open_in_frame(page, "maija")
    tool.goto(f"{tool.url.rpartition('/')[0]}/teams/")
    tool.locator("#name").fill("Kalenteritiimi")
    tool.locator("form:has(#name) button").click()
    tool.get_by_role("link", name="Kalenteritiimi").first.click()
    tool.get_by_role("link", name="Tuo tiimin suunnitelma omaan kalenteriisi").click()
    tool.get_by_role("button", name="Luo osoite").click()
    address = tool.locator("#address").input_value()
    assert read(college, address) == []
    tool.get_by_role("link", name="Tiimin sivu").click()
    tool.get_by_role("link", name="Tuo tiimin suunnitelma omaan kalenteriisi").click()
    tool.get_by_role("button", name="Peru osoite").click()
    steps.toast(tool, "Osoite peruttiin.")
    assert read(college, address) is None
