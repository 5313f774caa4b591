"""A partner's people: added, shown on its page, corrected, left, removed, taken back."""

import re
from datetime import date

import pytest
from sqlalchemy import event

from lti_tool.contacts import views
from tests.contacts.conftest import HENNA, who


def section(visitor, partner_id=1):
    page = visitor.get(f"partners/{partner_id}").text
    return re.search(r'<section id="partner-contacts".*?</section>', page, re.DOTALL)[0]


def facts(visitor, partner_id=1):
    page = visitor.get(f"partners/{partner_id}").text
    return re.search(r'<dl class="band-of-facts">.*?</dl>', page, re.DOTALL)[0]


def last_undo(page):
    return re.findall(r"/undo/(\d+)", page)[0]


def test_a_person_stands_on_the_partners_page_with_links_to_reach_it(hotel, add):
    answer = add()
    assert answer.status_code == 303
    assert answer.location.endswith("/partners/1#partner-contacts")
    shown = section(hotel)
    for part in (
        "Henna Vuorinen, vastaanottopäällikkö",
        "day-to-day work",
        'href="tel:+358501234567">050 1234567<',
        'href="mailto:henna%40kerttuli.example">henna@kerttuli.example<',
    ):
        assert part in shown, part
    assert "Henna" not in section(hotel, 2)


def test_an_address_in_a_link_stays_an_address(hotel, add):
    add(email="henna+a&b@kerttuli.example")
    assert 'href="mailto:henna%2Ba%26b%40kerttuli.example"' in section(hotel)


def test_only_the_name_is_needed(hotel, add):
    hotel.post("partners/1/contacts/add", {"name": "Henna Vuorinen"})
    assert "Henna Vuorinen" in section(hotel)
    assert "tel:" not in section(hotel)


def test_the_head_names_first_who_does_the_work_then_who_came_newly(hotel, add):
    assert "At the partner" not in facts(hotel)
    add(name="Antti Salo", level="management", phone="", email="antti@kerttuli.example")
    assert "Antti Salo" in facts(hotel)
    assert "mailto:" in facts(hotel)
    add(name="Joku Muu", level="", phone="", email="")
    assert "Joku Muu" in facts(hotel)
    add()
    add(name="Liisa Lehto", phone="040 123 4567", email="")
    assert "Liisa Lehto" in facts(hotel)
    assert 'href="tel:+358401234567"' in facts(hotel)
    assert "Henna" not in facts(hotel)
    names = re.findall(r"<span>([^,<\n]+)", section(hotel))
    assert [name.strip() for name in names] == ["Liisa Lehto", "Henna Vuorinen", "Joku Muu", "Antti Salo"]


@pytest.mark.parametrize(("partner_id", "tier"), [(1, "development"), (2, "everyday")])
def test_that_nobody_of_the_management_is_there_is_said_where_it_matters(hotel, add, partner_id, tier):
    assert "Nobody of the management" not in section(hotel, partner_id)
    add(partner_id)
    assert ("Nobody of the management" in section(hotel, partner_id)) == (tier == "development")
    add(partner_id, name="Antti Salo", level="management", email="", phone="")
    assert "Nobody of the management" not in section(hotel, partner_id)


def test_who_has_left_is_folded_and_the_undo_brings_the_person_back(hotel, add, roles, monkeypatch):
    add(name="Antti Salo", level="management", email="", phone="")
    monkeypatch.setattr(views, "today", lambda: date(2026, 12, 1))
    assert hotel.post("contacts/1/left").status_code == 303
    assert roles(lambda role: role.left_on) == [date(2026, 12, 1)]
    page = hotel.get("partners/1").text
    assert "Antti Salo has left Hotelli Vaskiniemi." in page
    assert "Antti" not in facts(hotel)
    assert "Antti Salo" in section(hotel).partition("<details")[2]
    assert "Nobody of the management" not in section(hotel)  # there is nobody at all
    hotel.post(f"undo/{last_undo(page)}")
    assert roles(lambda role: role.left_on) == [None]
    assert "<details" not in section(hotel)


def test_who_said_first_that_a_person_has_left_says_the_day(hotel, add, roles, monkeypatch):
    add()
    hotel.post("contacts/1/left")
    first = roles(lambda role: role.left_on)
    monkeypatch.setattr(views, "today", lambda: date(2030, 1, 1))
    hotel.post("contacts/1/left")
    assert roles(lambda role: role.left_on) == first


