"""Who has an address, how it is made, renewed and revoked, and when it ends: always with the same answer."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.calendar_feed.models import CalendarAddress
from lti_tool.days import months_after, today
from lti_tool.people.models import Course, Person
from lti_tool.teams.models import Membership
from tests.calendar_feed.conftest import Client


@pytest.fixture
def stored(app):
    """The addresses in the database, the first made first."""

    def read():
        with app.app_context():
            return list(db.session.scalars(select(CalendarAddress).where(CalendarAddress.id > 0).order_by(CalendarAddress.id)))

    return read


@pytest.fixture
def set_person(app):
    """set_person("Maija Koskela", has_left=True): as something else has made it."""

    def set_values(name, **values):
        with app.app_context(), db.own_transaction(writing=True) as short:
            short.execute(update(Person.__table__).where(Person.name == name).values(**values))

    return set_values


def test_it_is_shown_once_and_only_its_hash_is_kept(college, subscribe, stored):
    assert "Make an address" in college.get("calendar/").text
    client = subscribe(college)
    token = client.path.removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) == 43, "256 bits"
    page = college.get("calendar/")
    assert token not in page.text
    assert "The address made today is good until" in page.text
    [address] = stored()
    assert token not in str(vars(address))
    assert "calendar" in college.get("personal-data/me").text.lower()
    assert token not in college.get("personal-data/me.json").text


def test_a_new_one_ends_the_former_and_a_revoked_one_comes_back_only_by_ones_own_undo(
    college, olli, subscribe, undo_last, stored
):
    first = subscribe(college)
    theirs = subscribe(olli)
    second = subscribe(college)
    assert first.is_gone()
    assert not second.is_gone()
    assert college.post("calendar/revoke").status_code == 303
    assert second.is_gone()
    assert not theirs.is_gone()
    assert "Only the one who has done this" in olli.get(undo_last(olli).location.partition(olli.base)[2]).text
    assert second.is_gone()
    undo_last(college)
    assert not second.is_gone()
    assert first.is_gone()
    assert [one.is_archived for one in stored()] == [True, False, False]


def test_whatever_is_wrong_with_an_address_the_answer_is_one(college, subscribe):
    client = subscribe(college)
    college.post("calendar/revoke")
    wrong = [
        "x",
        "x.ics",
        "x/y.ics",
        client.path[10:-4],
        client.path[10:],
        client.path[10:] + "/",
        client.path[10:].upper(),
        "%00",
    ]
    answers = [client.ask(path=f"/calendar/{name}") for name in wrong]
    told = {(answer.status_code, answer.data, answer.headers["Content-Type"]) for answer in answers}
    assert told == {(404, "Tämä kalenteriosoite ei ole käytössä.".encode(), "text/plain; charset=utf-8")}


def test_it_ends_with_its_person(college, subscribe, set_person, id_of, undo_last, visit, open_course):
    mine = subscribe(college)
    teams = subscribe(college, "teams/1")
    assert not mine.is_gone()
    assert not teams.is_gone()
    for gone, back in (
        ({"has_left": True}, {"has_left": False}),
        ({"joined_to_id": id_of("Olli Rantanen")}, {"joined_to_id": None}),
    ):
        set_person("Maija Koskela", **gone)
        assert mine.is_gone(), gone
        assert teams.is_gone(), gone
        set_person("Maija Koskela", **back)
        assert not mine.is_gone(), back
    open_course("teachers", 3)
    admin = visit("pirjo", language="en")
    answer = admin.post(f"personal-data/people/{id_of('Maija Koskela')}/erase", {"is_sure": "1"})
    assert answer.status_code == 303, answer.text
    assert mine.is_gone()
    assert teams.is_gone()


def test_a_teams_ends_with_the_team_and_for_who_leaves_it(college, olli, subscribe, undo_last, change):
    assert olli.get("calendar/teams/1").text.count("Only members of the team") == 1
    olli.post("calendar/teams/1")
    olli.post("teams/1/join")
    theirs = subscribe(olli, "teams/1")
    mine = subscribe(college, "teams/1")
    olli.post("teams/1/leave")
    assert theirs.is_gone()
    assert not mine.is_gone(), "each has an address of their own"
    college.post("teams/1/archive")
    assert mine.is_gone()
    undo_last(college)
    assert not mine.is_gone()
    change(Membership, is_archived=True)
    assert mine.is_gone()


def test_who_is_no_member_makes_none_of_a_team(college, olli, stored):
    answer = olli.post("calendar/teams/1")
    assert answer.status_code == 303
    assert "Join it first" in olli.get("teams/1").text
    assert stored() == []


def test_another_colleges_calendar_is_none_of_ours(college, plan, other_college, subscribe, in_days):
    plan.add("Vierailu", starts_on=in_days(1), ends_on=in_days(1), is_by_month=False, contact="Maija Koskela")
    stranger = other_college("maija")
    assert stranger.get("calendar/teams/1").status_code == 404
    assert stranger.post("calendar/teams/1").status_code == 404
    assert stranger.post("calendar/teams/1/revoke").status_code == 404
    assert subscribe(stranger).read() == {}
    assert list(subscribe(college).read()) == ["Vierailu"]


def test_half_a_year_without_a_launch_ends_it_and_a_launch_puts_that_off(college, subscribe, stored, change, visit, app):
    client = subscribe(college)
    with app.app_context():
        present = today()
    last = months_after(present, 6)
    assert [one.good_until for one in stored()] == [last]
    change(CalendarAddress, good_until=present)
    assert not client.is_gone(), "on its last day"
    change(Course, open_to="closed")
    visit("maija")
    assert [one.good_until for one in stored()] == [present], "who is not let in puts nothing off"
    change(Course, open_to="teachers")
    visit("olli")
    assert [one.good_until for one in stored()] == [present]
    visit("maija")
    assert [one.good_until for one in stored()] == [last]
    change(CalendarAddress, good_until=present - timedelta(days=1))
    assert client.is_gone()
    visit("maija")
    assert client.is_gone(), "what has ended stays so"
    assert "Make an address" in visit("maija", language="en").get("calendar/").text


def test_a_form_that_comes_twice_makes_one(app, college, stored):
    page = college.get("calendar/")
    once = {"once": re.search(r'name="once" value="([^"]+)"', page.text)[1]}
    client = Client(app, college.post_from(page, "calendar/", once))
    assert college.post_from(page, "calendar/", once).status_code == 303
    assert len(stored()) == 1
    assert not client.is_gone(), "a second press does not take away what the first has shown"


def test_a_bug_behind_an_address_leaves_none_in_the_log(app, college, subscribe, monkeypatch, caplog):
    client = subscribe(college)
    caplog.set_level("INFO")
    monkeypatch.setattr("lti_tool.calendar_feed.feed_views.all_entries", lambda *_asked: 1 / 0)
    answer = client.ask()
    assert answer.status_code == 500
    assert "/calendar/<path:name>" in caplog.text
    token = client.path.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in caplog.text
    assert token not in answer.text
