"""Two colleagues with one person's form open."""

from tests.contacts.conftest import HENNA, who


def test_different_fields_of_person_and_role_are_merged(hotel, olli, add, roles):
    add()
    assert hotel.post("contacts/1", {**HENNA, "title": "johtaja", "version": "1.1"}).status_code == 303
    assert olli.post("contacts/1", {**HENNA, "phone": "040 123 4567", "version": "1.1"}).status_code == 303
    assert roles(lambda role: (role.title, role.contact.phone)) == [("johtaja", "+358401234567")]


def test_the_same_field_asks_and_shows_theirs(hotel, olli, add, roles):
    add()
    hotel.post("contacts/1", {**HENNA, "phone": "09 123 4567", "level": "management", "version": "1.1"})
    page = olli.post("contacts/1", {**HENNA, "phone": "040 123 4567", "level": "", "version": "1.1"})
    assert page.status_code == 409
    assert "Theirs: 09 1234567" in page.text
    assert "Theirs: management" in page.text
    assert 'value="040 123 4567"' in page.text
    assert 'name="version" value="2.2"' in page.text
    assert olli.post("contacts/1", {**HENNA, "phone": "040 123 4567", "level": "", "version": "2.2"}).status_code == 303
    assert roles(lambda role: (role.contact.phone, role.level)) == [("+358401234567", "")]


def test_a_person_shared_by_two_partners_is_merged_from_either(hotel, olli, add, roles):
    add()
    add(2, person_answer="1")
    hotel.post("contacts/1", {**HENNA, "email": "uusi@kerttuli.example", "version": "1.1"})
    assert olli.post("contacts/2", {**HENNA, "email": "muu@kerttuli.example", "version": "1.1"}).status_code == 409
    assert olli.post("contacts/2", {**HENNA, "name": "Henna Virtanen", "version": "1.1"}).status_code == 303
    assert roles(lambda role: (role.contact.name, role.contact.email)) == [("Henna Virtanen", "uusi@kerttuli.example")] * 2


def test_both_have_told_the_person_and_the_tick_stays(hotel, olli, add, roles):
    add()
    for visitor in (hotel, olli):
        assert visitor.post("contacts/1", {**HENNA, "is_told": ["", "1"], "version": "1.1"}).status_code == 303
    assert roles(lambda role: role.told_by_id) == [1]


def test_a_tick_that_was_taken_off_and_one_that_was_left_are_told_apart(hotel, olli, add, roles):
    add(is_told="1")
    hotel.post("contacts/1", {**HENNA, "is_told": "", "version": "1.1"})
    assert olli.post("contacts/1", {**HENNA, "title": "johtaja", "is_told": ["", "1"], "version": "1.1"}).status_code == 303
    assert roles(lambda role: (role.title, role.told_on)) == [("johtaja", None)]


def test_a_person_that_was_removed_meanwhile_asks_and_saving_brings_it_back(hotel, olli, add, roles):
    add()
    hotel.post("contacts/1/remove")
    page = olli.post("contacts/1", {**HENNA, "title": "johtaja", "version": "1.1"})
    assert page.status_code == 409
    assert "A colleague has removed this person meanwhile." in page.text
    assert "Saving puts the person back." in page.text
    assert olli.post("contacts/1", {**HENNA, "title": "johtaja", "version": "1.2"}).status_code == 303
    assert roles(lambda role: (*who(role), role.title)) == [(1, "Henna Vuorinen", False, "johtaja")]


def test_who_comes_back_by_saving_is_refused_where_somebody_of_the_name_is(hotel, add, roles):
    add()
    hotel.post("contacts/1/remove")
    add(person_answer="another")
    page = hotel.post("contacts/1", {**HENNA, "version": "1.2"})
    assert page.status_code == 422
    assert "already" in page.text
    assert roles(lambda role: role.is_archived) == [True, False]
