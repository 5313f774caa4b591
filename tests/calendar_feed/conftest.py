"""A college with a plan, and its calendars as a client reads them: with the library icalendar, which does not write them."""

import re
from datetime import timedelta

import pytest
from icalendar import Calendar

from lti_tool.days import today
from tests.plan.conftest import college, id_of, plan, undo_last  # noqa: F401 - fixtures
from tests.second_college import MARK


class Client:
    """A calendar that has an address and asks with nothing else."""

    def __init__(self, app, page):
        self.app = app
        self.path = re.search(r'value="https://tool\.test(/calendar/[^"]+)"', page.text)[1]

    def ask(self, method="GET", path=None, **headers):
        answer = self.app.test_client().open(path or self.path, method=method, base_url="https://tool.test", headers=headers)
        assert MARK.lower() not in answer.text.lower(), "another college's"
        assert "Set-Cookie" not in answer.headers
        return answer

    def read(self):
        """The entries by their titles."""
        answer = self.ask()
        assert answer.status_code == 200, answer.text
        found = Calendar.from_ical(answer.data)
        assert found.errors == []
        events = found.walk("VEVENT")
        assert [event.errors for event in events] == [[]] * len(events)
        return {str(event["SUMMARY"]): event for event in events}

    def is_gone(self):
        """Whether it is answered as one that never was."""
        return self.ask().status_code == 404


@pytest.fixture
def subscribe(app, college):  # noqa: F811 - the fixture
    """subscribe(maija): a calendar with the address that this person makes; subscribe(maija, "teams/1") of her team."""
    assert college.post("teams/1/join").status_code == 303
    return lambda visitor, path="": Client(app, visitor.post(f"calendar/{path}"))


@pytest.fixture
def in_days(app):
    """in_days(30): the college's day in so many days."""
    with app.app_context():
        present = today()
    return lambda days: present + timedelta(days=days)


@pytest.fixture
def add(plan, in_days):  # noqa: F811 - the fixture
    """add("Vierailu", 10, 12): an action of these days from now on, maija's."""

    def make(text="Vierailu", first=10, last=None, **typed):
        days = {"starts_on": in_days(first), "ends_on": None if last is None else in_days(last), "is_by_month": False}
        return plan.add(text, **{"contact": "Maija Koskela", **days, **typed})

    return make
