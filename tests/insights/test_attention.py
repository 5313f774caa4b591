"""What asks for attention: which partnerships, that each number leads to exactly its rows, and that nothing known is no neglect."""

import html
import re

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.people.models import Person
from tests.assessment.conftest import KEYS
from tests.encounters.conftest import day, logged

NAME = "Kahvila Kerttuli Ky"
ONE_PERSON, HALF_YEAR, NOT_KNOWN = "hanging on one person", "over half a year without contact", "no contact known yet"
LEFT = "with a contact person who is no longer with us"
LINE = re.compile(r'<li[^>]*>\s*<a href="([^"]+)">\s*([0-9]+\+?) ([^<]+)</a>\s*</li>')


@pytest.fixture
def maija(maija):
    maija.open("maija", language="en")
    return maija


@pytest.fixture
def asks(maija):
    """asks(): what the overview says, {words: (number, address within the launch)}."""

    def read(visitor=maija):
        part = visitor.get("").text.partition('aria-labelledby="care"')[2].partition("</section>")[0]
        found = LINE.findall(part)
        return {
            words.strip(): (int(number), html.unescape(address).removeprefix(visitor.base)) for address, number, words in found
        }

    return read


@pytest.fixture
def partner(maija):
    """A development partner whom Maija has met today, with nobody beside her."""
    maija.add(NAME, tier="development")
    maija.post("partners/1/log", logged())
    return maija


def kinds(found):
    return {words for words in found if words in (ONE_PERSON, LEFT, HALF_YEAR, NOT_KNOWN)}


def test_one_person_alone_with_a_partner_is_told(partner, asks):
    assert kinds(asks()) == {ONE_PERSON}


def test_a_team_of_another_college_is_none_of_ours(partner, asks, other_college):
    other_college("maija").post("teams/", {"name": "Matkailu"})
    edit(partner, contact="Matkailu")
    assert kinds(asks()) == {ONE_PERSON}


def edit(visitor, version="1.1", **values):
    form = {"name": NAME, "url": "", "description": "x", "contact": "Maija Koskela", "version": version}
    return visitor.post("partners/rows/1", {**form, **values})


def test_a_deputy_takes_it_off_one_person(partner, asks):
    assert edit(partner, deputy="Olli Rantanen").status_code == 303
    assert kinds(asks()) == set()


@pytest.mark.parametrize("contact", ["Hotellitiimi", "myynnin tiimi", "Johtoryhmä"])
def test_a_team_takes_it_off_one_person(partner, asks, contact):
    partner.post("teams/", {"name": "Hotellitiimi", "is_member": ""})
    assert edit(partner, contact=contact).status_code == 303
    assert kinds(asks()) == set()


def test_two_who_have_logged_are_not_one_person(partner, olli, asks):
    olli.post("partners/1/log", logged("Soitin", kind="call"))
    assert kinds(asks()) == set()
    olli.post("encounters/2/archive")
    assert kinds(asks()) == {ONE_PERSON}


@pytest.mark.parametrize("tier", ["everyday", "other"])
def test_everyday_partners_and_the_rest_ask_for_nothing(maija, asks, tier):
    maija.add(NAME, tier=tier)
    maija.post("partners/1/log", logged(happened_on=day(-400)))
    assert kinds(asks()) == set()


def test_a_list_nobody_has_logged_on_shows_no_neglect(maija, asks):
    for number in range(3):
        maija.add(f"Tuotu {number} Oy", tier="strategic", contact="")
    assert {words: asks()[words][0] for words in kinds(asks())} == {NOT_KNOWN: 3}
    assert re.search(r'class="quiet">\s*<a [^>]*care=not-known', maija.get("").text)


@pytest.mark.parametrize("state", ["wanted", "ended"])
def test_what_is_not_in_force_asks_for_nothing(partner, asks, state):
    partner.post("partners/1/log", logged(happened_on=day(-400)))
    partner.post("encounters/1/archive")
    assert kinds(asks()) == {ONE_PERSON, HALF_YEAR}
    if state == "ended":
        partner.post("partners/rows/1/end", {"reason": "Toiminta loppui", "ends_on": day(), "version": "1"})
    else:
        edit(partner, state=state)
    assert kinds(asks()) == set()
    assert 'id="row-' not in partner.get("partners/?care=one-person&mine=1").text  # where also what is wanted is shown


@pytest.fixture
def long_ago(maija, asks):
    """A development partner met 200 days ago, when a next step was left open."""
    maija.add(NAME, tier="development")
    maija.post("partners/1/log", logged(happened_on=day(-200), next_step="Soita", next_on=day(-150)))
    assert HALF_YEAR in kinds(asks())
    return maija


def test_a_visit_within_the_half_year_is_contact(long_ago, asks):
    long_ago.post("partners/1/log", logged(happened_on=day(-180)))
    assert HALF_YEAR not in kinds(asks())


def test_a_done_step_is_contact_until_it_is_undone(long_ago, asks):
    done = long_ago.post("encounters/1/done")
    assert HALF_YEAR not in kinds(asks())
    assert done.status_code == 303
    act = re.search(r"/undo/([0-9]+)", long_ago.get("partners/1").text)
    long_ago.post(f"undo/{act[1]}")
    assert HALF_YEAR in kinds(asks())


def test_an_agreement_is_contact_on_the_day_it_began(long_ago, asks):
    new = {"kind": "partnership", "aims": "", "version": "1"}
    long_ago.post("agreements/of/1/new", {**new, "starts_on": day(-190)})
    assert HALF_YEAR in kinds(asks())
    long_ago.post("agreements/of/1/new", {**new, "starts_on": day(30)})  # written down today, in force later
    assert HALF_YEAR not in kinds(asks())
    assert ">today</span>" in long_ago.get("tiers/development").text


