"""What only another college has: a colleague, a team, a partner. Ours neither sees them nor takes one of them."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.assessment.models import Assessment
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person
from lti_tool.people.queries import names_of

COLLEAGUE = "Ylermi Outola"
TEAM = "Vierasryhmä"
PARTNER = "Xylofonipaja Oy"


@pytest.fixture
def stranger(maija, other_college):
    """A teacher of a college with a colleague, a team and a partner of names that ours does not have."""
    stranger = other_college("maija")
    olli = stranger.lms.users["olli"]
    olli.given_name, olli.family_name = COLLEAGUE.split()
    other_college("olli")
    assert stranger.add(PARTNER, contact=TEAM).status_code == 303
    return stranger


@pytest.fixture
def find(app):
    """The only row of a table for which a condition holds."""

    def find_one(model, condition):
        with app.app_context():
            return db.session.scalars(select(model).where(condition)).unique().one()

    return find_one


def suggested(page):
    """The names that the contact field suggests."""
    return re.findall(r'<option value="([^"]+)">', re.search(r"<datalist.*?</datalist>", page.text, re.DOTALL)[0])


def test_their_staff_and_teams_are_suggested_to_them_only(maija, stranger, app):
    maija.add(contact="Matkailutiimi")
    cache, _lock = app.extensions["contact_suggestions"]
    cache.clear()  # else as they were half a minute ago
    assert suggested(stranger.get("tiers/everyday")) == ["Maija Koskela", TEAM, COLLEAGUE]
    assert suggested(maija.get("tiers/everyday")) == ["Maija Koskela", "Matkailutiimi"]


def test_their_colleague_is_a_text_with_us_and_a_person_with_them(maija, stranger, find):
    for visitor, is_known in ((maija, False), (stranger, True)):
        visitor.add("Kahvila Kerttuli Ky", "Kenen", contact=COLLEAGUE, tier="network")
        ours = find(Person, (Person.name == "Maija Koskela") & Person.issuer.endswith(visitor.lms.origin)).organisation_id
        row = find(Partnership, (Partnership.tier == "network") & (Partnership.organisation_id == ours))
        assert (row.contact_person_id is not None) == is_known
        assert row.contact == COLLEAGUE


def test_their_partner_is_a_team_of_ours_in_a_test(maija, stranger, find):
    for visitor, is_partner in ((maija, False), (stranger, True)):
        number = int(visitor.post("assessments/", {"subject": PARTNER}).location.rpartition("/")[2])
        assert (find(Assessment, Assessment.id == number).partner_id is not None) == is_partner


def test_their_partner_is_hinted_to_them_only(maija, stranger):
    path = "partners/similar?name=Xylofonipaja"
    assert PARTNER in stranger.get(path).text
    assert "ylofoni" not in maija.get(path).text


def test_their_people_have_no_name_in_our_history(app, maija, stranger, find):
    theirs = find(Person, Person.name == COLLEAGUE)
    ours = find(Person, (Person.name == "Maija Koskela") & (Person.organisation_id != theirs.organisation_id))
    with app.app_context():
        assert names_of({theirs.id, ours.id}, ours.organisation_id) == {ours.id: "Maija Koskela"}
