"""*Sovimme*: two lines with who and when, which the plan reads and a change of hands moves."""

import re

import pytest

from lti_tool import db
from lti_tool.assessment.agreed_models import AgreedLine
from tests.assessment.conftest import KEYS
from tests.encounters.conftest import day
from tests.handover.conftest import give

FIRST = KEYS[0]


@pytest.fixture
def agree(maija):
    """agree("Soitetaan") writes a line of test 1."""
    return lambda text, visitor=maija, **more: visitor.post(
        "assessments/1/agreed", {"text": text, "contact": "Olli Rantanen", "due_on": day(30), **more}
    )


def agreed_part(page):
    return page.text.partition('id="agreed"')[2].partition("</section>")[0]


def test_two_lines_with_who_and_when_stand_on_the_result(app, maija, olli, begin, agree):
    maija.add("Leipomo Kultakuori Oy")
    number = begin("Leipomo Kultakuori Oy")
    maija.post(f"assessments/{number}/answer?together=1", {FIRST: "2"})
    offered = maija.get(f"assessments/{number}?about={FIRST}")
    assert f'name="statement" value="{FIRST}"' in offered.text
    assert agree("Soitetaan maanantaisin", statement=FIRST).status_code == 303
    assert agree("Ohjaaja nimetään", contact="Hotellitiimi").status_code == 303
    part = agreed_part(maija.get(f"assessments/{number}"))
    for words in ("Soitetaan maanantaisin", "Olli Rantanen", "The workplace knows whom to contact", "Hotellitiimi"):
        assert words in part
    assert "<input" not in part.replace('<input type="hidden"', "")
    third = agree("Vielä yksi")
    assert third.status_code == 422
    assert "Two at a time are enough" in third.text
    assert "Vielä yksi" in third.text


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"text": ""}, "agreed-text"),
        ({"text": "x" * 201}, "agreed-text"),
        ({"contact": " "}, "agreed-who"),
        ({"due_on": ""}, "agreed-day"),
        ({"due_on": "joskus"}, "agreed-day"),
        ({"due_on": "1.1.2020"}, "agreed-day"),
    ],
)
def test_what_is_missing_is_told_at_its_field_and_the_rest_is_kept(maija, begin, agree, wrong, where):
    begin()
    answer = agree(**{"text": "Säilyy", "contact": "Hotellitiimi", **wrong})
    assert answer.status_code == 422
    assert f'id="{where}-error"' in answer.text
    assert ("Säilyy" in answer.text) == ("text" not in wrong)
    assert ("Hotellitiimi" in agreed_part(answer)) == ("contact" not in wrong)


def test_a_line_is_done_corrected_taken_away_and_all_of_it_taken_back(maija, begin, agree):
    begin()
    agree("Soitetaan")
    for path, shown in (("done", "<s>Soitetaan</s>"), ("archive", None)):
        answer = maija.post(f"assessments/agreed/1/{path}", {"back": f"{maija.base}assessments/1"})
        page = maija.request("GET", answer.location)
        assert (shown in page.text) if shown else "Soitetaan" not in agreed_part(page)
        maija.post(re.search(r"undo/\d+", page.text)[0])
        assert ">Soitetaan" in agreed_part(maija.get("assessments/1"))
    form = maija.get("assessments/agreed/1/edit").text
    seen = re.search(r'name="version" value="(\d+)"', form)[1]
    edit = {"contact": "Olli Rantanen", "version": seen}
    assert maija.post("assessments/agreed/1/edit", {**edit, "text": "Soitetaan tiistaisin"}).status_code == 303
    asked = maija.post("assessments/agreed/1/edit", {**edit, "text": "Tavataan"})
    assert asked.status_code == 409
    assert "Soitetaan tiistaisin" in asked.text
    refused = maija.post("assessments/agreed/1/edit", {**edit, "text": "", "version": "9"})
    assert refused.status_code in (409, 422)


def test_what_is_open_of_an_earlier_round_stands_on_the_next_one(maija, begin, agree):
    begin("Hotellitiimi")
    agree("Viime kerralla sovittu")
    begin("hotellitiimi")
    begin("Toinen tiimi")
    assert "Viime kerralla sovittu" in agreed_part(maija.get("assessments/2"))
    assert "Viime kerralla sovittu" not in maija.get("assessments/3").text
    maija.post("assessments/agreed/1/done")
    assert "Viime kerralla sovittu" not in agreed_part(maija.get("assessments/2"))


def test_what_is_open_of_an_archived_round_is_not_told_on_the_next_one(maija, begin, agree):
    begin("Hotellitiimi")
    agree("Viime kerralla sovittu")
    maija.post("assessments/1/archive")
    begin("Hotellitiimi")
    assert "Viime kerralla sovittu" not in maija.get("assessments/2").text


def test_today_is_not_past(begin, agree):
    begin()
    assert agree("Soitetaan", due_on=day(0)).status_code == 303


def test_an_archived_test_takes_no_lines(maija, begin, agree):
    begin()
    maija.post("assessments/1/archive")
    refused = agree("Turhaan kirjoitettu")
    assert refused.status_code == 422
    assert "Turhaan kirjoitettu" in refused.text
    assert 'name="due_on"' not in maija.get("assessments/1").text


def test_a_line_changes_hands_with_the_rest(app, maija, olli, begin, agree):
    maija.add("Leipomo Kultakuori Oy")
    begin("Leipomo Kultakuori Oy")
    agree("Soitetaan")
    with app.app_context():
        giver = db.session.get(AgreedLine, 1).contact_person_id
    assert "Soitetaan" in maija.get(f"handover/?person={giver}").text
    assert give(maija, f"person={giver}", "Maija Koskela").status_code == 303
    assert "Maija Koskela" in agreed_part(maija.get("assessments/1"))


def test_another_colleges_lines_are_not_there(maija, begin, agree, other_college):
    begin()
    agree("Salainen sopimus")
    stranger = other_college("maija")
    for path in (
        "assessments/agreed/1/done",
        "assessments/agreed/1/archive",
        "assessments/agreed/1/edit",
        "assessments/1/agreed",
    ):
        assert stranger.post(path, {"text": "x"}).status_code == 404
    assert stranger.get("assessments/agreed/1/edit").status_code == 404
    assert "Salainen sopimus" in maija.get("assessments/1").text