def test_an_answered_test_is_contact(long_ago, asks):
    begun = long_ago.post("assessments/", {"subject": NAME})
    number = re.search(r"assessments/(\d+)", begun.location)[1]
    assert HALF_YEAR in kinds(asks())
    long_ago.post(f"assessments/{number}/answer", {KEYS[0]: "3"})
    assert HALF_YEAR not in kinds(asks())
    long_ago.post(f"assessments/{number}/archive")
    assert HALF_YEAR in kinds(asks())


def test_a_contact_person_who_has_left_is_told(partner, olli, asks):
    edit(partner, contact="Olli Rantanen", deputy="Maija Koskela")
    assert kinds(asks()) == set()
    partner.post("handover/people/2/left", {"has_left": "1", "version": "1"})
    assert kinds(asks()) == {LEFT}
    olli.open("olli")  # whoever comes back is with us
    assert kinds(asks()) == set()


def test_each_number_leads_to_exactly_its_rows(maija, olli, asks):
    for number, name in enumerate(("Ahti", "Beetta", "Delta", "Gamma", "Kappa", "Sigma")):
        maija.add(f"{name} Oy", tier=("development", "strategic", "network")[number % 3])
    for number in (1, 2, 3, 4):
        maija.post(f"partners/{number}/log", logged(happened_on=day(-100 * number)))
    olli.post("partners/4/log", logged(happened_on=day(-300)))
    found = asks()
    assert {words: found[words][0] for words in kinds(found)} == {ONE_PERSON: 3, HALF_YEAR: 3, NOT_KNOWN: 2}
    for words in kinds(found):
        number, address = found[words]
        page = maija.get(address)
        assert page.text.count('id="row-') == number, words
        assert words in page.text
        assert "order=met" in page.text  # the list tells when they were met last


def test_it_is_not_combined_with_a_colleague(partner, olli):
    """What asks for attention is never a list about one employee (DESIGN §1); of oneself it may be."""
    partner.add("Ahti Oy", tier="development")
    address = "partners/?contact=Maija+Koskela&care=one-person"
    assert partner.get(address).text.count('id="row-') == 1
    assert olli.get(address).text.count('id="row-') == 2


def test_two_accounts_of_one_person_are_one_person(partner, olli, asks, app):
    olli.post("partners/1/log", logged("Soitin", kind="call"))
    assert kinds(asks()) == set()
    with app.app_context(), db.own_transaction(writing=True) as short:
        people = dict(short.execute(select(Person.name, Person.id).where(Person.id > 0)).all())
        own = Person.__table__
        joining = update(own).where(own.c.id == people["Olli Rantanen"])
        short.execute(joining.values(joined_to_id=people["Maija Koskela"]))
    assert kinds(asks()) == {ONE_PERSON}


def test_a_deputy_who_is_gone_and_a_team_of_any_name(partner, olli, asks, visit):
    """Who has left, or was erased, is no deputy; a team is one also where its name does not say so."""
    edit(partner, deputy="Olli Rantanen")
    assert kinds(asks()) == set()
    partner.post("handover/people/2/left", {"has_left": "1", "version": "1"})
    assert kinds(asks()) == {ONE_PERSON}
    olli.open("olli", language="en")
    assert kinds(asks()) == set()
    admin = visit("pirjo", language="en")
    assert admin.post("personal-data/people/2/erase", {"is_sure": "1"}).status_code == 303
    assert kinds(asks()) == {ONE_PERSON}
    partner.post("teams/", {"name": "Matkailu", "is_member": ""})
    assert edit(partner, version="1.3", contact="Matkailu").status_code == 303
    assert kinds(asks()) == set()
    assert edit(partner, version="1.4").status_code == 303
    assert kinds(asks()) == {ONE_PERSON}
    assert edit(partner, version="1.5", team="1").status_code == 303  # the team's, whoever is its contact
    assert kinds(asks()) == set()


def test_an_archived_team_is_no_contact_any_more(partner, asks):
    partner.post("teams/", {"name": "Matkailu", "is_member": ""})
    assert edit(partner, contact="Matkailu").status_code == 303
    assert kinds(asks()) == set()
    partner.post("teams/1/archive")
    assert kinds(asks()) == {ONE_PERSON}


def test_rows_of_who_was_erased_ask_for_somebody_and_are_handed_over(partner, olli, asks, visit):
    edit(partner, contact="Olli Rantanen", deputy="Maija Koskela")
    admin = visit("pirjo", language="en")
    page = html.unescape(admin.get("personal-data/people/2/erase").text)
    assert "1 line stands in this name, and will stand in that of an erased person." in page
    assert f'href="{admin.base}handover/?person=2"' in page
    link = html.unescape(
        re.search(r'https://tool.test(/to/list/[^"<\s]+)', partner.get("partners/?contact=Olli+Rantanen").text)[1]
    )
    assert admin.post("personal-data/people/2/erase", {"is_sure": "1"}).status_code == 303
    assert kinds(asks()) == {LEFT}
    carried = partner.get("handover/?person=2")
    assert "Erased person" in carried.text
    assert "no longer with us" not in carried.text.split("<main")[1]
    assert partner.post("handover/people/2/left", {"has_left": "1", "version": "1"}).status_code == 404
    assert partner.post("handover/same?person=2", {"same": "1"}).status_code == 404
    assert "erased" not in partner.request("GET", link).location
    form = {"receiver": "Maija Koskela", "lines": ["contact-1"], "version": "1", "has_left": "1"}
    assert partner.post("handover/?person=2", form).status_code == 303
    assert LEFT not in kinds(asks())
