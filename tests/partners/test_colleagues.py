"""Whom the contact field means: our own people in any order, by a part, by e-mail; what stands behind the name stays."""

import html
import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from lti_tool import db
from lti_tool.partners.contact import SUGGESTIONS_KEPT, contact_suggestions
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.people.colleagues import Colleague, nearly_meant
from lti_tool.people.models import Person
from lti_tool.text import person_key


@pytest.fixture
def contacts(app):
    """The contacts in the database, as (name of the person or None, text)."""

    def read():
        with app.app_context():
            rows = db.session.scalars(select(Partnership).order_by(Partnership.id)).unique()
            return [(row.contact_person.name if row.contact_person else None, row.contact_name) for row in rows]

    return read


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("Olli Rantanen", ("Olli Rantanen", "")),
        ("Rantanen Olli", ("Olli Rantanen", "")),
        ("RANTANEN, Olli", ("Olli Rantanen", "")),
        ("olli", ("Olli Rantanen", "")),
        ("Rantanen", ("Olli Rantanen", "")),
        ("Olli R.", ("Olli Rantanen", "")),
        ("olli@keskuspuisto.example", ("Olli Rantanen", "")),
        ("Olli.Rantanen <OLLI@keskuspuisto.example>", ("Olli Rantanen", "")),
        ("Olli, puh. 040 123", ("Olli Rantanen", "puh. 040 123")),
        ("Olli Rantanen 040 123", ("Olli Rantanen", "040 123")),
        ("Rantanen Olli (varalla Maija)", ("Olli Rantanen", "varalla Maija")),
        ("Olli puh. 040 123", ("Olli Rantanen", "puh. 040 123")),
        ("Olli / Matkailutiimi", ("Olli Rantanen", "Matkailutiimi")),
        ("olli@keskuspuisto.example, 040 123", ("Olli Rantanen", "040 123")),
        ("tiimi, olli@keskuspuisto.example", ("Olli Rantanen", "tiimi")),
        ("Matkailutiimi", (None, "Matkailutiimi")),
        ("Olli ja Maija", (None, "Olli ja Maija")),
        ("Olli Virtanen", (None, "Olli Virtanen")),
        ("O.", (None, "O.")),
        ("toinen@muualla.example", (None, "toinen@muualla.example")),
        ("🎂", (None, "🎂")),
        ("\u200fOlli\u200e", ("Olli Rantanen", "")),
        ("x" * 200, (None, "x" * 200)),
        (", ".join("Olli" * 10), (None, ", ".join("Olli" * 10))),
    ],
)
def test_who_is_meant_and_nothing_typed_is_lost(maija, olli, contacts, typed, contact):
    assert maija.add(contact=typed).status_code == 303
    assert contacts() == [contact]


def test_what_stands_behind_the_name_is_shown_and_survives_the_form(maija, olli, contacts, row):
    maija.add(contact="Olli, puh. 040 123")
    assert "Olli Rantanen, puh. 040 123" in maija.get("tiers/everyday").text
    assert row()["contact"] == "Olli Rantanen, puh. 040 123"
    maija.post("partners/rows/1", row(description="Näytöt"))
    assert contacts() == [("Olli Rantanen", "puh. 040 123")]
    maija.post("partners/rows/1", row(contact="Olli Rantanen"))
    assert contacts() == [("Olli Rantanen", "")]
    maija.post("undo/3")
    assert contacts() == [("Olli Rantanen", "puh. 040 123")]


def test_the_field_of_a_new_row_has_oneself_and_who_empties_it_wants_nobody(maija, contacts):
    maija.add("Kahvila A")
    maija.add("Kahvila B", contact="", is_new="1")
    assert contacts() == [("Maija Koskela", ""), (None, "")]


def test_who_is_taken_out_of_the_field_is_nobody(maija, contacts, row):
    maija.add(contact="Maija Koskela")
    maija.post("partners/rows/1", row(contact=""))
    assert contacts() == [(None, "")]


def test_a_text_that_was_not_touched_stays_one_though_a_colleague_has_that_name_now(maija, visit, contacts, row):
    maija.add(contact="Olli Rantanen")
    visit("olli")
    maija.post("partners/rows/1", row(description="Näytöt"))
    assert contacts() == [(None, "Olli Rantanen")]


