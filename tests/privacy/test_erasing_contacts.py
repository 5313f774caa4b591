"""A partner's person is erased: nothing that tells who it was is left, nothing else is lost, and no undo brings it back."""

import html
import random
import re

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.history.models import Change, ChangeSet
from lti_tool.notices import WaitingNotice
from lti_tool.people.admin_log import AdminAct
from lti_tool.people.models import Person
from lti_tool.privacy.models import Erasure
from lti_tool.privacy.operations import erase_contact
from tests.privacy.conftest import HENNA, TRACES

ERASE = "personal-data/contacts/1/erase"


def erase(visitor, path=ERASE):
    answer = visitor.post(path, {"is_sure": "1"})
    assert answer.status_code == 303, answer.text
    return answer


def name_of(number):
    """Names that are not like each other: nobody is asked which partner is meant."""
    return "".join(random.Random(number).choices("aehijklmnoprstuvyäö", k=12)).capitalize()


def test_no_trace_is_left_in_any_table(henna, traces):
    assert {"partner_contact", "contact_role", "change"} <= traces(*TRACES)
    erase(henna)
    assert traces(*TRACES) == set()


def test_rows_of_forty_partners_stay_without_the_person(henna, app):
    for number in range(38):
        assert henna.add(name_of(number)).status_code == 303
        assert henna.post(f"partners/{number + 3}/contacts/add", {**HENNA, "person_answer": "1"}).status_code == 303
    erase(henna)
    with app.app_context():
        roles = db.session.scalars(select(ContactRole)).all()
        assert len(roles) == 40
        assert all(role.is_archived and role.contact_id == 1 for role in roles)
        assert {(role.title, role.level, role.left_on, role.told_on, role.told_by_id) for role in roles} == {
            ("", "", None, None, None)
        }
    assert name_of(7) in henna.get("partners/").text
    assert "Hotelli Vaskiniemi" in henna.get("partners/1").text


def test_others_keep_all_they_have(henna, traces):
    henna.post("partners/1/contacts/add", {"name": "Antti Salo", "email": "antti@salo.example"})
    erase(henna)
    assert {"partner_contact", "change"} <= traces("Antti Salo")
    assert "Antti Salo" in henna.get("partners/1").text


def test_the_subject_of_an_act_keeps_the_partner(henna, app):
    erase(henna)
    with app.app_context():
        subjects = set(db.session.scalars(select(ChangeSet.subject).where(ChangeSet.act == "contact_role.add")))
    assert subjects == {"Hotelli Vaskiniemi", "Leipomo Kultakuori Oy"}


def test_the_history_says_that_something_was_erased(henna):
    erase(henna)
    page = html.unescape(henna.get("partners/1").text)
    assert "(erased)" in page
    assert "Partner's contact person added" in page


def test_a_former_name_goes_too(henna, traces):
    henna.post("contacts/1", {**HENNA, "name": "Henna Kuusela", "version": "2.1"})
    assert "change" in traces("Vuorinen")
    erase(henna)
    assert traces("Kuusela", *TRACES) == set()


def test_no_undo_brings_the_person_back(henna, app, traces):
    henna.post("contacts/1/remove")
    with app.app_context():
        acts = list(db.session.scalars(select(ChangeSet.id)))
    erase(henna)
    for act in acts:
        henna.post(f"undo/{act}")
    with app.app_context():
        undoings = list(db.session.scalars(select(ChangeSet.id).where(ChangeSet.act == "undo")))
    for act in undoings:
        henna.post(f"undo/{act}")
    assert traces(*TRACES) == set()
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(ContactRole.is_archived.is_(False))) == 0


def test_a_form_opened_before_brings_nothing_back(henna, traces):
    erase(henna)
    for version in ("2.1", "3.2"):
        answer = henna.post("contacts/1", {**HENNA, "version": version})
        assert answer.status_code in (409, 422)
        assert HENNA["name"] in answer.text
    said = html.unescape(henna.post("contacts/1", {**HENNA, "version": "3.2"}).text)
    assert "This person was erased." in said
    answer = henna.post("partners/1/contacts/add", {**HENNA, "person_answer": "1"})
    assert answer.status_code == 422
    henna.post("contacts/1/left")
    assert traces(*TRACES) - {"notice"} == set()


def test_the_same_person_can_be_added_anew(henna, contact):
    erase(henna)
    assert henna.post("partners/1/contacts/add", HENNA).status_code == 303
    assert contact(1).name == ""
    assert contact(2).name == HENNA["name"]


