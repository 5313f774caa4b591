"""Rows of several teams in one tier, lists of a team, and what a team's new name means for its rows (DESIGN §2)."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners.row_models import Partnership


def rows_of(app):
    with app.app_context():
        found = db.session.scalars(select(Partnership).order_by(Partnership.id)).unique()
        return [(r.partner.name, r.team.name if r.team else "", r.contact, r.description, r.is_archived) for r in found]


@pytest.fixture
def teams(maija, olli):
    """Maija is of the Hotellitiimi, Olli of the Kahvilatiimi."""
    maija.post("teams/", {"name": "Hotellitiimi", "field": "Matkailuala", "is_member": "1"})
    olli.post("teams/", {"name": "Kahvilatiimi", "field": "Ravintola-ala", "is_member": "1"})
    maija.add("Kahvila Kerttuli Ky", "Majoitus")
    return maija, olli


def test_a_row_is_of_the_writers_team_or_of_the_team_that_is_its_contact(teams, app):
    _maija, olli = teams
    olli.add("Leipomo Kultakuori", contact="hotellitiimi")
    assert [row[1] for row in rows_of(app)] == ["Hotellitiimi", "Hotellitiimi"]


def test_a_row_of_someone_in_two_teams_is_of_none_until_one_is_chosen(teams, app):
    maija, _olli = teams
    maija.post("teams/", {"name": "Majoitustiimi", "is_member": "1"})
    maija.add("Leipomo Kultakuori")
    assert [row[1] for row in rows_of(app)] == ["Hotellitiimi", ""]


def test_another_team_is_asked_and_keeps_a_row_of_its_own(teams, app):
    maija, olli = teams
    asked = olli.add("Kahvila Kerttuli Ky", "Kahvit")
    assert asked.status_code == 422
    assert "Complete this one" in asked.text
    button = re.search(r'name="is_of_team" value="(\d+)"', asked.text)[1]
    assert olli.add("Kahvila Kerttuli Ky", "Kahvit", is_of_team=button).status_code == 303
    assert [row[:4] for row in rows_of(app)] == [
        ("Kahvila Kerttuli Ky", "Hotellitiimi", "Maija Koskela", "Majoitus"),
        ("Kahvila Kerttuli Ky", "Kahvilatiimi", "Olli Rantanen", "Kahvit"),
    ]
    page = maija.get("partners/1").text
    assert "Majoitus" in page
    assert "Kahvit" in page


def test_one_more_tier_may_be_that_of_another_teams_row(teams, app, visit):
    """Also where the partner stands in all of them: the own team's row, with text and contact of its own."""
    maija, olli = teams
    for tier in ("development", "strategic", "network", "other"):
        maija.add("Kahvila Kerttuli Ky", tier=tier)
    assert "partners/add?partner_id=1" in olli.get("partners/1").text
    page = olli.get("partners/add?partner_id=1").text
    assert "Majoitus" not in page
    assert 'value="Olli Rantanen"' in page
    assert "Majoitus" in maija.get("partners/add?partner_id=1").text, "of the own team both go along"
    asked = olli.add("Kahvila Kerttuli Ky", "Kahvit", chosen_before="1")
    assert "join the team first" not in asked.text
    assert "This is another partner" not in asked.text, "it was said which one is meant"
    assert olli.add("Kahvila Kerttuli Ky", "Kahvit", chosen_before="1", is_of_team="2").status_code == 303
    assert rows_of(app)[-1][:4] == ("Kahvila Kerttuli Ky", "Kahvilatiimi", "Olli Rantanen", "Kahvit")
    in_no_team = visit("sami", language="en").add("Kahvila Kerttuli Ky", "Siivous", chosen_before="1")
    assert in_no_team.status_code == 422
    assert "join the team first" in in_no_team.text


def test_a_row_of_no_team_is_its_contacts_alone(teams, visit):
    _maija, olli = teams
    sami = visit("sami", language="en")
    sami.add("Ahti Oy", "Siivous")
    assert "Siivous" not in olli.get("partners/add?partner_id=2").text
    assert "Siivous" in sami.get("partners/add?partner_id=2").text, "who is in no team begins with what stands there"


