"""Somebody known at another partner: one is asked, and the person then has a role at each."""

import re

import pytest

from lti_tool import db
from lti_tool.contacts.models import PartnerContact
from tests.contacts.conftest import HENNA, who


def asked_about(page):
    return re.findall(r'name="person_answer" value="(\w+)"', page.text)


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Vuorinen Henna", "email": "", "phone": ""},
        {"name": "Joku Muu", "email": "HENNA@Kerttuli.example", "phone": ""},
        {"name": "Joku Muu", "email": "", "phone": "+358 50 1234567"},
    ],
)
def test_one_is_asked_about_the_same_name_address_or_number_at_another_partner(hotel, add, roles, typed):
    add()
    page = add(2, **typed)
    assert page.status_code == 422
    assert asked_about(page) == ["1", "another"]
    assert "Hotelli Vaskiniemi" in page.text
    assert len(roles(who)) == 1


def test_nobody_is_asked_about_people_of_whom_nothing_is_the_same(hotel, add, roles):
    add(email="", phone="")
    assert add(2, name="Antti Salo", email="", phone="").status_code == 303
    assert len(roles(who)) == 2


def test_the_same_person_gets_a_role_more_and_keeps_what_is_not_said_anew(hotel, add, app, roles):
    add()
    typed = {"name": "Vuorinen Henna", "title": "hallituksen jäsen", "phone": "040 123 4567", "person_answer": "1"}
    assert hotel.post("partners/2/contacts/add", typed).status_code == 303
    assert roles(who) == [(1, "Henna Vuorinen", False), (2, "Henna Vuorinen", False)]
    assert roles(lambda role: role.title) == ["vastaanottopäällikkö", "hallituksen jäsen"]
    with app.app_context():
        person = db.session.get(PartnerContact, 1)
        assert (person.email, person.phone) == ("henna@kerttuli.example", "+358401234567")
    assert "040 1234567" in hotel.get("partners/1").text
    assert "Partner&#39;s contact person added: Henna Vuorinen" in hotel.get("partners/2").text


def test_another_person_of_the_name_is_one_of_its_own(hotel, add, roles):
    add()
    assert add(2, person_answer="another").status_code == 303
    assert roles(lambda role: role.contact_id) == [1, 2]


def test_a_person_is_corrected_everywhere_at_once_and_leaves_one_partner_alone(hotel, add, roles):
    add()
    add(2, person_answer="1")
    hotel.post("contacts/2", {**HENNA, "name": "Henna Virtanen", "version": "1.1"})
    assert "Henna Virtanen" in hotel.get("partners/1").text
    hotel.post("contacts/1/left")
    assert roles(lambda role: role.left_on is None) == [False, True]


def test_who_stands_at_the_partner_is_not_asked_about_for_a_shared_number(hotel, add, roles):
    """A switchboard, or info@."""
    add()
    assert add(name="Antti Salo").status_code == 303
    assert len(roles(who)) == 2


def test_the_person_chosen_stands_here_under_another_name_and_is_refused(hotel, add):
    add()
    page = add(name="Hennariikka V.", person_answer="1")
    assert page.status_code == 422
    assert "Henna Vuorinen is a contact person of this partner already." in page.text


def test_who_has_left_another_partner_is_asked_about_who_was_removed_is_not(hotel, add, roles):
    add()
    hotel.post("contacts/1/left")
    page = add(2)
    assert asked_about(page) == ["1", "another"]
    assert "(Left" in page.text
    hotel.post("contacts/1/remove")
    assert add(2).status_code == 303
    assert roles(lambda role: role.contact_id) == [1, 2]


def test_undoing_a_persons_first_addition_leaves_the_other_role(hotel, add, roles):
    add()
    first = re.findall(r"/undo/(\d+)", hotel.get("partners/1").text)[0]
    add(2, person_answer="1")
    hotel.post(f"undo/{first}")
    assert roles(who) == [(1, "Henna Vuorinen", True), (2, "Henna Vuorinen", False)]
    assert "Henna Vuorinen" in hotel.get("partners/2").text
