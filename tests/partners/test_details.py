"""What a row and a partner know beside the three fields: kept, checked, told, taken back (seed 000 ch. 8, seed 002 ch. 5)."""

import html
from datetime import date

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership

DETAILS = {
    "deputy": "Olli Rantanen",
    "manager": "Rehtori Anna",
    "team": "",
    "unit": "Vaasan toimipiste",
    "state": "wanted",
    "starts_on": "1.2.2026",
    "ends_on": "31.1.2028",
    "cycle_months": "6",
    "our_role": "Koordinoija",
    "aims": "Yhteinen osaamismerkki 2027",
    "effect": "furthers",
}


@pytest.fixture
def network(maija, olli, row):
    """Maija, who has added Kahvila Kerttuli to the networks; her values of its form."""
    maija.add("Kahvila Kerttuli Ky", tier="network")
    return maija


def held(app, row_id=1):
    with app.app_context():
        row = db.session.get(Partnership, row_id)
        return {
            "deputy": row.one_of_ours("deputy"),
            "deputy_id": row.deputy_person_id,
            **{
                name: getattr(row, name)
                for name in (
                    "unit",
                    "state",
                    "cycle_months",
                    "our_role",
                    "aims",
                    "effect",
                    "is_archived",
                    "ends_on",
                    "end_reason",
                )
            },
        }


def test_details_are_kept_told_and_taken_back(network, row, app):
    assert network.post("partners/rows/1", row(**DETAILS)).status_code == 303
    kept = held(app)
    assert kept["deputy"] == "Olli Rantanen"
    assert kept["deputy_id"]
    assert (kept["state"], kept["cycle_months"], kept["unit"]) == ("wanted", 6, "Vaasan toimipiste")
    page = network.get("partners/1").text
    for words in ("Olli Rantanen", "Vaasan toimipiste", "Koordinoija", "Yhteinen osaamismerkki 2027", "furthers our goals"):
        assert words in page
    network.post("undo/2")
    assert held(app)["unit"] == ""
    assert held(app)["state"] == "current"


