"""Names in free text are found however they are bent, and shown with where to correct them."""

import html
import re

import pytest
from sqlalchemy import insert, select

from lti_tool import db
from lti_tool.encounters.models import Encounter
from lti_tool.history.models import Change
from lti_tool.history.values import ERASED
from lti_tool.people.admin_log import AdminAct
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
        ("Ari Mäki", "Arin ja Mäkien kanssa"),
        ("Ari Joki", "Joella Arille"),
        ("S", "Soita: S."),
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
        ("Ari Mäki", "Arvioidaan määräajassa"),
        ("S", "Sovittu Savonlinnan jaksoista"),
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


def leads_of(page):
    """Where each text that names the person leads to, by what is found of it; empty where it leads nowhere."""
    section = page.text.partition('id="named"')[2].partition("</section>")[0]
    found = {}
    for line in re.findall("<li>(.*?)</li>", section, re.DOTALL):
        address = re.search(r'<a href="/l/[^/]+/([^"]+)"', line)
        found[html.unescape(re.search("<div>(.*?)</div>", line)[1])] = html.unescape(address[1]) if address else ""
    return found


def test_texts_of_all_rooms_are_found_and_none_is_changed(henna, traces):
    henna.post("partners/rows/1", {"name": "Hotelli Vaskiniemi", "description": "Kuvaus: Henna Vuoriselta", "version": "1.1"})
    henna.post("partners/1/log", {"text": "Käynti: Hennan kanssa", "kind": "visit", "happened_on": "2.11.2026"})
    henna.post("partners/1/edit", {"name": "Hotelli Vaskiniemi", "notes": "Muistiinpano: Henna Vuorinen", "version": "1"})
    henna.post("agreements/of/2/new", {"starts_on": "1.1.2026", "their_signer": "Henna Vuorinen, johtaja"})
    henna.post("methods/own/new", {"tier": "everyday", "title": "Keino", "text": "x", "ask": "Henna Vuorinen"})
    henna.post("tiers/everyday/own-words", {"text": "Omat sanat: Henna Vuorinen", "version": "0"})
    henna.post("methods/company-visit", {"text": "Kokemus: Henna Vuorisen luona"})
    henna.post("assessments/", {"subject": "Testi Henna Vuorisen kanssa"})
    henna.post("methods/own/1", {"text": "Oma kokemus: Henna Vuorinen"})
    henna.post("plan/?team=college&year=2026-27", {"line": "Soita Henna Vuoriselle, maaliskuu"})
    henna.post("plan/aims/?team=college", {"aim_text": "Henna Vuorinen mukaan"})
    henna.post("teams/", {"name": "Hotellitiimi", "field": "Henna Vuorisen ala"})
    henna.post("plan/aims/?team=1", {"aim_text": "Tiimi ja Henna Vuorinen"})
    answer = henna.get(ERASE)
    page = words(answer)
    texts = ("Kuvaus: Henna", "Käynti: Hennan", "Muistiinpano: Henna", "johtaja", "Keino", "Omat sanat", "Kokemus", "Testi")
    of_plans_and_teams = ("Oma kokemus", "Soita Henna", "Henna Vuorinen mukaan", "Tiimi ja Henna", "Henna Vuorisen ala")
    for told in (*texts, *of_plans_and_teams):
        assert told in page, told
    leads = leads_of(answer)
    assert [told for told, address in leads.items() if not address] == []
    for told, address in leads.items():
        assert told in words(henna.get(address)), address
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


def test_the_very_name_comes_before_what_only_may_mean_it_and_more_is_said(henna, app):
    """Of a name that begins like many words; what is written of the person's own partner comes last."""
    assert henna.post("partners/1/contacts/add", {"name": "Ari Mäki", "email": "", "phone": ""}).status_code == 303
    henna.post("partners/1/log", {"text": "Mäkihyppyä", "kind": "visit", "happened_on": "2.11.2026"})
    with app.app_context():
        table = Encounter.__table__
        one = db.session.execute(select(table).where(table.c.id > 0)).mappings().one()
        others = {name: one[name] for name in one if name not in ("id", "text")}
        texts = ["Tapasin: Ari Mäki", *(f"Arille Mäelle {number}" for number in range(101))]
        db.session.execute(insert(table), [{**others, "text": written} for written in texts])
        db.session.commit()
    page = words(henna.get("personal-data/contacts/2/erase"))
    assert page.count("Arille Mäelle") == 99
    assert "Tapasin: Ari Mäki" in page
    assert "Mäkihyppyä" not in page
    assert "There are more than are shown here" in page
    assert "There are more than are shown here" not in words(henna.get(ERASE))


def test_however_many_lines_only_seem_to_name_somebody_the_older_true_ones_are_shown(henna, app):
    """Those with the very name first, of which each can be taken out."""
    assert henna.post("partners/1/contacts/add", {"name": "Ari Mäki", "email": "", "phone": ""}).status_code == 303
    for text in ("Ari Mäki kävi", "Arille Mäelle soitettu", "Safari ja mäkihyppy"):
        henna.post("partners/2/log", {"text": text, "kind": "visit", "happened_on": "2.11.2026"})
    with app.app_context():
        table = Change.__table__
        query = select(table).where(table.c.field == "text", table.c.entity == "encounter", table.c.id > 0)
        one = db.session.execute(query.order_by(table.c.id.desc()).limit(1)).mappings().one()
        others = {name: one[name] for name in one if name not in ("id", "after")}
        texts = ["Safari ja mäkihyppy"] * 501 + [f"Ari ja Mäki {number}" for number in range(99)]
        db.session.execute(insert(table), [{**others, "after": text} for text in texts])
        db.session.commit()
    address = "personal-data/contacts/2/erase"
    page = henna.get(address)
    told = words(page).partition("Named in the history")[2]
    assert told.index("Ari Mäki kävi") < told.index("Ari ja Mäki 0")
    assert told.count("Ari ja Mäki") == 99
    assert "Arille Mäelle" not in told
    assert "There are more than are shown here" in told
    lines = re.findall(r'name="line" value="(\w+)"', page.text)
    henna.post("personal-data/contacts/2/history", {"line": lines})
    told = words(henna.get(address)).partition("Named in the history")[2]
    assert "Arille Mäelle" in told
    assert "There are more than are shown here" not in told
    assert "Safari" not in told


def test_of_a_line_only_the_value_that_names_the_person_goes(henna, app):
    visit = {"kind": "visit", "happened_on": "2.11.2026"}
    henna.post("partners/1/log", {**visit, "text": "Henna Vuorinen kävi"})
    henna.post("encounters/1/edit", {**visit, "text": "Sovittu kolmesta jaksosta", "version": "1"})
    henna.post("partners/2/log", {**visit, "text": "Sovittu Savonlinnasta"})
    lines = re.findall(r'name="line" value="(\w+)"', henna.get(ERASE).text)
    assert len(lines) == 2
    henna.post("personal-data/contacts/1/history", {"line": [*lines, "1", "act1", "x"]})
    with app.app_context():
        query = select(Change.before, Change.after).where(Change.field == "text", Change.entity == "encounter", Change.id > 0)
        values = [tuple(row) for row in db.session.execute(query.order_by(Change.id))]
        noted = db.session.scalars(select(AdminAct.subject).where(AdminAct.act == "history.erase")).all()
    assert values == [(None, ERASED), (ERASED, "Sovittu kolmesta jaksosta"), (None, "Sovittu Savonlinnasta")]
    assert noted == [", ".join(lines)]