def test_a_row_with_the_team_as_contact_names_it_once(teams):
    maija, olli = teams
    asked = olli.add("Kahvila Kerttuli Ky", "Kahvit")
    assert "Maija Koskela (Hotellitiimi)" in " ".join(asked.text.split())
    maija.add("Leipomo Kultakuori", contact="Hotellitiimi")
    assert "(Hotellitiimi)" not in olli.add("Leipomo Kultakuori", "Leivät").text


def test_the_same_teams_row_twice_is_refused(teams, app):
    maija, _olli = teams
    asked = maija.add("Kahvila Kerttuli Ky", "Toinen teksti")
    assert asked.status_code == 422
    assert 'name="is_of_team"' not in asked.text
    assert "Toinen teksti" in asked.text
    assert maija.add("Kahvila Kerttuli Ky", "Toinen teksti", is_of_team="1").status_code == 422
    assert len(rows_of(app)) == 1


def test_a_team_one_does_not_belong_to_is_not_taken(teams, app):
    maija, _olli = teams
    assert maija.add("Kahvila Kerttuli Ky", "Toinen", is_of_team="2").status_code == 422
    assert len(rows_of(app)) == 1


def test_each_team_corrects_and_archives_its_own_row_alone(teams, app):
    maija, olli = teams
    olli.add("Kahvila Kerttuli Ky", "Kahvit", is_of_team="2")
    olli.post("partners/rows/2/archive")
    assert [row[4] for row in rows_of(app)] == [False, True]
    assert "Majoitus" in maija.get("tiers/everyday").text


def test_the_list_of_my_team(teams):
    maija, olli = teams
    olli.add("Leipomo Kultakuori")
    assert "Leipomo Kultakuori" not in maija.get("partners/?ours=1").text
    assert "Leipomo Kultakuori" in olli.get("partners/?ours=1").text
    page = maija.get("partners/?team=1").text
    assert "Kahvila Kerttuli Ky" in page
    assert "Leipomo Kultakuori" not in page
    assert "My team" in page
    assert "Leipomo Kultakuori" in maija.get("partners/?field=2").text


def test_wanted_partnerships_stand_on_the_list_of_my_team(teams, row):
    maija, _olli = teams
    maija.post("partners/rows/1", row(state="wanted"))
    maija.get("tiers/everyday")  # what was said of the correction is read
    assert "Kahvila Kerttuli Ky" in maija.get("partners/?ours=1").text


def test_a_new_name_of_the_team_is_followed_and_taken_back(teams, app):
    maija, _olli = teams
    maija.add("Leipomo Kultakuori", contact="Hotellitiimi")
    maija.get("tiers/everyday")  # what was said of the addition is read
    maija.post("teams/1/edit", {"name": "Majoitustiimi", "field": "Matkailuala", "version": "1"})
    assert rows_of(app)[1][1:3] == ("Majoitustiimi", "Majoitustiimi")
    page = maija.get("teams/1").text
    undo = re.search(r'action="[^"]*(undo/\d+)"', page)[1]
    maija.post(undo)
    assert rows_of(app)[1][1:3] == ("Hotellitiimi", "Hotellitiimi")


def test_it_is_followed_in_each_role_of_a_row_which_stays_of_the_team_it_is_of(teams, app, row):
    maija, _olli = teams
    ours = ("deputy", "manager")
    maija.post("partners/rows/1", row(team="", **dict.fromkeys(ours, "Hotellitiimi")))

    def stored():
        with app.app_context():
            only = db.session.scalars(select(Partnership)).unique().one()
            return only.team_id, only.contact, *map(only.one_of_ours, ours)

    assert stored() == (None, "Maija Koskela", "Hotellitiimi", "Hotellitiimi")
    maija.post("teams/1/edit", {"name": "Majoitustiimi", "field": "Matkailuala", "version": "1"})
    assert stored() == (None, "Maija Koskela", "Majoitustiimi", "Majoitustiimi")


def test_rows_with_the_teams_name_become_its_own(maija, app):
    maija.add("Leipomo Kultakuori", contact="Matkailutiimi")
    assert rows_of(app)[0][1] == ""
    maija.post("teams/", {"name": "Matkailutiimi", "field": ""})
    assert rows_of(app)[0][1] == "Matkailutiimi"


