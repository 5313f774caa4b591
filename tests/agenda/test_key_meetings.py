"""When a partner is to be met next, and how a team's meetings are put into its year."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from lti_tool import db
from lti_tool.agenda.key_meetings import KeyMeeting, key_meetings
from lti_tool.agenda.spreading import months_ahead, plan_meetings, spread
from lti_tool.agenda.whose import Whose
from lti_tool.days import months_after
from lti_tool.errors import RuleBroken
from lti_tool.partners.models import Partner
from lti_tool.people.models import Organisation, Person
from lti_tool.plan.models import MEETING, Action
from lti_tool.teams.models import Team
from tests.days import today


def meeting(number, due_on):
    return KeyMeeting(number, number, f"Kumppani {number}", "strategic", 1, "Maija Koskela", False, True, due_on, due_on)


def test_what_the_cycle_says_is_due_and_what_is_not_known_is_not(college, met, due):
    assert due(ahead=3650) == {}  # never met: nothing is known
    met(1, 100)
    met(2, 400)
    met(3, 20)
    assert set(due()) == {"Kahvila Kerttuli"}  # development has no cycle here
    assert due()["Kahvila Kerttuli"].due_on == months_after(today() - timedelta(days=100), 3)
    assert set(due(ahead=100)) == {"Kahvila Kerttuli", "Hotelli Seutu"}
    assert set(due(team=1, ahead=100)) == {"Kahvila Kerttuli"}
    assert set(due(person="Olli Rantanen", ahead=100)) == {"Hotelli Seutu"}
    met(1, 0)
    assert due() == {}


def test_what_is_due_on_the_last_day_of_a_short_month_is_due_on_it(app, college, organisation_id, change):
    change(Organisation.__table__, tier_cycles={"strategic": "1"})
    change(Partner, last_contact_on=date(2027, 1, 31))
    end = date(2027, 2, 28)
    with app.test_request_context("/"):
        found = key_meetings(Whose(organisation_id, None, None), end, end)
        assert {meeting.due_on for meeting in found} == {end}
        assert key_meetings(Whose(organisation_id, None, None), end - timedelta(days=1), end) == []


def test_a_row_has_a_cycle_of_its_own(college, met, due, correct):
    met(2, 40)
    assert due() == {}
    correct(2, cycle_months="1")
    assert set(due()) == {"Leipomo Rinne Oy"}
    met(1, 100)
    assert set(due()) == {"Leipomo Rinne Oy", "Kahvila Kerttuli"}
    correct(1, cycle_months="12")
    assert set(due()) == {"Leipomo Rinne Oy"}, "a longer one than the tier's too"


def test_the_longest_unmet_with_long_cycles_hide_nobody_who_is_due(college, met, due, correct, monkeypatch):
    monkeypatch.setattr("lti_tool.agenda.key_meetings.MOST_READ", 1)
    met(1, 100)
    correct(1, cycle_months="60")
    met(2, 50)
    correct(2, cycle_months="1")
    assert set(due()) == {"Leipomo Rinne Oy"}


def test_meetings_are_spread_over_the_months_but_july_and_none_before_it_is_due():
    present = date(2026, 11, 29)
    months = months_ahead(present)
    assert [month.month for month in months] == [11, 12, 1, 2, 3, 4, 5, 6, 8, 9, 10]
    late = [meeting(number, date(2026, 3, 1) + timedelta(days=number)) for number in range(20)]
    coming = [meeting(100 + number, date(2027, 5, 20)) for number in range(2)]
    found = spread(late + coming, present)
    assert len(found) == 22
    taken = sorted(found.values())
    assert all(taken.count(month) <= 2 for month in months)
    assert {found[100], found[101]} == {date(2027, 5, 1)}
    assert found[0] == months[0]


def test_a_teams_key_meetings_are_put_into_its_year_once(college, met, due):
    met(1, 100)
    page = college.get("agenda/teams/1/key-meetings")
    assert "Kahvila Kerttuli" in page.text
    assert "Hotelli Seutu" not in page.text
    month = months_ahead(today())[1].isoformat()
    for months in ([""], ["2020-01-01"], ["x"]):
        refused = college.post("agenda/teams/1/key-meetings", {"row": ["1"], "month": months})
        assert refused.status_code == 422
        assert "Choose a month" in refused.text
    assert college.post("agenda/teams/1/key-meetings", {"row": ["1", "3"], "month": [month, month]}).status_code == 303
    assert due() == {}
    told = college.get("agenda/teams/1").text
    assert "1 key meeting was put into the year." in told
    assert "Key meeting: Kahvila Kerttuli" in told
    assert "No partner of this team is due" in college.get("agenda/teams/1/key-meetings").text


def test_who_presses_second_is_told_that_they_stand_in_the_plan(app, college, met, due):
    met(1, 100)
    month = months_ahead(today())[1]
    seen_by_both = due(team=1)["Kahvila Kerttuli"]
    planned = {"row": "1", "month": month.isoformat()}
    assert college.post("agenda/teams/1/key-meetings", planned).status_code == 303
    again = college.post("agenda/teams/1/key-meetings", planned)
    assert again.status_code == 422
    assert "What you chose stands in the plan already." in again.text
    with app.test_request_context("/", method="POST"):
        actor = db.session.scalar(select(Person).where(Person.name == "Olli Rantanen"))
        with pytest.raises(RuleBroken) as refused:
            plan_meetings([(seen_by_both, month)], db.session.get_one(Team, 1), today(), actor)
        assert "Kahvila Kerttuli" in refused.value.message
    with app.app_context():
        assert db.session.scalar(select(func.count(Action.id)).where(Action.id > 0)) == 1


@pytest.mark.parametrize("path", ["agenda/", "agenda/teams/1", "agenda/teams/1/key-meetings"])
def test_students_see_none_of_it(college, visit, path):
    assert college.get(path).status_code == 200
    assert visit("veeti").get(path).status_code == 403


def test_another_colleges_team_is_not_found(college, other_college):
    other = other_college("maija")
    for path in ("agenda/teams/1", "agenda/teams/1/key-meetings"):
        assert other.get(path).status_code == 404
        assert college.get(path).status_code == 200


def test_what_another_team_has_planned_is_not_ours_and_what_is_over_is_open_again(app, college, met, due, visit):
    met(1, 100)
    planned = {"row": "1", "month": months_ahead(today())[1].isoformat()}
    college.post("agenda/teams/1/key-meetings", planned)
    assert due() == {}
    with app.app_context():
        db.session.execute(update(Action.__table__).values(team_id=None, ends_on=today() - timedelta(days=1)))
        db.session.commit()
    assert set(due()) == {"Kahvila Kerttuli"}


def test_another_action_with_the_partner_is_no_key_meeting(college, met, due, undo_last, change):
    met(1, 100)
    soon = (today() + timedelta(days=10)).isoformat()
    sent = {"text": "Messut", "when": soon, "contact": "Maija Koskela", "partners": "Kahvila Kerttuli", "team": "1"}
    assert college.post("plan/actions/new", sent).status_code == 303
    assert set(due()) == {"Kahvila Kerttuli"}
    change(Action, kind=MEETING)
    assert due() == {}
    college.post("plan/actions/1/archive")
    assert set(due()) == {"Kahvila Kerttuli"}, "it stands in no plan any more"
    undo_last(college)
    assert due() == {}
    change(Action, state="dropped")
    assert set(due()) == {"Kahvila Kerttuli"}


def test_who_is_off_the_list_or_only_wanted_is_not_to_be_met(college, met, due, correct, undo_last):
    met(1, 100)
    college.post("partners/rows/1/archive")
    assert due() == {}
    undo_last(college)
    assert set(due()) == {"Kahvila Kerttuli"}
    correct(1, state="wanted")
    assert due() == {}


def test_a_partner_is_met_once_also_in_two_tiers(college, met, correct):
    college.add("Kahvila Kerttuli", "verkosto", "Maija Koskela", tier="network")
    correct(4, cycle_months="6")
    met(1, 400)
    assert college.get("agenda/teams/1/key-meetings").text.count('name="row"') == 1


def test_who_was_never_met_is_not_said_to_have_been_met_when_the_cooperation_began(college, met, correct):
    correct(1, starts_on="1.2.2025")
    assert "nothing logged" in college.get("agenda/teams/1/key-meetings").text
    met(1, 100)
    assert "nothing logged" not in college.get("agenda/teams/1/key-meetings").text
