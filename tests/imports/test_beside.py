"""What stands at a partner already: people, agreements, visits and colleagues that a list names once more."""

from datetime import date

from sqlalchemy import func, select, update

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.contacts.operations import remove_contact
from lti_tool.encounters.models import Encounter
from lti_tool.imports.models import DOUBLE, ERROR, NEW, SAME, UPDATE
from lti_tool.imports.words import describe_plans
from lti_tool.language import speaking
from lti_tool.people.models import Person
from lti_tool.people.operations import mark_left
from tests.imports.test_verdicts import table
from tests.merging.conftest import Merging

PEOPLE = "Kumppani\tTaso\tYhteyshenkilö yrityksessä\tTitteli\tSähköposti"
AGREEMENTS = "Kumppani\tTaso\tSopimus\tSopimus päättyy\tKäynti\tMuistiinpano"
CONTRACT = "https://sopimus.example/1"


def people(desk):
    """(name, e-mail, how many places) of the partners' people."""
    with desk.app.app_context():
        places = func.count(ContactRole.id)
        query = select(PartnerContact.name, PartnerContact.email, places).outerjoin(ContactRole).group_by(PartnerContact.id)
        return sorted(map(tuple, db.session.execute(query.where(ContactRole.is_archived.is_(False)))))


def count(desk, model):
    with desk.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_a_person_of_a_list_is_one_wherever_the_list_names_them(desk):
    rows = [
        ("Kahvila Kerttuli", "arki", "Henna Vuorinen", "keittiöpäällikkö", "henna@kerttuli.example"),
        ("Leipomo Rinne Oy", "arki", "Vuorinen Henna", "", "henna@kerttuli.example"),
        ("Leipomo Rinne Oy", "kehittäminen", "Henna Vuorinen", "leipuri", "henna@kerttuli.example"),
        ("Hotelli Seutu", "arki", "Timo Rinne", "", "henna@kerttuli.example"),
    ]
    desk.bring(table(*rows[:1], head=PEOPLE))
    desk.bring(table(*rows[1:], head=PEOPLE))
    assert people(desk) == [("Henna Vuorinen", "henna@kerttuli.example", 2), ("Timo Rinne", "henna@kerttuli.example", 1)]
    assert set(desk.verdicts(desk.draft(table(*rows, head=PEOPLE)))) == {SAME}


def test_who_was_removed_comes_back_as_the_same_person(desk):
    text = table(("Kahvila Kerttuli", "arki", "Henna Vuorinen", "keittiöpäällikkö", "henna@kerttuli.example"), head=PEOPLE)
    desk.bring(text)
    desk.within(lambda: remove_contact(db.session.scalars(select(ContactRole)).one(), desk.person()))
    assert people(desk) == []
    draft, _act = desk.bring(text)
    assert desk.verdicts(draft) == [UPDATE]
    assert people(desk) == [("Henna Vuorinen", "henna@kerttuli.example", 1)]
    assert count(desk, PartnerContact) == 1
    assert count(desk, ContactRole) == 1


HENNA = {"name": "Henna Vuorinen", "email": "henna@kerttuli.example"}


def test_of_two_people_who_have_become_one_a_list_means_the_one_who_stayed(desk, maija):
    for number, name in enumerate(("Kahvila Kerttuli", "Leipomo Kultakuori"), 1):
        maija.add(name)
        assert maija.post(f"partners/{number}/contacts/add", {**HENNA, "person_answer": "another"}).status_code == 303
    assert Merging(maija).press(stays=2).status_code == 303
    desk.bring(table(("Hotelli Seutu", "arki", "Henna Vuorinen", "", "henna@kerttuli.example"), head=PEOPLE))
    assert people(desk) == [("Henna Vuorinen", "henna@kerttuli.example", 2)]


def test_an_agreement_goes_on_but_is_not_shortened_by_an_old_list(desk):
    def brought(until, visit="", **settings):
        return desk.bring(table(("Kahvila Kerttuli", "arki", CONTRACT, until, visit, ""), head=AGREEMENTS), **settings)[0]

    def ends_on():
        with desk.app.app_context():
            return db.session.scalars(select(Agreement.ends_on)).one().isoformat()

    brought("31.12.2027", "14.9.2026")
    assert ends_on() == "2027-12-31"
    assert desk.verdicts(brought("31.12.2028", "14.9.2026")) == [UPDATE]
    old = desk.draft(table(("Kahvila Kerttuli", "arki", CONTRACT, "31.12.2027", "14.9.2026", ""), head=AGREEMENTS))
    assert desk.verdicts(old) == [SAME]
    brought("31.12.2026", is_replacing=True)
    assert ends_on() == "2026-12-31"
    desk.within(lambda: db.session.execute(update(Agreement.__table__).values(starts_on=db.now().date())))
    before = desk.draft(table(("Kahvila Kerttuli", "arki", CONTRACT, "31.12.2020", "", ""), head=AGREEMENTS), is_replacing=True)
    (row,) = desk.rows(before).values()
    assert (row.verdict, set(row.problems)) == (ERROR, {"agreement_until"})
    assert count(desk, Encounter) == 1


def test_each_day_on_which_one_met_is_a_visit(desk):
    for day, text in (("14.9.2025", "Sovittiin näytöistä"), ("1.10.2025", ""), ("2.10.2025", "Sovittiin näytöistä")):
        desk.bring(table(("Kahvila Kerttuli", "arki", "", "", day, text), head=AGREEMENTS))
    assert count(desk, Encounter) == 3


