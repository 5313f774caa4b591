"""A team with partners that are due, and the college's cycles."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.agenda.key_meetings import key_meetings
from lti_tool.agenda.whose import Whose
from lti_tool.people.models import Organisation, Person
from lti_tool.teams.models import Team
from tests.days import today
from tests.plan.conftest import undo_last  # noqa: F401 - a fixture


@pytest.fixture
def college(app, maija, olli, organisation_id):
    """Partners 1 (strategic) and 2 (development) of maija's team 1, 3 of olli's; strategic ones are met every three months."""
    with app.app_context():
        db.session.execute(update(Organisation.__table__).values(tier_cycles={"strategic": "3"}))
        db.session.commit()
    assert maija.post("teams/", {"name": "Matkailutiimi", "is_member": "1"}).status_code == 303
    for name, tier in (("Kahvila Kerttuli", "strategic"), ("Leipomo Rinne Oy", "development")):
        maija.add(name, "jaksot", "Maija Koskela", tier=tier)
    olli.add("Hotelli Seutu", "jaksot", "Olli Rantanen", tier="strategic")
    return maija


@pytest.fixture
def correct(maija):
    """correct(2, cycle_months="1"): other details of a row, as its form sends them."""

    def send(row_id, **details):
        page = maija.get(f"partners/rows/{row_id}/edit")
        version = re.search(r'name="version" value="([^"]+)"', page.text)[1]
        name = html.unescape(re.search(r'name="name"[^>]* value="([^"]+)"', page.text)[1])
        answer = maija.post_from(page, f"partners/rows/{row_id}", {"name": name, "version": version, **details})
        assert answer.status_code == 303, answer.text

    return send


@pytest.fixture
def met(maija):
    """met(1, 100): a visit at a partner so many days ago."""

    def log(partner_id, days_ago, **more):
        day = today() - timedelta(days=days_ago)
        typed = {"text": f"Käytiin täällä {partner_id}", "happened_on": day.isoformat(), **more}
        answer = maija.post(f"partners/{partner_id}/log", typed)
        assert answer.status_code == 303, answer.text

    return log


@pytest.fixture
def due(app, organisation_id):
    """due(): the key meetings of the college until today by partner; due(team=1), due(person="Maija Koskela"), due(ahead=90)."""

    def find(team=None, person=None, ahead=0):
        with app.test_request_context("/"):
            whose = Whose(
                organisation_id,
                db.session.scalar(select(Person.id).where(Person.name == person)) if person else None,
                db.session.get(Team, team) if team else None,
            )
            return {one.partner: one for one in key_meetings(whose, today() + timedelta(days=ahead), today())}

    return find
