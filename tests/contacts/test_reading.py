"""What other features read: names for the history, finding, who left long ago; and how people paste."""

from datetime import date

import pytest
from sqlalchemy import update

from lti_tool import db
from lti_tool.contacts import queries
from lti_tool.contacts.addresses import read_email, read_phone, shown_phone
from lti_tool.contacts.models import ContactRole
from lti_tool.contacts.pasted_person import take_apart
from lti_tool.text import search_words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Henna Vuorinen", ("Henna Vuorinen", "", "", "")),
        ("Henna Vuorinen, vastaanottopäällikkö", ("Henna Vuorinen", "vastaanottopäällikkö", "", "")),
        ("Henna Vuorinen (rehtori)", ("Henna Vuorinen", "rehtori", "", "")),
        ("Henna Vuorinen – rehtori, HR", ("Henna Vuorinen", "rehtori, HR", "", "")),
        ("Henna Vuorinen <henna@a.example>", ("Henna Vuorinen", "", "henna@a.example", "")),
        ("henna@a.example", ("", "", "henna@a.example", "")),
        ("Henna Vuorinen, rehtori, puh. 050 123 4567", ("Henna Vuorinen", "rehtori", "", "050 123 4567")),
        ("Henna Vuorinen +46 8 123 456 78 henna@a.example", ("Henna Vuorinen", "", "henna@a.example", "+46 8 123 456 78")),
        ("Vuorinen, Henna", ("Vuorinen, Henna", "", "", "")),
        ("Anna-Maija Salo", ("Anna-Maija Salo", "", "", "")),
        ("Henna 050", ("Henna 050", "", "", "")),
        ("x" * 10_000, ("x" * 10_000, "", "", "")),
    ],
)
def test_a_pasted_person_is_taken_apart(text, parts):
    assert tuple(take_apart(text)) == parts


def test_what_was_pasted_goes_into_the_empty_fields_only(hotel, roles):
    def kept():
        return roles(lambda role: (role.contact.name, role.title, role.contact.email, role.contact.phone))[-1]

    hotel.post("partners/1/contacts/add", {"name": "Antti Salo, rehtori, puh. 09 123 4567, antti@a.example", "title": ""})
    assert kept() == ("Antti Salo", "rehtori", "antti@a.example", "+35891234567")
    hotel.post("partners/1/contacts/add", {"name": "Liisa Lehto, rehtori", "title": "johtaja"})
    assert kept() == ("Liisa Lehto, rehtori", "johtaja", "", "")
    hotel.post("contacts/2", {"name": "Liisa Lehto, nuorempi", "title": "", "version": "1.1"})
    assert kept() == ("Liisa Lehto, nuorempi", "", "", "")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("Henna@Kerttuli.EXAMPLE", "henna@kerttuli.example"),
        ("mailto:henna@a.example", "henna@a.example"),
        ("Henna V <henna@a.example>", "henna@a.example"),
        ("henna@a.example.", "henna@a.example"),
        ("henna@päivä.example", "henna@päivä.example"),
        (".", None),
    ],
)
def test_addresses_are_read_as_people_paste_them(typed, read):
    assert read_email(typed) == read


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("", "", ""),
        ("050 123 4567", "+358501234567", "050 1234567"),
        ("+358 (0)50 123 4567", "+358501234567", "050 1234567"),
        ("puh. 050 123 4567", "+358501234567", "050 1234567"),
        ("+46 8 123 456 78", "+46812345678", "+46 8 123 456 78"),
        ("09 123 4567, alanumero 12", "+35891234567;ext=12", "09 1234567, extension 12"),
        ("09 123 4567 ext 12", "+35891234567;ext=12", "09 1234567, extension 12"),
    ],
)
def test_a_number_is_stored_in_one_way_and_what_is_shown_is_read_again(app, typed, stored, shown):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert read_phone(typed) == stored
        assert shown_phone(stored) == shown
        assert read_phone(shown) == stored


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_number_with_an_extension_stays_in_every_language(app, language):
    with app.test_request_context(headers={"Accept-Language": language}):
        assert read_phone(shown_phone("+35891234567;ext=12")) == "+35891234567;ext=12"


def test_people_are_found_by_parts_of_name_and_address(hotel, add, app, organisation_id):
    add(name="Henna Mäkinen")
    add(2, name="Antti Salo", email="", phone="")
    hotel.post("contacts/2/left")

    def found(text):
        with app.app_context():
            rows = queries.find_contacts(organisation_id, search_words(text), 10)
            return [(row.name, row.partner_id, row.partner_name) for row in rows]

    for text in ("mäki", "makinen henna", "henna@kerttuli.example"):
        assert found(text) == [("Henna Mäkinen", 1, "Hotelli Vaskiniemi")], text
    assert [found(text) for text in ("", "antti", "%", "henna salo")] == [[], [], [], []]


def test_the_names_for_the_history_are_of_this_college(hotel, add, app, organisation_id):
    add()
    with app.app_context():
        assert queries.names_of_contacts({1, 99, "x", None}, organisation_id) == {1: "Henna Vuorinen"}
        assert queries.names_of_contacts({1}, organisation_id + 1) == {}


@pytest.mark.parametrize(
    ("today", "is_due"),
    [(date(2027, 2, 27), False), (date(2027, 2, 28), True), (date(2028, 2, 29), True)],
)
def test_who_left_twelve_months_ago_is_due(hotel, add, app, organisation_id, today, is_due):
    add()
    add(name="Antti Salo", email="", phone="")
    with app.app_context():
        table = ContactRole.__table__
        db.session.execute(update(table).where(table.c.id == 1).values(left_on=date(2026, 2, 28)))
        db.session.commit()
        due = queries.left_for(organisation_id, 12, today)
    assert [row.name for row in due] == ["Henna Vuorinen"] * is_due