def test_days_that_stand_there_are_held_against_those_of_the_list(desk):
    head = "Kumppani\tTaso\tAlkaen\tPäättyen"
    desk.bring(table(("Kahvila Kerttuli", "arki", "1.8.2026", ""), head=head))
    draft = desk.draft(table(("Kahvila Kerttuli", "arki", "", "31.7.2025"), head=head))
    (row,) = desk.rows(draft).values()
    assert (row.verdict, set(row.problems)) == (ERROR, {"until"})


def test_both_rows_of_one_place_are_the_same_the_next_time(desk):
    text = table(
        ("Kahvila Kerttuli", "jaksot", "Olli Rantanen", "arki"),
        ("Kahvila Kerttuli", "näytöt", "Elina Salo", "arki"),
    )
    draft = desk.draft(text)
    _first, second = desk.rows(draft)
    desk.answer(draft, second, "both")
    desk.apply(draft)
    assert desk.verdicts(desk.draft(text)) == [SAME, SAME]
    (row,) = desk.on_list()
    assert row[2] == "jaksot\nnäytöt"


def test_a_row_that_was_left_out_is_nothing_to_those_below_it(desk):
    text = table(
        ("Kahvila Kerttuli", "jaksot", "Olli Rantanen", "arki"),
        ("Kahvila Kerttuli", "näytöt", "Elina Salo", "arki"),
        ("Kahvila Kerttuli", "näytöt", "Elina Salo", "arki"),
    )
    draft = desk.draft(text)
    first, second, third = desk.rows(draft)
    assert desk.verdicts(draft) == [NEW, DOUBLE, DOUBLE]
    desk.answer(draft, first, "drop")
    assert desk.rows(draft)[second].verdict == NEW
    assert desk.rows(draft)[third].verdict == SAME
    desk.apply(draft)
    assert desk.on_list() == [("Kahvila Kerttuli", "everyday", "näytöt", "Elina Salo", "")]


def leave(desk, name):
    person = db.session.scalars(select(Person).where(Person.name == name)).one()
    mark_left(person, person.version, desk.person(), has_left=True)


def test_a_colleague_who_has_left_is_not_named_anew_but_stays_where_they_stand(desk, olli):
    desk.bring(table(("Kahvila Kerttuli", "jaksot", "Olli Rantanen", "arki")))
    desk.within(lambda: leave(desk, "Olli Rantanen"))
    text = table(("Kahvila Kerttuli", "jaksot", "Rantanen Olli", "arki"), ("Leipomo Rinne Oy", "näytöt", "Olli Rantanen", "arki"))
    draft = desk.draft(text)
    assert desk.verdicts(draft) == [SAME, ERROR]
    assert set(list(desk.rows(draft).values())[1].problems) == {"contact"}


def test_nobody_becomes_ones_own_deputy(desk, olli):
    """The row would drop the deputy by itself, and the list never come to rest."""
    head = "Kumppani\tYhteyshenkilö\tVarahenkilö\tTaso"
    twice = desk.draft(table(("Kahvila Kerttuli", "Olli Rantanen", "olli rantanen", "arki"), head=head))
    (row,) = desk.rows(twice).values()
    assert (row.verdict, set(row.problems)) == (ERROR, {"deputy"})
    desk.bring(table(("Kahvila Kerttuli", "Maija Koskela", "Olli Rantanen", "arki"), head=head))
    deputy = desk.draft(table(("Kahvila Kerttuli", "", "Maija Koskela", "arki"), head=head))
    assert desk.verdicts(deputy) == [ERROR]
    contact = table(("Kahvila Kerttuli", "", "Olli Rantanen", "arki"))
    draft = desk.draft(contact)
    ((number, row),) = desk.rows(draft).items()
    with desk.app.app_context(), speaking("en"):
        told = describe_plans([row], desk.person().organisation_id)[number]
    assert told == [("Our contact person", "Maija Koskela", "Olli Rantanen"), ("Deputy", "Olli Rantanen", "")]
    desk.apply(draft)
    assert desk.rows(draft)[number].is_applied
    assert desk.verdicts(desk.draft(contact)) == [SAME]


def test_a_contact_with_a_number_in_one_of_two_rows_is_not_ones_own_deputy(desk, olli):
    text = table(
        ("Kahvila Kerttuli", "jaksot", "Olli Rantanen", "arki"), ("Kahvila Kerttuli", "", "Olli Rantanen, 040 1234567", "arki")
    )
    draft = desk.draft(text)
    _first, second = desk.rows(draft)
    desk.answer(draft, second, "both")
    desk.apply(draft)
    assert [row[2:4] for row in desk.on_list()] == [("jaksot\nOlli Rantanen, 040 1234567", "Olli Rantanen")]
    assert desk.verdicts(desk.draft(text)) == [SAME, SAME]


def test_of_two_agreements_of_one_link_the_last_goes_on(desk):
    def brought(until):
        return desk.bring(table(("Kahvila Kerttuli", "arki", CONTRACT, until, "", ""), head=AGREEMENTS))[0]

    brought("31.12.2025")

    def add_the_next_one():
        first = db.session.scalars(select(Agreement)).one()
        row = {column.name: getattr(first, column.name) for column in Agreement.__table__.columns if column.name != "id"}
        db.session.execute(Agreement.__table__.insert(), {**row, "ends_on": date(2027, 12, 31)})

    desk.within(add_the_next_one)
    again = desk.draft(table(("Kahvila Kerttuli", "arki", CONTRACT, "31.12.2027", "", ""), head=AGREEMENTS))
    assert desk.verdicts(again) == [SAME]
    brought("31.12.2028")
    with desk.app.app_context():
        assert sorted(str(one) for one in db.session.scalars(select(Agreement.ends_on))) == ["2025-12-31", "2028-12-31"]
