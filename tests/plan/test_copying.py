"""A year's plan copied to the next year."""

import re
from datetime import date

import pytest

from lti_tool.days import today
from lti_tool.errors import RuleBroken
from lti_tool.people.models import Person
from lti_tool.plan.years import CALENDAR, SCHOOL, PlanYear, year_named, year_of


def days(action):
    return action.span.starts_on, action.span.ends_on


def test_a_year_goes_on_without_what_was_dropped(college, plan, undo_last):
    plan.add("Maaliskuussa", contact="Olli Rantanen", partners=[1, 2], tier="everyday", method="company-visit", team_id=1)
    plan.add("Karkauspäivä", starts_on=date(2028, 2, 29), ends_on=None, is_by_month=False, team_id=1)
    plan.add("Helmikuu", starts_on=date(2028, 2, 1), ends_on=date(2028, 2, 29), team_id=1, state="done", outcome="Tehtiin")
    plan.add("Vuodenvaihde", starts_on=date(2028, 12, 20), ends_on=date(2029, 1, 10), is_by_month=False, team_id=1)
    plan.add("Jäi pois", starts_on=date(2028, 4, 1), ends_on=date(2028, 4, 30), team_id=1, state="dropped")
    plan.add("Opiston", starts_on=date(2028, 4, 1), ends_on=date(2028, 4, 30))
    assert plan.copy(PlanYear(2028, CALENDAR), team_id=1) == 3
    copies = {action.text: action for action in plan.listed(date(2029, 1, 11), date(2030, 12, 31))}
    assert copies.keys() == {"Karkauspäivä", "Helmikuu", "Vuodenvaihde"}
    assert days(copies["Karkauspäivä"]) == (date(2029, 2, 28),) * 2
    assert days(copies["Helmikuu"]) == (date(2029, 2, 1), date(2029, 2, 28)), "a whole month stays whole"
    assert days(copies["Vuodenvaihde"]) == (date(2029, 12, 20), date(2030, 1, 10))
    assert (copies["Helmikuu"].state, copies["Helmikuu"].outcome, copies["Helmikuu"].done_on) == ("planned", "", None)
    with pytest.raises(RuleBroken):
        plan.copy(PlanYear(2028, CALENDAR), team_id=1)
    undo_last(college)
    assert plan.copy(PlanYear(2028, CALENDAR), team_id=1) == 3, "what was taken back is copied again"
    assert plan.copy(PlanYear(2026, SCHOOL), team_id=1) == 1
    [again] = plan.listed(date(2028, 3, 1), date(2028, 3, 31))
    assert (again.contact, again.method, again.tier) == ("Olli Rantanen", "company-visit", "everyday")
    assert [partner.id for partner in again.partners] == [1, 2]


def test_what_another_college_plans_in_the_year_is_not_copied(college, plan):
    """The second college has an action of its own in this year, which no page may show."""
    this_day = today()
    plan.add("Opiston", starts_on=this_day, ends_on=this_day, is_by_month=False)
    page = college.get(f"plan/copy/?team=college&year={year_of(this_day).key}")
    assert re.findall("<li>([^<]+)</li>", page.text) == ["Opiston"]


def test_who_has_left_does_not_stand_in_the_next_year(plan, change):
    plan.add(contact="Olli Rantanen", second="Maija Koskela")
    change(Person, has_left=True)
    assert plan.copy(PlanYear(2027, CALENDAR)) == 1
    [copy] = plan.listed(date(2028, 1, 1), date(2028, 12, 31))
    assert (copy.contact, copy.second) == ("", "")


def test_who_was_erased_does_not_stand_in_the_next_year(plan, visit, id_of):
    plan.add(contact="Olli Rantanen")
    erase = f"personal-data/people/{id_of('Olli Rantanen')}/erase"
    assert visit("pirjo").post(erase, {"is_sure": "1"}).status_code == 303
    assert plan.copy(PlanYear(2027, CALENDAR)) == 1
    [copy] = plan.listed(date(2028, 1, 1), date(2028, 12, 31))
    assert copy.contact == ""


def test_an_action_goes_on_for_its_aim_unless_that_was_taken_away(college, plan):
    for text in ("Jokaiselle työpaikka", "Saavutettu"):
        plan.add(f"Tavoitteeseen {text}", aim_id=plan.add_aim(text))
    assert college.post("plan/aims/2/archive").status_code == 303
    assert plan.copy(PlanYear(2027, CALENDAR)) == 2
    assert [copy.aim_id for copy in plan.listed(date(2028, 1, 1), date(2028, 12, 31))] == [1, None]


def test_the_last_year_goes_no_further(plan):
    plan.add(starts_on=date(2100, 3, 1), ends_on=date(2100, 3, 31))
    with pytest.raises(RuleBroken) as refused:
        plan.copy(PlanYear(2100, CALENDAR))
    assert refused.value.field == "copy"


def test_a_year_has_a_key_and_twelve_months():
    school = year_of(date(2027, 7, 31))
    assert (school.key, school.first_day, school.last_day) == ("2026-27", date(2026, 8, 1), date(2027, 7, 31))
    assert [month.month for month in school.months] == [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7]
    assert year_of(date(2027, 7, 31), CALENDAR).key == "2027"
    assert year_named("2099-00") == PlanYear(2099, SCHOOL)
    assert [year_named(key) for key in ("2026-28", "1899", "9999", "2026-2027", "", "x" * 1000)] == [None] * 6
