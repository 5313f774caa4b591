"""Who belongs to a team: joining, leaving, adding a colleague, taking one out; each undone, none of it twice."""

import re

import pytest
from sqlalchemy import insert, select

from lti_tool import db
from lti_tool.people.models import Person
from lti_tool.teams.models import Membership
from lti_tool.text import person_key

BOTH = ["Maija Koskela", "Olli Rantanen"]


@pytest.fixture
def team(maija, olli, add):
    add(maija)
    for visitor in (maija, olli):
        visitor.get("teams/")  # the notices are seen
    return maija


@pytest.fixture
def members(kept):
    return lambda: kept(all=True)[0][2]


@pytest.fixture
def person(app, organisation_id):
    """One more of the college's own, who has opened the tool elsewhere: person("Maija Koskela")."""

    def make(name, is_staff=True, has_left=False):
        with app.app_context(), db.own_transaction(writing=True) as short:
            values = {"issuer": "https://other.test", "subject": name or "x", "name_key": person_key(name)}
            values |= {"is_staff": is_staff, "has_left": has_left}
            short.execute(insert(Person).values(organisation_id=organisation_id, name=name, **values))
            return short.scalar(select(Person.id).where(Person.issuer == "https://other.test").order_by(Person.id.desc()))

    return make


def said(visitor):
    """What the next page says was just done."""
    return re.findall(r'class="notice">\s*<span>([^<]+)<', visitor.get("teams/").text)


def test_join_and_leave_and_their_undo(team, olli, members, undo_last):
    assert olli.post("teams/1/join").status_code == 303
    assert said(olli) == ["You belong to Matkailutiimi now."]
    assert members() == BOTH
    olli.post("teams/1/leave")
    assert said(olli) == ["You have left Matkailutiimi."]
    assert members() == ["Maija Koskela"]
    undo_last(team)
    assert members() == BOTH
    undo_last(team)
    assert members() == ["Maija Koskela"]


def test_joining_or_leaving_twice_says_so(team, olli, members):
    team.post("teams/1/join")
    assert said(team) == ["You belong to Matkailutiimi already."]
    olli.post("teams/1/leave")
    assert said(olli) == ["You do not belong to Matkailutiimi."]
    olli.post("teams/1/join")
    olli.post("teams/1/leave")
    olli.post("teams/1/leave")
    assert said(olli)[-1] == "You do not belong to Matkailutiimi."
    assert members() == ["Maija Koskela"]


def test_who_comes_back_has_one_history(team, olli, app, members):
    for act in ("join", "leave", "join"):
        olli.post(f"teams/1/{act}")
    assert members() == BOTH
    with app.app_context():
        assert len(db.session.scalars(select(Membership)).all()) == 2
    past = team.get("teams/1").text.partition('id="history"')[2]
    assert "Left the team: Olli Rantanen" in past


def test_one_goes_back_to_the_page_where_one_has_pressed(team, olli):
    for path in ("teams/", "teams/1"):
        assert olli.post("teams/1/join", {"back": olli.base + path}).location == olli.base + path


@pytest.mark.parametrize(
    "typed", ["Olli Rantanen", "rantanen  olli", "Rantanen, Olli", "olli", "Olli R.", "olli@keskuspuisto.example"]
)
def test_a_colleague_is_put_into_a_team_by_name(team, members, typed, undo_last):
    assert team.post("teams/1/members", {"member": typed}).status_code == 303
    assert members() == BOTH
    undo_last(team)
    assert members() == ["Maija Koskela"]


def test_undoing_says_what_it_did_to_the_team_and_not_that_it_is_gone(team, undo_last):
    team.post("teams/1/members", {"member": "Olli Rantanen"})
    said(team)
    undo_last(team)
    assert said(team) == ["Undone: Matkailutiimi is as it was."]


def refused(answer, typed):
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    return re.search(r'id="member-error">([^<]+)<', answer.text)[1]


@pytest.mark.parametrize("typed", ["Nobody Known", "🎉", "x" * 201, "x" * 10_000, ""])
def test_a_name_of_nobody_is_told_beside_the_field(team, members, typed):
    assert refused(team.post("teams/1/members", {"member": typed}), typed)
    assert members() == ["Maija Koskela"]