def test_the_name_is_not_told_by_a_notice_that_waits(henna, app, traces):
    """The page after the redirect was never opened."""
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(WaitingNotice.text.contains("Vuorinen"))) > 0
    erase(henna)
    assert "notice" not in traces("Vuorinen")


def test_erased_is_not_found(henna):
    erase(henna)
    for path in ("search?q=Vuorinen", "personal-data/?q=Vuorinen", "find?q=henna"):
        assert "Hotelli" not in re.sub("<[^>]+>", "", henna.get(path).text)
    for path in ("personal-data/contacts/1", "personal-data/contacts/1.json", ERASE, "contacts/1"):
        assert henna.get(path).status_code == 404


def test_erasing_asks_first_and_writes_nothing_without_the_tick(henna, traces):
    page = henna.get(ERASE)
    assert "Erase Henna Vuorinen?" in page.text
    answer = henna.post(ERASE)
    assert answer.status_code == 422
    assert "Tick this first." in answer.text
    assert "partner_contact" in traces("Vuorinen")


def test_the_second_of_two_that_erase_is_told_so(henna, app):
    erase(henna)
    assert henna.post(ERASE, {"is_sure": "1"}).status_code == 404
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Erasure)) == 1


def test_it_is_noted_without_a_name(henna, app, person_id):
    erase(henna)
    maija = person_id("Maija Koskela")
    with app.app_context():
        line = db.session.scalars(select(AdminAct).where(AdminAct.act == "partner_contact.erase")).one()
        noted = db.session.scalars(select(Erasure)).one()
        assert (line.subject, line.actor_id) == ("1", maija)
        assert (noted.entity, noted.entity_id) == ("partner_contact", 1)


def test_another_colleges_person_is_none(henna, other_college, traces):
    stranger = other_college("maija")
    for path in ("personal-data/contacts/1", "personal-data/contacts/1.json", ERASE):
        assert stranger.get(path).status_code == 404
    assert stranger.post(ERASE, {"is_sure": "1"}).status_code == 404
    assert "partner_contact" in traces("Vuorinen")


def test_a_student_sees_nothing(henna, visit):
    student = visit("veeti")
    for path in ("personal-data/", "personal-data/me", "personal-data/me.json", "personal-data/contacts/1", ERASE):
        assert student.get(path).status_code == 403
    assert student.request("POST", student.base + ERASE, data={"is_sure": "1"}).status_code == 403


@pytest.mark.parametrize("line", ["0", "x", "99999999999", "-1"])
def test_lines_that_are_none_are_left_alone(henna, line):
    assert henna.post("personal-data/contacts/1/history", {"line": line}).status_code == 303


def test_what_does_not_name_the_person_stays_in_the_history(henna, app):
    """A line of anything else is nobody's to take out, whatever is sent."""
    henna.post("partners/rows/1", {"name": "Hotelli Vaskiniemi", "description": "Kevään näytöt", "version": "1.1"})
    with app.app_context():
        lines = db.session.scalars(select(Change.id).where(Change.field == "description")).all()
    henna.post("personal-data/contacts/1/history", {"line": [str(line) for line in lines]})
    with app.app_context():
        values = db.session.scalars(select(Change.after).where(Change.id.in_(lines))).all()
    assert "Kevään näytöt" in values


def test_a_named_value_leaves_the_history_when_somebody_ticks_it(henna, app):
    henna.post("partners/rows/1", {"name": "Hotelli Vaskiniemi", "description": "Kysy Henna Vuoriselta", "version": "1.1"})
    henna.post("partners/rows/1", {"name": "Hotelli Vaskiniemi", "description": "Kysy tiskiltä", "version": "1.2"})
    page = henna.get(ERASE)
    assert "Named in the history" in page.text
    lines = re.findall(r'name="line" value="(\d+)"', page.text)
    henna.post("personal-data/contacts/1/history", {"line": lines})
    with app.app_context():
        values = db.session.execute(select(Change.before, Change.after).where(Change.id.in_(map(int, lines)))).all()
    assert lines
    assert all("Vuori" not in str(value) for value in values)
    assert "Named in the history" not in henna.get(ERASE).text


def test_who_has_erased_reads_nothing_of_the_person_any_more(henna, app, person_id):
    """Also what was read in the same request before."""
    maija = person_id("Maija Koskela")
    with app.app_context():
        person = db.session.get(PartnerContact, 1)
        role = db.session.scalars(select(ContactRole).where(ContactRole.contact_id == 1, ContactRole.partner_id == 1)).one()
        assert (person.email, role.title) == (HENNA["email"], HENNA["title"])
        erase_contact(person, db.session.get(Person, maija))
        assert (person.name, person.email, role.title, role.is_archived) == ("", "", "", True)
