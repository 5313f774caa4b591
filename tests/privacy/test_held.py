"""What is held on a person: a page, and a copy that machines read."""

import json

import pytest
from sqlalchemy import event

from tests.privacy.conftest import HENNA


@pytest.fixture
def statements(app):
    """statements(visitor, path): how many questions a page asks the database."""

    def count(visitor, path):
        asked = []
        engine = app.extensions["hoitomalli_engines"]["reading"]
        listener = lambda *arguments: asked.append(arguments[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        assert visitor.get(path).status_code == 200
        event.remove(engine, "before_cursor_execute", listener)
        return len(asked)

    return count


def copy(visitor, path):
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    return json.loads(answer.data)


def test_a_partners_person_is_held_at_both_partners(henna):
    page = henna.get("personal-data/contacts/1").text
    for told in ("Henna Vuorinen", "henna@kerttuli.example", "050 7654321", "Hotelli Vaskiniemi", "Leipomo Kultakuori Oy"):
        assert told in page or told.replace(" ", "") in page.replace(" ", "")


def test_the_copy_holds_the_row_the_roles_the_history_and_the_texts(henna):
    henna.post("partners/1/log", {"text": "Hennan kanssa sovittu", "kind": "visit", "happened_on": "2.11.2026"})
    held = copy(henna, "personal-data/contacts/1.json")
    assert held["about"]["name"] == HENNA["name"]
    assert [row["of"] for row in held["rows"]["contact_role"]] == ["Leipomo Kultakuori Oy", "Hotelli Vaskiniemi"]
    assert held["rows"]["contact_role"][0]["title"] == HENNA["title"]
    assert {"+358501234567", "+358507654321"} <= {line["after"] for line in held["history"]}
    assert held["named_in_texts"][0]["text"] == "Hennan kanssa sovittu"


def test_the_form_of_the_person_leads_there(henna):
    assert "personal-data/contacts/1" in henna.get("contacts/1").text


def test_one_sees_what_is_held_on_oneself(henna):
    henna.post("teams/", {"name": "Hotellitiimi", "is_member": "y"})
    henna.post("partners/1/log", {"text": "Sovittu", "kind": "visit", "happened_on": "2.11.2026"})
    page = henna.get("personal-data/me").text
    for told in ("Maija Koskela", "Hotellitiimi", "Sovittu", "Hotelli Vaskiniemi"):
        assert told in page
    held = copy(henna, "personal-data/me.json")
    assert held["about"]["name"] == "Maija Koskela"
    assert held["rows"].keys() >= {"launch", "membership", "partnership", "encounter", "change_set"}
    assert "named_in_texts" not in held


def test_ones_own_page_offers_no_erasing(henna):
    assert "/erase" not in henna.get("personal-data/me").text


def test_answers_are_in_ones_own_copy_and_in_nobody_elses(maija, olli):
    maija.post("assessments/", {"subject": "Hotellitiimi"})
    maija.post("assessments/1/answer", {"communication-1": "4"})
    assert "answer_sheet" not in copy(olli, "personal-data/me.json")["rows"]


def test_the_admin_sees_one_of_ours(henna, admin, person_id):
    path = f"personal-data/people/{person_id('Maija Koskela')}"
    assert "Hotelli Vaskiniemi" in admin.get(path).text
    assert copy(admin, f"{path}.json")["about"]["email"].startswith("maija@")
    assert path in admin.get("personal-data/?q=koskela").text
    assert path not in henna.get("personal-data/?q=koskela").text


@pytest.mark.parametrize(
    "path", ["personal-data/", "personal-data/me", "personal-data/contacts/1", "personal-data/contacts/1/erase"]
)
def test_a_page_asks_few_questions(henna, statements, path):
    assert statements(henna, path) <= 25