def answers(page):
    return re.findall(r'name="contact_answer" value="(\w+)"', page.text)


@pytest.mark.parametrize("typed", ["Oli Rantanen", "Rantanen Ollli", "Oll", "Rantane", "Oli Rantanen, puh. 040"])
def test_a_nearly_right_colleague_is_asked_about(maija, olli, contacts, typed):
    asked = maija.add(contact=typed, description="Kehitetään")
    assert asked.status_code == 422
    assert answers(asked) == ["2", "typed"]
    assert f'value="{typed}"' in asked.text
    assert "Kehitetään" in asked.text
    assert contacts() == []
    rest = "puh. 040" if "puh" in typed else ""
    assert maija.add(contact=typed, contact_answer="2").status_code == 303
    assert maija.add(contact=typed, contact_answer="typed", tier="network").status_code == 303
    assert contacts() == [("Olli Rantanen", rest), (None, typed)]


def test_who_was_meant_as_typed_is_not_asked_about_again(maija, olli, contacts):
    maija.add(contact="Oli Rantanen", contact_answer="typed")
    assert maija.add(contact="oli rantanen", tier="network").status_code == 303
    assert contacts() == [(None, "Oli Rantanen"), (None, "oli rantanen")]


def test_a_name_of_several_is_asked_about(maija, olli, visit, lms, contacts):
    lms.users["sami"].given_name = "Olli"
    visit("sami")
    asked = maija.add(contact="Olli")
    assert asked.status_code == 422
    assert answers(asked) == ["2", "3", "typed"]
    maija.add(contact="Olli", contact_answer="3")
    assert contacts()[0][0].startswith("Olli T")


def test_the_form_of_a_row_asks_too_and_takes_the_answer(maija, olli, row, contacts):
    maija.add()
    asked = maija.post("partners/rows/1", row(contact="Oli Rantanen", description="Näytöt"), htmx=True)
    assert asked.status_code == 422
    assert answers(asked) == ["2", "typed"]
    assert "Näytöt" in asked.text
    assert contacts() == [("Maija Koskela", "")]
    maija.post("partners/rows/1", row(contact="Oli Rantanen", contact_answer="2"))
    assert contacts() == [("Olli Rantanen", "")]


def test_the_answer_about_the_name_goes_with_the_question_about_the_colleague(maija, olli, contacts):
    maija.add("Rakennus Virtanen Oy")
    asked = maija.add("Rakennus Virtanen Ky", contact="Oli Rantanen", is_new="1")
    assert answers(asked) == ["2", "typed"]
    assert re.search(r'<input type="hidden" form="add-form" name="is_new" value="1">', asked.text)


def test_the_partner_that_was_chosen_stays_so_unless_another_name_is_typed(maija, olli, contacts):
    maija.add("Rakennus Virtanen Oy")
    maija.add("Rakennus Virtanen Oy", is_new="1")
    asked = maija.add("Rakennus Virtanen", contact="Oli Rantanen", partner_id="2", tier="network")
    assert re.search(r'name="chosen_before" value="2"', asked.text)
    typed = {"contact": "Oli Rantanen", "contact_answer": "2", "chosen_before": "2", "tier": "network"}
    assert maija.add("Rakennus Virtanen Oy", **typed).status_code == 303
    assert 'id="row-3"' in maija.get("partners/2").text
    assert maija.add("Kahvila Kerttuli", **typed).status_code == 303
    assert "Kahvila Kerttuli" in maija.get("tiers/network").text


@pytest.mark.parametrize("answer", ["99", "x", "-1", "99999999999999999999"])
def test_a_made_up_answer_is_no_person(maija, olli, contacts, answer):
    maija.add(contact="Oli Rantanen", contact_answer=answer)
    assert contacts() == [(None, "Oli Rantanen")]


def test_nobody_of_another_college_is_meant(maija, olli, other_college, contacts):
    stranger = other_college("maija")
    assert stranger.add(contact="Olli").status_code == 303
    assert stranger.add(contact="olli@keskuspuisto.example", tier="network").status_code == 303
    assert stranger.add(contact="Oli Rantanen", contact_answer="2", tier="strategic").status_code == 303
    assert [person for person, _text in contacts()] == [None, None, None]


