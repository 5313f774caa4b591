"""A partner with an agreement, days counted from today, and forms as they are typed."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.days import today

NAME = "Kahvila Kerttuli Ky"


@pytest.fixture
def in_days(app):
    """in_days(30): the day in so many days, as a date."""
    with app.app_context():
        present = today()
    return lambda days: present + timedelta(days=days)


@pytest.fixture
def typed(in_days):
    """typed(30): the same as a Finn types it."""

    def as_text(days):
        day = in_days(days)
        return f"{day.day}.{day.month}.{day.year}"

    return as_text


@pytest.fixture
def form(typed):
    """form(ends_on="31.1.2027"): an agreement as it is sent, begun a year ago."""

    def make(**values):
        return {"kind": "partnership", "starts_on": typed(-365), "aims": "Kaksi jaksoa vuodessa", "version": "1", **values}

    return make


@pytest.fixture
def partner(maija):
    maija.add(NAME)
    return maija


@pytest.fixture
def add(partner, form):
    """add(ends_on="31.1.2027"): an agreement of the partner."""

    def make(partner_id=1, **values):
        answer = partner.post(f"agreements/of/{partner_id}/new", form(**values))
        assert answer.status_code == 303, answer.text
        assert answer.location.endswith(f"/partners/{partner_id}#agreements")

    return make


@pytest.fixture
def stored(app):
    """stored(): the agreement as it stands in the database."""

    def read(agreement_id=1):
        with app.app_context():
            return db.session.scalars(select(Agreement).where(Agreement.id == agreement_id)).one()

    return read


def section(page):
    """What a partner's page tells of its agreements, without markup."""
    part = page.text.partition('aria-labelledby="agreements"')[2].partition("</section>")[0]
    return " ".join(re.sub("<[^>]+>", " ", part.partition(">")[2]).split())


def listed(page):
    """The rows of the college's list, without markup."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.text.partition("<tbody>")[2], re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in rows]


def undo_links(page):
    return re.findall(r'action="[^"]*(undo/\d+)"', page.text)