def test_a_row_of_another_team_stays_with_it_also_where_its_contact_has_the_name_of_a_new_one(teams, app):
    maija, olli = teams
    olli.add("Leipomo Kultakuori", contact="Majoitustiimi")
    maija.post("teams/", {"name": "Majoitustiimi", "field": ""})
    assert rows_of(app)[1][1:3] == ("Kahvilatiimi", "Majoitustiimi")


def test_so_they_do_where_the_team_was_misspelt_and_is_corrected(maija, app):
    maija.add("Leipomo Kultakuori", contact="Matkailutiimi")
    maija.add("Ahti Oy", contact="Matkailutimi")
    maija.post("teams/", {"name": "Matkailutimi", "field": ""})
    maija.get("teams/1")  # the notices of before are seen there
    maija.post("teams/1/edit", {"name": "Matkailutiimi", "version": "1"})
    assert [row[1:3] for row in rows_of(app)] == [("Matkailutiimi", "Matkailutiimi")] * 2
    undo = re.search(r'action="[^"]*(undo/\d+)"', maija.get("teams/1").text)[1]
    maija.post(undo)
    assert [row[1:3] for row in rows_of(app)] == [("", "Matkailutiimi"), ("Matkailutimi", "Matkailutimi")]


def test_a_row_with_the_teams_new_name_becomes_its_own_beside_one_that_it_has_archived(teams, visit, app):
    maija, _olli = teams
    maija.post("partners/rows/1/archive")
    visit("sami", language="en").add("Kahvila Kerttuli Ky", contact="Majoitustiimi")
    assert rows_of(app)[1][1:3] == ("", "Majoitustiimi")
    maija.post("teams/1/edit", {"name": "Majoitustiimi", "field": "Matkailuala", "version": "1"})
    assert rows_of(app)[1][1:3] == ("Majoitustiimi", "Majoitustiimi")


def test_the_form_of_a_row_has_its_team_also_when_that_is_archived(teams):
    maija, _olli = teams
    maija.post("teams/1/archive")
    assert '<option selected value="1">Hotellitiimi</option>' in maija.get("partners/rows/1/edit").text


def test_a_row_cannot_become_the_second_one_of_a_team(teams, app):
    _maija, olli = teams
    olli.add("Kahvila Kerttuli Ky", "Kahvit", is_of_team="2")
    values = {"name": "Kahvila Kerttuli Ky", "url": "", "description": "Kahvit", "contact": "Olli Rantanen", "version": "1.1"}
    answer = olli.post("partners/rows/2", {**values, "team": "1"})
    assert answer.status_code == 422
    assert "already for this team" in answer.text
    assert [row[1] for row in rows_of(app)] == ["Hotellitiimi", "Kahvilatiimi"]


def test_what_the_database_refuses_is_told_too(teams, app, monkeypatch):
    """Two who do it at once pass the question before: then the index over team and unit refuses, on both kinds of database."""
    _maija, olli = teams
    olli.add("Kahvila Kerttuli Ky", "Kahvit", is_of_team="2")
    monkeypatch.setattr("lti_tool.partners.operations.raise_if_row_of_team_stands", lambda row, values: None)
    values = {"name": "Kahvila Kerttuli Ky", "url": "", "description": "Kahvit", "contact": "Olli Rantanen", "version": "1.1"}
    answer = olli.post("partners/rows/2", {**values, "team": "1"})
    assert answer.status_code == 422
    assert "already for this team" in answer.text


def test_the_row_of_our_team_is_of_our_team_also_where_nobodys_was_archived(maija, olli, app):
    maija.add("Kahvila Kerttuli Ky", "Vanha")
    maija.post("partners/rows/1/archive")
    olli.post("teams/", {"name": "Kahvilatiimi", "is_member": "1"})
    olli.add("Kahvila Kerttuli Ky", "Uusi")
    assert [row[1] for row in rows_of(app) if not row[4]] == ["Kahvilatiimi"]


def test_the_row_that_another_team_has_archived_is_not_brought_back_by_ours(teams, app):
    maija, olli = teams
    maija.post("partners/rows/1/archive")
    olli.add("Kahvila Kerttuli Ky", "Kahvit")
    assert rows_of(app) == [
        ("Kahvila Kerttuli Ky", "Hotellitiimi", "Maija Koskela", "Majoitus", True),
        ("Kahvila Kerttuli Ky", "Kahvilatiimi", "Olli Rantanen", "Kahvit", False),
    ]