def test_of_a_name_with_a_slip_is_told_who_may_be_meant(team, members):
    told = refused(team.post("teams/1/members", {"member": "Oli Rantanen"}), "Oli Rantanen")
    assert told == "Nobody has this name. Did you mean: Olli Rantanen?"
    assert members() == ["Maija Koskela"]


def test_who_belongs_to_it_already_is_told(team, members):
    told = refused(team.post("teams/1/members", {"member": "Maija Koskela"}), "Maija Koskela")
    assert told == "Maija Koskela belongs to the team already."
    assert members() == ["Maija Koskela"]


def test_a_name_of_several_is_told_unless_one_is_written_just_so(team, members, person):
    person("Rantanen Olli")
    team.post("teams/1/members", {"member": "Olli Rantanen"})
    assert members() == BOTH
    person("Olli Rantanen")
    told = refused(team.post("teams/1/members", {"member": "Olli Rantanen"}), "Olli Rantanen")
    assert told.startswith("Several colleagues have this name.")


def test_who_is_here_is_meant_before_a_namesake_who_has_left(team, members, person):
    person("Olli Rantanen", has_left=True)
    assert team.post("teams/1/members", {"member": "Olli Rantanen"}).status_code == 303
    assert members() == BOTH


def test_only_staff_is_offered_and_meant(team, members, person, visit):
    visit("veeti")
    person("Sini Opiskelija", is_staff=False)
    page = team.get("teams/1").text
    assert '<option value="Olli Rantanen">' in page
    assert "Sini Opiskelija" not in page
    assert refused(team.post("teams/1/members", {"member": "Sini Opiskelija"}), "Sini Opiskelija")


def test_a_member_without_a_name_has_a_stand_in(team, app, organisation_id, person):
    nameless = person("")
    with app.app_context(), db.own_transaction(writing=True) as short:
        row = {"organisation_id": organisation_id, "team_id": 1, "person_id": nameless, "is_archived": False, "version": 1}
        short.execute(insert(Membership.__table__).values(**row))
    assert f"Colleague {nameless}" in team.get("teams/1").text
    assert 'option value=""' not in team.get("teams/1").text


def test_anybody_takes_somebody_out_and_brings_back(team, olli, members, undo_last):
    assert olli.post("teams/members/1/remove").status_code == 303
    assert said(olli) == ["Maija Koskela was taken out of Matkailutiimi."]
    assert members() == []
    olli.post("teams/members/1/remove")
    assert said(olli) == ["Maija Koskela does not belong to Matkailutiimi."]
    undo_last(olli)
    assert members() == ["Maija Koskela"]


def test_one_who_has_left_the_college_stays_until_taken_out(team, app, members):
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(Person.__table__.update().where(Person.id > 0).values(is_staff=False))
    assert "Maija Koskela" in team.get("teams/1").text
    team.post("teams/members/1/remove")
    assert members() == []


def test_nobody_joins_an_archived_team(team, olli, members):
    olli.post("teams/1/archive")
    said(olli)
    assert olli.post("teams/1/join").status_code == 303
    assert said(olli) == ["This team has been archived. Put it back in use first."]
    told = refused(olli.post("teams/1/members", {"member": "Olli Rantanen"}), "Olli Rantanen")
    assert told == "This team has been archived. Put it back in use first."
    assert members() == ["Maija Koskela"]


def test_one_may_leave_an_archived_team(team, members):
    team.post("teams/1/archive")
    team.post("teams/1/leave")
    assert members() == []


def test_somebody_leaves_while_another_renames_and_a_third_adds(team, olli, kept):
    """Made from the same page: none of it stands in another's way."""
    olli.post("teams/1/join")
    assert team.post("teams/1/leave").status_code == 303
    assert olli.post("teams/1/edit", {"name": "Elämystiimi", "field": "", "version": "1"}).status_code == 303
    assert olli.post("teams/1/members", {"member": "Maija Koskela"}).status_code == 303
    assert kept() == [("Elämystiimi", "", BOTH)]
