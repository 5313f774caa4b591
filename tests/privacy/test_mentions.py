"""Names in free text are found however they are bent, and shown with where to correct them."""

import html
import re

import pytest

from lti_tool.privacy.wanted import stem_of, wanted_of
from tests.privacy.test_erasing_contacts import ERASE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Henna Vuorinen", "Soita Henna Vuoriselle."),
        ("Henna Vuorinen", "VUORINEN HENNA hoitaa"),
        ("Henna Vuorinen", "vuorisen hennan kanssa"),
        ("Pekka Lahti", "Pekan ja Lahden kanssa"),
        ("Anna Mäki", "Anna Mäen numero"),
        ("Åke Öström", "Åke Öströms nummer"),
        ("André Lindqvist", "Andrén ja Lindqvistin kanssa"),
        ("Jean-Luc Virta", "Jean-Lucin ja Virran tapaaminen"),
        ("Madonna", "Madonnan konsertti"),
    ],
)
def test_a_name_is_found_in_its_forms(name, text):
    assert wanted_of([name], []).place_in(text) is not None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Henna Vuorinen", "Henna Salo"),
        ("Henna Vuorinen", "Vuorinen Oy"),
        ("Henna Vuorinen", "alihennavuorinen"),
        ("Henna Vuorinen", ""),
        ("", "Henna Vuorinen"),
        ("🎂", "🎂"),
    ],
)
def test_others_are_not(name, text):
    assert wanted_of([name], []).place_in(text) is None


def test_one_word_is_enough_where_the_person_is_known():
    wanted = wanted_of(["Henna Vuorinen"], [])
    assert wanted.place_in("Sovittu Hennan kanssa", is_near=True) == 8
    assert wanted.place_in("Sovittu Hennan kanssa") is None


def test_an_address_and_a_number_are_found():
    wanted = wanted_of([], ["henna@kerttuli.example", "050 765 4321"])
    assert wanted.place_in("Osoite HENNA@kerttuli.example") == 7
    assert wanted.place_in("p. 050 765 4321") is not None


@pytest.mark.parametrize("name", ["", "a", "i", "nen", "Ii", "-", "%", "_"])
def test_short_names_are_no_trouble(name):
    assert len(stem_of(name)) <= len(name)
    wanted_of([name], ["%", "_", "\\"]).place_in("%_\\ nen")


def words(page):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page.text)).split())


def test_texts_of_all_rooms_are_found_and_none_is_changed(henna, traces):
    henna.post("partners/rows/1", {"name": "Hotelli Vaskiniemi", "description": "Kuvaus: Henna Vuoriselta", "version": "1.1"})
    henna.post("partners/1/log", {"text": "Käynti: Hennan kanssa", "kind": "visit", "happened_on": "2.11.2026"})
    henna.post("partners/1/edit", {"name": "Hotelli Vaskiniemi", "notes": "Muistiinpano: Henna Vuorinen", "version": "1"})
    henna.post("agreements/of/2/new", {"starts_on": "1.1.2026", "their_signer": "Henna Vuorinen, johtaja"})
    henna.post("methods/own/new", {"tier": "everyday", "title": "Keino", "text": "x", "ask": "Henna Vuorinen"})
    henna.post("tiers/everyday/own-words", {"text": "Omat sanat: Henna Vuorinen", "version": "0"})
    henna.post("methods/company-visit", {"text": "Kokemus: Henna Vuorisen luona"})
    henna.post("assessments/", {"subject": "Testi Henna Vuorisen kanssa"})
    page = words(henna.get(ERASE))
    for told in ("Kuvaus: Henna", "Käynti: Hennan", "Muistiinpano: Henna", "johtaja", "Keino", "Omat sanat", "Kokemus", "Testi"):
        assert told in page, told
    henna.post(ERASE, {"is_sure": "1"})
    assert {"partnership", "encounter", "partner", "agreement", "own_method", "own_words", "experience"} <= traces(
        "Henna", "Vuori"
    )


def test_a_name_with_accents_is_found_in_the_history_too(henna):
    henna.post("partners/1/contacts/add", {"name": "Åke Öström", "email": ""})
    henna.post("partners/rows/1", {"name": "Hotelli Vaskiniemi", "description": "Kysy: Åke Öström", "version": "1.1"})
    henna.post("partners/rows/1", {"name": "Hotelli Vaskiniemi", "description": "", "version": "1.2"})
    page = words(henna.get("personal-data/contacts/2/erase"))
    assert "Named in the history" in page
    assert "Kysy: Åke Öström" in page


def test_another_colleges_texts_are_not_searched(henna, other_college):
    other_college("maija").add("Toinen Oy", "Henna Vuorinen hoitaa")
    assert "hoitaa" not in words(henna.get(ERASE))