def test_who_is_no_staff_is_not_meant(maija, olli, contacts, app):
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.scalars(select(Person).where(Person.name == "Olli Rantanen")).one().is_staff = False
    maija.add(contact="Olli Rantanen")
    assert contacts() == [(None, "Olli Rantanen")]


def test_ones_own_list_knows_a_name_in_either_order(maija, visit, lms):
    """The name was written before Olli had opened the tool, and the platform sends the family name first."""
    lms.users["olli"].given_name = "Rantanen"
    lms.users["olli"].family_name = "Olli"
    maija.add(contact="Olli Rantanen")
    mine = visit("olli", language="en").get("partners/?mine=1").text
    assert 'id="row-1"' in mine
    assert 'id="row-1"' not in maija.get("partners/?mine=1").text


def test_the_contact_filter_knows_either_order(maija, olli):
    maija.add(contact="Olli Rantanen")
    assert 'id="row-1"' in maija.get("partners/?contact=Rantanen+Olli").text


def test_who_has_no_name_has_no_rows_of_others(maija, visit, lms):
    maija.add(contact="🎂")
    lms.users["olli"].given_name = lms.users["olli"].family_name = ""
    assert 'id="row-1"' not in visit("olli", language="en").get("partners/?mine=1").text


def test_a_team_is_suggested_though_many_newer_rows_have_colleagues(maija, app):
    maija.get("tiers/everyday")  # the suggestions are read, and kept for half a minute
    maija.add(contact="Matkailutiimi")
    with app.app_context(), db.own_transaction(writing=True) as short:
        first = short.scalars(select(Partnership)).unique().one()
        kept = {column.name: getattr(first, column.name) for column in Partnership.__table__.columns}
        partner = {column.name: getattr(first.partner, column.name) for column in Partner.__table__.columns}
        later = {"contact_person_id": 1, "contact_name": "", "changed_at": first.changed_at + timedelta(hours=1)}
        numbers = range(2, 403)
        short.execute(insert(Partner.__table__), [{**partner, "id": n, "name_key": f"k{n}"} for n in numbers])
        short.execute(insert(Partnership.__table__), [{**kept, "id": n, "partner_id": n, **later} for n in numbers])
        organisation_id = first.organisation_id
    with app.app_context():
        assert "Matkailutiimi" not in contact_suggestions(organisation_id)  # read a moment ago
        cache, _lock = app.extensions["contact_suggestions"]
        cache.expire(time.monotonic() + SUGGESTIONS_KEPT)
        assert "Matkailutiimi" in contact_suggestions(organisation_id)


def test_an_archived_team_is_not_suggested(maija):
    for name in ("Matkailutiimi", "Hotellitiimi"):
        maija.post("teams/", {"name": name})
    maija.post("teams/1/archive")
    suggested = maija.get("partners/add").text.partition('<datalist id="contacts">')[2].partition("</datalist>")[0]
    assert "Hotellitiimi" in suggested
    assert "Matkailutiimi" not in suggested


def test_the_name_leads_to_all_of_its_partners_whatever_stands_behind_it(maija, olli):
    maija.add("Ahti Oy", contact="Olli Rantanen, puh. 040 123 4567")
    maija.add("Kerttuli Oy", contact="Olli Rantanen")
    for path in ("tiers/everyday", "partners/1"):
        address = re.search(r'href="([^"]*/partners/\?contact=[^"]+)">Olli Rantanen, puh', maija.get(path).text)[1]
        page = maija.request("GET", html.unescape(address)).text
        assert "Ahti Oy" in page
        assert "Kerttuli Oy" in page


def test_words_without_a_letter_are_no_contact(maija):
    maija.add("Ahti Oy", contact="Matkailutiimi")
    assert "Ahti Oy" not in maija.get("partners/", query_string={"contact": "!!"}).text.partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("typed", "is_asked"), [("Anna", True), ("Anni", False), ("An", False), ("Ana Riz", True), ("Ana Rui Oy", False)]
)
def test_one_letter_of_a_short_name_may_be_wrong(typed, is_asked):
    ana = Colleague(1, "Ana Ruiz", person_key("Ana Ruiz"), "")
    assert bool(nearly_meant(typed, [ana])) == is_asked