def test_three_fields_stay_enough(network, row, app):
    network.post("partners/rows/1", row(**DETAILS))
    network.post("partners/rows/1", row(description="Uusi teksti"))  # an older page, without the rest
    assert held(app)["aims"] == "Yhteinen osaamismerkki 2027"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("starts_on", "31.2.2026", "This is no day"),
        ("ends_on", "1.1.2020", "comes after the beginning"),
        ("cycle_months", "kuukausi", "from 1 to 60"),
        ("cycle_months", "0", "from 1 to 60"),
        ("cycle_months", "61", "from 1 to 60"),
        ("cycle_months", "1000", "from 1 to 60"),
        ("state", "ended", "Choose a state"),
        ("effect", "paras", "Choose one of these"),
        ("team", "999999", "Choose one of the teams"),
        ("team", "0", ""),
        ("aims", "x" * 2001, "At most 2,000"),
        ("unit", "x" * 201, "At most 200"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(network, row, field, value, message):
    answer = network.post("partners/rows/1", row(**{**DETAILS, field: value}))
    assert answer.status_code == (422 if message else 303)
    page = html.unescape(answer.text)
    assert message in page
    if message:
        assert "Yhteinen osaamismerkki 2027" in page or field == "aims"
        assert '<details class="more wide" open' in page.replace(" open>", " open>")


def test_another_colleges_team_cannot_be_chosen(network, row, other_college):
    other_college("maija").post("teams/", {"name": "Vieras"})
    answer = network.post("partners/rows/1", row(team="1"))
    assert answer.status_code == 422
    assert "Choose one of the teams" in answer.text


def test_it_ends_on_a_day_and_why(network, app):
    page = network.get("partners/rows/1/end")
    assert page.status_code == 200
    answer = network.post("partners/rows/1/end", {"ends_on": "1.10.2026", "end_reason": "Verkosto lopetti", "version": "1"})
    assert answer.status_code == 303
    assert held(app)["is_archived"]
    assert held(app)["state"] == "ended"
    told = network.get("partners/1").text.partition('id="changes"')[0]
    assert "Partnership and service networks ended: Verkosto lopetti" in told
    assert network.add("Kahvila Kerttuli Ky", tier="network").status_code == 303  # it begins anew, in a row of its own
    assert held(app)["end_reason"] == "Verkosto lopetti"
    assert held(app, 2)["state"] == "current"


@pytest.mark.parametrize(
    ("typed", "state", "ends_on"),
    [
        ({}, "current", None),
        ({"state": ""}, "current", None),
        ({"state": "wanted"}, "wanted", None),
        ({"ends_on": "31.12.2030"}, "current", date(2030, 12, 31)),
    ],
)
def test_an_ended_partnership_that_is_saved_begins_anew(network, row, app, typed, state, ends_on):
    end = {"ends_on": "1.10.2026", "end_reason": "Verkosto lopetti", "version": "1"}
    assert network.post("partners/rows/1/end", end).status_code == 303
    assert network.post("partners/rows/1", row(version="1.2", **typed)).status_code == 303
    again = held(app)
    assert (again["is_archived"], again["state"], again["ends_on"], again["end_reason"]) == (False, state, ends_on, "")


def test_an_end_before_its_beginning_is_refused(network, row, app):
    network.post("partners/rows/1", row(starts_on="1.5.2026"))
    answer = network.post("partners/rows/1/end", {"ends_on": "30.4.2026", "version": "2"})
    assert answer.status_code == 422
    assert "comes after the beginning" in answer.text
    assert not held(app)["is_archived"]


def test_the_end_of_an_older_page_is_refused(network, row, app):
    network.post("partners/rows/1", row(description="Uusi"))
    answer = network.post("partners/rows/1/end", {"ends_on": "1.10.2026", "version": "1"})
    assert answer.status_code == 409
    assert not held(app)["is_archived"]


def test_an_archived_row_is_not_ended(network, app):
    network.post("partners/rows/1/archive")
    answer = network.post("partners/rows/1/end", {"ends_on": "1.10.2026", "version": "2"})
    assert answer.status_code == 409
    assert "A colleague has archived this row meanwhile." in answer.text
    assert held(app)["state"] == "current"


def test_a_move_has_its_day_and_its_reason_and_coming_back_is_a_new_row(maija, app):
    maija.add("Ahti Oy", "Veneily")
    move = {"tier": "development", "description": "Veneily", "moved_on": "1.9.2026", "reason": "Yhteinen hanke", "version": "1"}
    assert maija.post("partners/rows/1/move", move).status_code == 303
    told = maija.get("partners/1").text
    assert "Everyday partnership → Development partnership: Yhteinen hanke" in told
    back = {"tier": "everyday", "description": "Veneily", "moved_on": "1.11.2026", "version": "1"}
    assert maija.post("partners/rows/2/move", back).status_code == 303
    with app.app_context():
        rows = db.session.execute(select(Partnership.tier, Partnership.is_archived).order_by(Partnership.id)).all()
    assert [tuple(row) for row in rows] == [("everyday", True), ("development", True), ("everyday", False)]


def test_a_move_before_its_beginning_is_refused(network, row):
    network.post("partners/rows/1", row(starts_on="1.5.2026"))
    answer = network.post("partners/rows/1/move", {"tier": "other", "moved_on": "1.4.2026", "version": "2", "description": ""})
    assert answer.status_code == 422
    assert "comes after the beginning" in answer.text


FACTS = {
    "name": "Kahvila Kerttuli Ky",
    "url": "",
    "business_id": "0112038-9",
    "municipality": "Vaasa",
    "approach": "ask",
    "notes": "Vastaanotto auki aamuisin",
}


def test_a_partners_own_facts(network, app):
    assert network.post("partners/1/edit", {**FACTS, "version": "1"}).status_code == 303
    page = network.get("partners/1").text
    for words in ("0112038-9", "Vaasa", "Ask our contact person first", "Vastaanotto auki aamuisin"):
        assert words in page
    assert "Ask our contact person first" in network.get("find?q=kerttuli").text
    for part_of_it in ("0112038", "0112038-9", "kerttuli vaasa"):
        assert "Kahvila Kerttuli Ky" in network.get(f"search?q={part_of_it}").text, part_of_it


@pytest.mark.parametrize("number", ["0112038-8", "123", "abc", "FI0112038", "0112038-9 0112038-9"])
def test_a_business_id_is_checked(network, number):
    answer = network.post("partners/1/edit", {**FACTS, "business_id": number, "version": "1"})
    assert answer.status_code == 422
    assert "This is no business id" in answer.text
    assert "Vastaanotto auki aamuisin" in answer.text


def test_a_business_id_is_kept_in_one_way(network, app):
    network.post("partners/1/edit", {**FACTS, "business_id": "01120389", "version": "1"})
    with app.app_context():
        assert db.session.get(Partner, 1).business_id == "0112038-9"


def test_a_changed_name_stays_as_a_former_one_but_not_a_typing_error(network, app):
    network.post("partners/1/edit", {**FACTS, "name": "Ravintola Meriharju", "version": "1"})
    network.post("partners/1/edit", {**FACTS, "name": "Ravintola Meriharjv", "version": "2"})
    with app.app_context():
        assert [one.name for one in db.session.get(Partner, 1).known_names] == ["Kahvila Kerttuli Ky"]
    assert "Ravintola Meriharj" in network.get("find?q=kahvila+kerttuli").text


def test_the_college_decides_by_tier_how_to_approach(network, visit):
    pirjo = visit("pirjo", language="en")
    form = {"approach_network": "tell", "cycle_strategic": "6", "version": "1"}
    assert pirjo.post("admin/register", form).status_code == 303
    assert "Tell our contact person afterwards" in network.get("partners/1").text
    assert "In the CRM" not in network.get("partners/1").text
    assert pirjo.post("admin/register", {**form, "approach_network": "golf", "version": "2"}).status_code == 422
    assert network.get("admin/register").status_code in (403, 404)


def test_who_else_has_the_business_id_is_told(network):
    network.add("Toimipiste Kerttuli", tier="network")
    network.post("partners/1/edit", {**FACTS, "version": "1"})
    network.post("partners/2/edit", {**FACTS, "name": "Toimipiste Kerttuli", "version": "1"})
    assert "The same business id: Kahvila Kerttuli Ky." in network.get("partners/2").text


def test_of_another_college_and_of_an_archived_partner_no_business_id_is_told(network, other_college):
    theirs = other_college("maija")
    theirs.add("Vieras Oy")
    theirs.post("partners/2/edit", {**FACTS, "name": "Vieras Oy", "version": "1"})
    network.add("Entinen Oy")
    network.post("partners/3/edit", {**FACTS, "name": "Entinen Oy", "version": "1"})
    network.post("partners/rows/3/archive")
    network.get("tiers/everyday")  # what was said of these is read
    network.post("partners/1/edit", {**FACTS, "version": "1"})
    page = network.get("partners/1").text
    assert "Kahvila Kerttuli Ky was saved." in page
    assert "The same business id" not in page


def test_theirs_is_told_as_the_field_shows_it(network, olli, row):
    olli.post("partners/rows/1", row(starts_on="1.2.2026", state="wanted"))
    answer = network.post("partners/rows/1", row(starts_on="3.3.2026", state="current", version="1.1"))
    assert answer.status_code == 409
    page = html.unescape(answer.text)
    assert "Theirs: 01/02/2026" in page
    assert "03/03/2026" in page


def test_two_days_that_break_the_rule_only_together_are_a_conflict(network, olli, row):
    olli.post("partners/rows/1", row(starts_on="1.6.2026"))
    answer = network.post("partners/rows/1", row(starts_on="", ends_on="1.3.2026", version="1.1"))
    assert answer.status_code == 409
    assert "Theirs: 01/06/2026" in answer.text


def test_a_day_to_come_is_no_end(network):
    answer = network.post("partners/rows/1/end", {"ends_on": "1.1.2090", "end_reason": "Syy", "version": "1"})
    assert answer.status_code == 422
    assert "still to come" in answer.text
    assert "Syy" in answer.text


def test_a_deputy_stands_in_the_row_that_comes_back(network, row, olli):
    headers = {"HX-Request": "true", "HX-Current-URL": f"https://tool.test{network.base}partners/1"}
    form = {"csrf_token": network.token(), **row(deputy="Olli Rantanen")}
    saved = network.request("POST", network.base + "partners/rows/1", data=form, headers=headers).text
    assert "Deputy: Olli Rantanen" in saved
