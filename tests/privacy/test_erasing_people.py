"""One of ours is erased by an admin: the rows stay, the name goes, and a form that was open brings it back to nowhere."""

import html
import re

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.lti.models import RefusedLaunch
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Launch, Person
from lti_tool.privacy.models import Erasure

NAME = "Maija Koskela"
TRACES = ("Koskela", "koskela", "maija@")


@pytest.fixture
def carried(maija, olli):
    """Olli; Maija carries a partner, has logged a visit, belongs to a team, has a view of her own, and is named in no text."""
    maija.add("Hotelli Vaskiniemi", deputy="")
    maija.post("partners/1/log", {"text": "Sovittu jaksoista", "kind": "visit", "happened_on": "2.11.2026"})
    maija.post("teams/", {"name": "Hotellitiimi", "is_member": "y"})
    maija.post("partners/views", {"view_name": "Omani Koskela", "query": "contact=Maija+Koskela"})
    maija.post("methods/company-visit", {"text": "Toimi hyvin"})
    return olli


@pytest.fixture
def erase(carried, admin, person_id):
    """erase(): the admin erases Maija."""

    def post():
        answer = admin.post(f"personal-data/people/{person_id(NAME)}/erase", {"is_sure": "1"})
        assert answer.status_code == 303, answer.text

    return post


def test_no_trace_is_left_in_any_table(erase, traces):
    assert {"person", "saved_view"} <= traces(*TRACES)
    erase()
    assert traces(*TRACES) == set()


def test_rows_stay_and_say_so(erase, carried):
    erase()
    page = html.unescape(carried.get("partners/1").text)
    assert "Hotelli Vaskiniemi" in page
    assert "Sovittu jaksoista" in page
    assert "Erased person" in page
    assert "Colleague" not in page
    assert "Toimi hyvin" in carried.get("methods/company-visit").text


def test_who_is_erased_is_not_offered_and_stands_in_no_team(erase, carried):
    erase()
    assert "teams/members/1/remove" not in carried.get("teams/1").text
    assert "[erased]" not in carried.get("tiers/everyday").text


def test_no_undo_brings_the_name_or_the_membership_back(erase, carried, app, traces):
    erase()
    with app.app_context():
        acts = list(db.session.scalars(select(ChangeSet.id)))
    for act in acts:
        carried.post(f"undo/{act}")
    assert traces(*TRACES) == set()
    assert "teams/members/1/remove" not in carried.get("teams/1").text


def test_a_row_that_was_open_in_a_form_keeps_whom_it_meant(erase, carried, app, traces):
    erase()
    form = {"name": "Hotelli Vaskiniemi", "description": "Uusi kuvaus", "contact": NAME, "version": "1.1"}
    assert carried.post("partners/rows/1", form, htmx=True).status_code == 200
    assert traces(*TRACES) == set()
    with app.app_context():
        row = db.session.scalars(select(Partnership)).one()
        assert row.description == "Uusi kuvaus"
        assert row.contact_person.is_erased
        assert row.contact_name == ""


@pytest.mark.parametrize(
    ("begin", "open_form", "typed"),
    [
        ("partners/1/log", "encounters/2/edit", {"text": "Puhelu", "happened_on": "2.11.2026", "next_step": "Soitto"}),
        ("assessments/1/agreed", "assessments/agreed/1/edit", {"text": "Perehdytys", "due_on": "1.2.2090"}),
        ("plan/actions/new?team=college", "plan/actions/1/edit", {"text": "Messut", "when": "1.2.2090"}),
    ],
)
def test_other_forms_that_were_open_bring_the_name_back_to_nowhere(request, carried, traces, begin, open_form, typed):
    carried.post("assessments/", {"subject": "Hotelli Vaskiniemi", "statement_set": "periods"})
    assert carried.post(begin, {**typed, "contact": NAME}).status_code == 303
    seen = re.search(r'name="version" value="([^"]+)"', carried.get(open_form).text)[1]
    request.getfixturevalue("erase")()
    carried.post(open_form, {**typed, "contact": NAME, "version": seen})
    assert traces(*TRACES) == set()


