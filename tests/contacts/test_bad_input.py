"""What is refused is said beside its field, and all that was typed is kept."""

import html

import pytest

from tests.contacts.conftest import HENNA, who

TOO_LONG = "x" * 201


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Write the person's name."),
        ("name", "🎂", "Write the person's name."),
        ("name", "\u200b\u202e", "Write the person's name."),
        ("name", "A" * 10_000, "At most 200 characters."),
        ("title", TOO_LONG, "At most 200 characters."),
        ("level", "boss", "Choose a level."),
        ("email", "henna", "This is not an e-mail address."),
        ("email", "henna@", "This is not an e-mail address."),
        ("email", "henna@kerttuli.example, olli@kerttuli.example", "This is not an e-mail address."),
        ("email", "\u202ehenna@kerttuli.example", "This is not an e-mail address."),
        ("email", "h" * 10_000 + "@kerttuli.example", "This is not an e-mail address."),
        ("phone", "soita!", "This is not a phone number."),
        ("phone", "050", "This is not a phone number."),
        ("phone", "1" * 40, "This is not a phone number."),
        ("phone", "050 123 4567 / 040 123 4567", "This is not a phone number."),
        ("phone", "050-1234567 (gsm)", "This is not a phone number."),
        ("phone", "0" * 10_000, "This is not a phone number."),
    ],
)
@pytest.mark.parametrize("path", ["partners/1/contacts/add", "contacts/1"])
def test_bad_input_is_refused_beside_its_field_and_kept(hotel, add, roles, path, field, typed, said):
    add(name="Antti Salo", email="", phone="")
    before = roles(who)
    page = hotel.post(path, {**HENNA, "version": "1.1", field: typed})
    assert page.status_code == 422
    shown = html.unescape(page.text)
    assert said in shown
    assert f'id="{field}-error"' in shown or field == "level"
    for value in {**HENNA, field: typed}.values():
        assert value.strip() in shown or value == "boss"
    assert roles(who) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("🎂 Henna", "🎂 Henna"),
        ("هنا فوري", "هنا فوري"),
        ("Henna\n Vuorinen ", "Henna Vuorinen"),
        ("<script>x</script>", "<script>x</script>"),
        ("Vuorinen, Henna", "Vuorinen, Henna"),
    ],
)
def test_any_name_is_kept_as_it_was_typed(hotel, add, roles, typed, kept):
    assert add(name=typed).status_code == 303
    assert roles(lambda role: role.contact.name) == [kept]
    assert "<script>x" not in hotel.get("partners/1").text
    assert "<script>x" not in hotel.get("contacts/1").text


@pytest.mark.parametrize("again", ["Henna Vuorinen", "VUORINEN  henna", "Henna Vuo\u200brinen"])
def test_the_same_person_twice_at_a_partner_is_refused_with_the_way_to_it(hotel, add, roles, again):
    add()
    page = add(name=again)
    assert page.status_code == 422
    assert "Henna Vuorinen is a contact person of this partner already." in page.text
    assert "/contacts/1" in page.text
    assert len(roles(who)) == 1


def test_a_decomposed_letter_makes_no_other_person(hotel, add, roles):
    add(name="Maija Mäkelä")
    assert add(name="Maija Ma\u0308kela\u0308").status_code == 422
    assert len(roles(who)) == 1


def test_two_of_one_name_may_work_at_a_partner(hotel, add, roles):
    add()
    assert add(person_answer="another").status_code == 303
    assert roles(who) == [(1, "Henna Vuorinen", False)] * 2


def test_a_new_name_that_somebody_at_the_partner_has_is_refused(hotel, add, roles):
    add()
    add(name="Antti Salo", email="", phone="")
    typed = {"name": "Henna Vuorinen", "version": "1.1"}
    page = hotel.post("contacts/2", typed)
    assert page.status_code == 422
    assert "already" in page.text
    assert roles(who)[1] == (1, "Antti Salo", False)
    assert hotel.post("contacts/2", {**typed, "person_answer": "another"}).status_code == 303
    assert roles(who)[1] == (1, "Henna Vuorinen", False)


@pytest.mark.parametrize("answer", ["0", "-1", "99", "2147483648", "9" * 5000, "²", "x"])
def test_an_answer_that_names_nobody_is_none(hotel, add, roles, answer):
    assert add(person_answer=answer).status_code == 303
    assert roles(who) == [(1, "Henna Vuorinen", False)]


def test_another_colleges_people_and_roles_are_not_there(hotel, add, other_college, roles):
    add()
    stranger = other_college("maija")
    stranger.add("Oma kumppani")
    assert stranger.get("contacts/1").status_code == 404
    for path in ("contacts/1", "contacts/1/left", "contacts/1/remove", "partners/1/contacts/add"):
        assert stranger.post(path, {"name": "Kaapattu", "version": "1.1"}).status_code == 404
    assert stranger.post("partners/3/contacts/add", HENNA).status_code == 303  # the same name and address, and nobody asks
    assert stranger.post("partners/3/contacts/add", {"name": "Toinen", "person_answer": "1"}).status_code == 303
    assert roles(who) == [(1, "Henna Vuorinen", False), (3, "Henna Vuorinen", False), (3, "Toinen", False)]