def test_a_person_that_has_left_and_is_added_again_comes_back(hotel, add, roles):
    add()
    hotel.post("contacts/1/left")
    hotel.post("partners/1/contacts/add", {"name": "Vuorinen Henna", "title": "johtaja"})
    assert roles(lambda role: (*who(role), role.left_on, role.title, role.contact.phone)) == [
        (1, "Henna Vuorinen", False, None, "johtaja", "+358501234567")
    ]


def test_removing_archives_the_role_and_the_undo_of_that_can_be_undone(hotel, add, roles):
    add()
    hotel.post("contacts/1/remove")
    assert roles(who) == [(1, "Henna Vuorinen", True)]
    assert "Henna" not in section(hotel)
    page = hotel.get("partners/1").text
    assert "Partner&#39;s contact person removed: Henna Vuorinen" in page
    hotel.post(f"undo/{last_undo(page)}")
    assert roles(who) == [(1, "Henna Vuorinen", False)]
    hotel.post(f"undo/{last_undo(hotel.get('partners/1').text)}")
    assert roles(who) == [(1, "Henna Vuorinen", True)]


def test_undoing_the_addition_takes_the_person_off_the_page(hotel, add, roles):
    add()
    page = hotel.get("partners/1").text
    hotel.post(f"undo/{last_undo(page)}")
    assert "Undone: Henna Vuorinen, Hotelli Vaskiniemi is gone again." in hotel.get("partners/1").text
    assert roles(who) == [(1, "Henna Vuorinen", True)]
    add()
    assert roles(who) == [(1, "Henna Vuorinen", False)]


def test_a_correction_stands_among_what_has_happened_with_the_name_and_the_words(hotel, add):
    add()
    hotel.post("contacts/1", {**HENNA, "phone": "09 123 4567 alanumero 12", "level": "management", "version": "1.1"})
    page = hotel.get("partners/1").text
    assert "Partner&#39;s contact person corrected: Henna Vuorinen" in page
    assert "09 1234567, extension 12" in page
    assert re.search(r"<del>day-to-day work</del>.*<ins>management</ins>", page, re.DOTALL)


def test_that_the_person_was_told_is_kept_with_day_and_teller(hotel, add, roles, olli):
    def told():
        return roles(lambda role: (role.told_on is not None, role.told_by_id))

    add()
    assert told() == [(False, None)]
    maijas = {**HENNA, "version": "1.1", "is_told": ["", "1"]}
    hotel.post("contacts/1", maijas)
    assert told() == [(True, 1)]
    olli.post("contacts/1", {**HENNA, "title": "johtaja", "version": "1.2", "is_told": ["", "1"]})
    assert told() == [(True, 1)]
    assert "Has been told of these details" in hotel.get("partners/1").text
    hotel.post("contacts/1/remove")
    assert add(visitor=olli, title="johtaja", is_told="1").status_code == 303
    assert told() == [(True, 1)], "who was here before has been told before"
    olli.post("contacts/1", {**HENNA, "title": "johtaja", "version": "1.5", "is_told": ""})
    assert told() == [(False, None)]


def test_a_form_without_a_field_leaves_it_as_it_is(hotel, add, roles):
    add(is_told="1")
    hotel.post("contacts/1", {"name": "Henna Virtanen", "version": "1.1"})
    assert roles(lambda role: (role.contact.name, role.title, role.level, role.contact.phone, role.told_by_id)) == [
        ("Henna Virtanen", "vastaanottopäällikkö", "operative", "+358501234567", 1)
    ]


def test_fields_can_be_emptied(hotel, add, roles):
    add()
    empty = dict.fromkeys(("title", "level", "email", "phone"), "")
    hotel.post("contacts/1", {"name": "Henna Vuorinen", "version": "1.1", **empty})
    assert roles(lambda role: (role.title, role.level, role.contact.email, role.contact.phone)) == [("", "", "", "")]


def test_the_page_takes_the_same_queries_however_many_people_there_are(hotel, add, app):
    def queries():
        counted = []
        hotel.get()  # what there is to tell has been told
        engine = app.extensions["hoitomalli_engines"]["reading"]
        listener = lambda *args: counted.append(args[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", listener)
        hotel.get("partners/1")
        event.remove(engine, "before_cursor_execute", listener)
        return len(counted)

    add()
    queries()  # what is kept for half a minute is read
    few = queries()
    for number in range(10):
        add(name=f"Henkilö {number}", email="", phone="", person_answer="another")
    assert queries() == few