def test_a_colleague_and_a_partners_person_of_the_same_id_are_both_in_the_ledger(app, carried, admin, person_id):
    carried.post("partners/1/contacts/add", {"name": "Henna Vuorinen"})
    number = person_id(NAME)
    assert number == 1, "as the partner's person"
    for path in (f"people/{number}", f"contacts/{number}"):
        assert admin.post(f"personal-data/{path}/erase", {"is_sure": "1"}).status_code == 303
    with app.app_context():
        assert len(db.session.scalars(select(Erasure).where(Erasure.entity_id == number)).all()) == 2


def test_a_colleague_who_is_chosen_in_that_form_counts(erase, carried, app):
    erase()
    form = {"name": "Hotelli Vaskiniemi", "description": "x", "contact": "Olli Rantanen", "version": "1.1"}
    assert carried.post("partners/rows/1", form, htmx=True).status_code == 200
    with app.app_context():
        assert db.session.scalars(select(Partnership)).one().contact == "Olli Rantanen"


def test_the_session_ends_and_who_comes_again_is_a_new_person(erase, maija, visit, app, person_id):
    former = person_id(NAME)
    erase()
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(Launch.person_id == former)) == 0
    assert maija.get().status_code == 403
    again = visit("maija", language="en")
    assert again.get("partners/1").status_code == 200
    assert person_id(NAME) != former


def test_nobody_erases_oneself(admin, app, person_id):
    with app.app_context():
        own = db.session.scalars(select(Launch.person_id)).first()
    admin.post(f"personal-data/people/{own}/erase", {"is_sure": "1"})
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Erasure)) == 0
    assert "You cannot erase yourself" in html.unescape(admin.get("personal-data/").text)


def test_an_admin_of_a_closed_course_finds_erases_and_is_told(carried, visit, person_id):
    """And sees nothing of partners there."""
    admin = visit("pirjo", course_id=3, language="en")
    home = admin.get("personal-data/?q=Koskela")
    assert home.status_code == 200
    assert f'href="{admin.base}personal-data/people/{person_id(NAME)}"' in home.text
    assert "The partners" not in home.text
    assert "May be erased" not in admin.get("personal-data/").text
    page = admin.get(f"personal-data/people/{person_id(NAME)}/erase").text
    form = {"is_sure": "1", "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1]}
    answer = admin.request("POST", admin.base + f"personal-data/people/{person_id(NAME)}/erase", data=form)
    assert answer.status_code == 303
    assert "The person was erased." in admin.request("GET", answer.location).text


def test_only_admins_see_and_erase_ours(carried, person_id, traces):
    path = f"personal-data/people/{person_id(NAME)}"
    for address in (path, f"{path}.json", f"{path}/erase", "personal-data/log"):
        assert carried.get(address).status_code == 403
    assert carried.post(f"{path}/erase", {"is_sure": "1"}).status_code == 403
    assert "person" in traces("Koskela")


def test_another_colleges_admin_sees_nothing_of_ours(carried, other_college, person_id):
    stranger = other_college("pirjo")
    path = f"personal-data/people/{person_id(NAME)}"
    for address in (path, f"{path}.json", f"{path}/erase"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{path}/erase", {"is_sure": "1"}).status_code == 404


def test_an_erased_person_is_none(erase, admin, person_id):
    path = f"personal-data/people/{person_id(NAME)}"
    erase()
    for address in (path, f"{path}.json", f"{path}/erase"):
        assert admin.get(address).status_code == 404


def test_the_name_is_not_shown_to_who_reads_finnish(erase, visit):
    erase()
    assert "[erased]" not in visit("olli").get("partners/1").text


def test_a_name_that_the_platform_withholds_is_not_an_erased_one():
    assert Person(name="").is_erased is False


def test_the_launch_log_forgets_the_person_and_nobody_else(erase, visit, app):
    """Lines with the platform's id, e.g. of a course that was closed."""
    for who in ("maija", "olli"):
        visit(who, course_id=3)

    def lines():
        with app.app_context():
            return db.session.scalars(select(RefusedLaunch.user_id).where(RefusedLaunch.organisation_id == 1)).all()

    before = lines()
    erase()
    assert len(lines()) == 1
    assert set(lines()) < set(before)
