"""The form of a new partner that every page leads to, and one more tier for a partner."""

import re

import pytest

FORM = {"name": "Kahvila Kerttuli Ky", "description": "Näytöt", "contact": "Matkailutiimi", "tier": "network"}


def chosen_tier(page):
    found = re.search(r'checked[^>]*value="(\w+)"', page.text)
    return found and found[1]


def test_it_is_added_to_the_chosen_tier_and_shown_on_its_page(maija, rows):
    answer = maija.post("partners/add", FORM)
    assert answer.status_code == 303
    assert answer.location.endswith("partners/1")
    assert rows() == [("Kahvila Kerttuli Ky", "network", "Näytöt", "Matkailutiimi", False)]
    assert "Kahvila Kerttuli Ky (Partnership and service networks) was added." in maija.get("partners/1").text


@pytest.mark.parametrize(
    ("changes", "error"), [({"tier": ""}, "Choose a tier."), ({"tier": "best"}, "Choose a tier."), ({"name": " "}, "name")]
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(maija, rows, changes, error):
    answer = maija.post("partners/add", FORM | changes)
    assert answer.status_code == 422
    assert error in answer.text
    assert "Näytöt" in answer.text
    assert "Matkailutiimi" in answer.text
    assert rows() == []


def test_a_known_name_is_asked_about_on_the_page_itself(maija, rows):
    maija.add("Kahvila Kerttuli Oy")
    answer = maija.post("partners/add", FORM)
    assert answer.status_code == 422
    assert "Yes, add Kahvila Kerttuli Oy here" in answer.text
    assert chosen_tier(answer) == "network"
    assert maija.post("partners/add", FORM | {"partner_id": "1"}).status_code == 303
    assert [row[:2] for row in rows()] == [("Kahvila Kerttuli Oy", "everyday"), ("Kahvila Kerttuli Oy", "network")]


def test_the_tier_is_the_one_asked_for_else_the_one_last_added_to_else_the_first(maija, olli):
    assert chosen_tier(maija.get("partners/add")) == "everyday"
    maija.add("Ahti Oy", tier="strategic")
    olli.add("Kerttuli Oy", tier="network")
    assert chosen_tier(maija.get("partners/add")) == "strategic"
    assert chosen_tier(maija.get("partners/add?tier=development")) == "development"
    assert chosen_tier(maija.get("partners/add?tier=best")) == "strategic"


def test_one_more_tier_carries_text_and_contact_and_asks_first(maija, rows):
    maija.add("Ahti Oy", "Veneily", "Matkailutiimi")
    page = maija.get("partners/add?partner_id=1")
    assert chosen_tier(page) is None, "which tier is a decision: none is offered first"
    assert 'value="Ahti Oy"' in page.text
    assert 'value="Matkailutiimi"' in page.text
    assert "Veneily" in page.text
    assert len(rows()) == 1
    refused = maija.post("partners/add?partner_id=1", {"name": "Ahti Oy", "description": "Veneily", "chosen_before": "1"})
    assert refused.status_code == 422
    assert "Choose a tier." in refused.text
    for tier in ("development", "strategic", "network"):
        maija.add("Ahti Oy", tier=tier)
    assert chosen_tier(maija.get("partners/add?partner_id=1")) == "other", "the only one that is left"


def test_anothers_partner_is_none(maija, other_college):
    maija.add("Ahti Oy")
    assert other_college("maija").get("partners/add?partner_id=1").status_code == 404


def test_enter_adds_and_never_answers_a_question(maija):
    """The first button of a form is what Enter presses: it must not be an answer."""
    maija.add("Kahvila Kerttuli Oy")
    asked = maija.post("partners/network/add", {"name": "Kahvila Kerttuli Ky"}, htmx=True)
    first = re.search(r'<button[^>]*form="add-form"[^>]*>', asked.text)[0]
    assert "name=" not in first


@pytest.mark.parametrize("path", ["partners/network/add", "partners/add"])
def test_the_chosen_partner_stays_chosen_when_something_else_is_wrong(maija, rows, path):
    """Two have this name: the answer must not be asked for again."""
    maija.add("Kahvila Kerttuli Ky")
    maija.add("Kahvila Kerttuli Ky", tier="development", is_new="1")
    form = FORM | {"name": "Kahvila Kerttuli Ky", "description": "x" * 2001}
    refused = maija.post(path, form | {"partner_id": "2"}, htmx=path != "partners/add")
    assert refused.status_code == 422
    chosen = re.search(r'name="chosen_before" value="(\d+)"', refused.text)[1]
    assert maija.post(path, form | {"description": "x", "chosen_before": chosen}).status_code == 303
    assert len(rows()) == 3
