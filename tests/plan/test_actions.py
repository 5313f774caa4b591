"""Actions of a plan: planned, corrected, followed up, moved, taken away and back; what hangs on them follows."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.errors import Conflict, RuleBroken
from lti_tool.history.models import ChangeSet
from lti_tool.people.models import Person
from lti_tool.plan.models import ActionPartner
from tests.handover.conftest import give
from tests.merging.conftest import Merging
from tests.plan.conftest import DAY, MARCH, TODAY

OLLI = "Olli Rantanen"


def names(action):
    return [partner.name for partner in action.partners]


def test_an_action_is_planned_corrected_and_taken_back(college, plan, undo_last):
    aim = plan.add_aim("Jokaisella opiskelijalla työpaikka", team_id=1)
    people = {"contact": "Maija", "second": "Olli Rantanen"}
    plan.add("Vierailu leipomossa", team_id=1, aim_id=aim, tier="development", partners=[2], method="company-visit", **people)
    action, contact, second = plan.stored()
    assert (contact, second) == ("Maija Koskela", "Olli Rantanen"), "two of ours, both known"
    assert (action.starts_on, action.ends_on, action.is_by_month) == (date(2027, 3, 1), date(2027, 3, 31), True)
    assert (action.kind, action.state, action.done_on) == ("action", "planned", None)
    [listed] = plan.listed()
    assert names(listed) == ["Leipomo Kultakuori Ky"]
    assert (listed.team, listed.contact, listed.second) == ("Matkailutiimi", contact, second)
    assert plan.edit(1, text="Vierailu", partners=[1, 2], contact="Matkailutiimi", second="", starts_on=DAY)
    action, contact, second = plan.stored()
    assert (action.text, contact, second) == ("Vierailu", "Matkailutiimi", "")
    assert (action.starts_on, action.ends_on, action.is_by_month) == (DAY, DAY, False)
    assert names(plan.listed()[0]) == ["Kahvila Kerttuli Ky", "Leipomo Kultakuori Ky"]
    assert "Vierailu leipomossa" in college.get("partners/2").text, "the partner's page tells what was changed"
    undo_last(college)
    [listed] = plan.listed()
    assert (listed.text, listed.contact, names(listed)) == ("Vierailu leipomossa", "Maija Koskela", ["Leipomo Kultakuori Ky"])
    assert plan.archive()
    assert plan.listed() == []
    undo_last(college)
    assert names(plan.listed()[0]) == ["Leipomo Kultakuori Ky"]


def test_undoing_the_planning_takes_its_partners_along_and_the_undo_of_that_brings_all_back(college, plan, undo_last, app):
    plan.add(partners=[1])
    undo_last(college)
    assert plan.listed() == []
    with app.app_context():
        assert [row.is_archived for row in db.session.scalars(select(ActionPartner)).unique()] == [True]
    undo_last(college)
    assert names(plan.listed()[0]) == ["Kahvila Kerttuli Ky"]


def test_a_list_is_of_the_days_the_team_the_tier_and_the_person_that_were_asked_for(college, plan, id_of):
    plan.add("Maaliskuussa", team_id=1, tier="everyday", contact="Olli Rantanen")
    plan.add("Vuodenvaihteen yli", starts_on=date(2026, 12, 15), ends_on=date(2027, 1, 15), is_by_month=False, second="Olli")
    plan.add("Ensi vuonna", starts_on=date(2028, 1, 1), ends_on=None, is_by_month=False)

    def texts(**wanted):
        return [action.text for action in plan.listed(**wanted)]

    assert texts() == ["Vuodenvaihteen yli", "Maaliskuussa"]
    assert texts(last=date(2026, 12, 31), first=date(2026, 1, 1)) == ["Vuodenvaihteen yli"]
    assert texts(team_id=1) == texts(tier="everyday") == ["Maaliskuussa"]
    assert texts(team_id=0) == ["Vuodenvaihteen yli"]
    assert texts(person_id=id_of("Olli Rantanen")) == ["Vuodenvaihteen yli", "Maaliskuussa"]
    plan.state("dropped", "Siirtyi", action_id=1)
    assert texts(is_open=True) == ["Vuodenvaihteen yli"]


def test_an_action_of_one_day_stands_in_a_list_that_begins_or_ends_with_it(plan):
    plan.add("Messut", starts_on=DAY, ends_on=DAY, is_by_month=False)
    before, after = date(2027, 3, 15), date(2027, 3, 17)
    for first, last, shown in ((DAY, after, ["Messut"]), (before, DAY, ["Messut"]), (after, after, []), (before, before, [])):
        assert [action.text for action in plan.listed(first=first, last=last)] == shown, (first, last)


def test_how_far_it_is_has_a_day_and_an_outcome(college, plan, undo_last):
    plan.add()
    assert plan.state("done", "Kaksi jaksoa sovittu")
    action, *_people = plan.stored()
    assert (action.state, action.outcome, action.done_on) == ("done", "Kaksi jaksoa sovittu", TODAY)
    assert not plan.state("done", version=2, today=date(2027, 1, 1)), "whoever says it first says the day"
    assert plan.state("doing", version=2)
    action, *_people = plan.stored()
    assert (action.done_on, action.outcome) == (None, "Kaksi jaksoa sovittu")
    undo_last(college)
    assert plan.stored()[0].done_on == TODAY
    with pytest.raises(RuleBroken):
        plan.state("best", version=4)


def test_the_day_on_which_it_was_done_stays_when_the_rest_of_it_is_corrected(plan):
    later = date(2027, 5, 5)
    plan.add()
    plan.state("done")
    assert not plan.edit(2, text="Vierailu", state="done", today=later), "the form as it was opened"
    assert plan.edit(2, text="Vierailu pajalla", state="done", today=later)
    assert plan.stored()[0].done_on == TODAY
    assert plan.state("doing", version=3)
    assert plan.edit(3, text="Vierailu leipomossa", state="done", today=later), "opened while it was done: its state is untouched"
    assert plan.state("done", "Hyvin meni", version=3, today=later)
    action, *_people = plan.stored()
    assert (action.state, action.done_on, action.text, action.outcome) == ("doing", None, "Vierailu leipomossa", "Hyvin meni")
    assert plan.edit(6, state="done", today=later)
    assert plan.stored()[0].done_on == later


def test_it_is_moved_and_whole_months_stay_whole(plan):
    plan.add()
    assert plan.move(date(2027, 12, 6), date(2028, 2, 10), True)
    action, *_people = plan.stored()
    assert (action.starts_on, action.ends_on) == (date(2027, 12, 1), date(2028, 2, 29))
    with pytest.raises(Conflict):
        plan.move(DAY, DAY, version=1)


BAD = (
    ("text", {"text": ""}),
    ("starts_on", {"starts_on": None}),
    ("ends_on", {"starts_on": DAY, "ends_on": date(2027, 3, 15)}),
    ("starts_on", {"starts_on": date(1900, 1, 1)}),
    ("ends_on", {"ends_on": date(9999, 12, 31)}),
    ("tier", {"tier": "best"}),
    ("kind", {"kind": "party"}),
    ("team", {"team_id": 99}),
    ("team", {"team_id": 0}),
    ("aim", {"aim_id": 1, "team_id": None}),
    ("aim", {"aim_id": 0}),
    ("partners", {"partners": [1, 99]}),
    ("partners", {"partners": [0]}),
    ("contact", {"contact": "Olli Rantanen"}),
    ("second", {"second": "Olli Rantanen"}),
)


def test_what_cannot_be_is_said_at_its_field_and_nothing_is_written(plan, change):
    plan.add_aim("Tiimin tavoite", team_id=1)
    plan.add("Hyvä")
    change(Person, has_left=True)
    for field, typed in BAD:
        with pytest.raises(RuleBroken) as refused:
            plan.add(**typed)
        assert refused.value.field == field, typed
        with pytest.raises(RuleBroken) as refused:
            plan.edit(1, **{**MARCH, **typed})
        assert refused.value.field == field, typed
    assert [action.text for action in plan.listed()] == ["Hyvä"]


def test_two_at_once_keep_what_each_has_written_and_the_same_field_asks(plan):
    plan.add()
    plan.edit(1, text="Vierailu keväällä")
    assert plan.edit(1, text="Vierailu", outcome="Hyvin meni")
    assert plan.stored()[0].text == "Vierailu keväällä"
    with pytest.raises(Conflict):
        plan.edit(1, text="Vierailu syksyllä")
    plan.archive()
    with pytest.raises(Conflict) as refused:
        plan.edit(3, text="Vierailu takaisin")
    assert refused.value.theirs["is_archived"]


def test_nothing_is_said_of_an_action_that_was_taken_off_meanwhile(plan):
    plan.add()
    plan.archive()
    with pytest.raises(Conflict) as refused:
        plan.state("done", version=1)
    assert refused.value.theirs["is_archived"]


def test_many_are_one_act(college, plan, undo_last, app):
    assert plan.add_many({"text": "Yksi", "partners": [1]}, {"text": "Kaksi", "partners": [2, 1]}) == 2
    with app.app_context():
        assert db.session.scalars(select(ChangeSet.act).order_by(ChangeSet.id.desc())).first() == "plan.paste"
    undo_last(college)
    assert plan.listed() == []
    with pytest.raises(RuleBroken) as refused:
        plan.add_many(*({"text": "Liikaa"} for _number in range(501)))
    assert refused.value.field == "lines"


def test_an_action_follows_a_merged_partner_and_comes_back_with_the_undo(college, plan, undo_last):
    plan.add("Kummankin kanssa", partners=[1, 2])
    plan.add("Leipomon kanssa", partners=[2])
    assert Merging(college).press().status_code == 303
    assert [names(action) for action in plan.listed()] == [["Kahvila Kerttuli Ky"], ["Kahvila Kerttuli Ky"]]
    undo_last(college)
    both = ["Kahvila Kerttuli Ky", "Leipomo Kultakuori Ky"]
    assert [names(action) for action in plan.listed()] == [both, ["Leipomo Kultakuori Ky"]]


def test_an_archived_partner_stays_with_its_action_and_is_marked(college, plan):
    plan.add(partners=[1])
    college.post("partners/rows/1/archive")
    [partner] = plan.listed()[0].partners
    assert (partner.name, partner.is_archived) == ("Kahvila Kerttuli Ky", True)


def test_a_partner_tells_of_an_action_until_that_is_done_without_it_or_taken_off(college, plan):
    plan.add(partners=[1, 2])

    def tell():
        return [number for number in (1, 2) if 'id="partner-plan"' in college.get(f"partners/{number}").text]

    assert tell() == [1, 2]
    plan.edit(1, partners=[1], shown_partners=[1, 2])
    assert tell() == [1]
    plan.archive()
    assert tell() == []


def test_a_change_of_hands_moves_open_actions_and_tells_of_them(college, olli, plan, id_of, undo_last):
    plan.add("Avoin", contact="Maija Koskela")
    plan.add("Yhdessä", contact="Joku muu", second="Maija Koskela")
    plan.add("Tehty", contact="Maija Koskela", state="done")
    plan.archive(plan.add("Poistettu", contact="Maija Koskela"))
    maija_id = id_of("Maija Koskela")
    page = college.get(f"handover/?person={maija_id}").text
    assert "Avoin" in page
    assert "Yhdessä" in page
    assert "Tehty" not in page
    assert "Poistettu" not in page
    answer = give(college, f"person={maija_id}", "Olli Rantanen")
    assert answer.status_code == 303
    assert [plan.stored(number)[1:] for number in (1, 2, 3)] == [
        ("Olli Rantanen", ""),
        ("Joku muu", "Olli Rantanen"),
        ("Maija Koskela", ""),
    ]
    assert "2 toimenpidettä" in olli.get("").text or "2 actions" in olli.get("").text
    undo_last(college)
    assert plan.stored(1)[1] == "Maija Koskela"


def test_who_takes_over_what_one_was_second_in_does_not_stand_in_it_twice(college, olli, plan, id_of, undo_last):
    seconds = ("Olli Rantanen", "Olli Rantanen, 040 1234567", "Olli Rantanen, Pekka Muu", "Matkailutiimi")
    for second in seconds:
        plan.add(contact="Maija Koskela", second=second)
    maija_id = id_of("Maija Koskela")
    assert give(college, f"person={maija_id}", "Olli Rantanen").status_code == 303
    after = [plan.stored(number)[1:] for number in (1, 2, 3, 4)]
    assert after == [(OLLI, ""), (OLLI, ""), (OLLI, "Pekka Muu"), (OLLI, "Matkailutiimi")], "who stood behind stays"
    told = " ".join(re.sub("<[^>]+>", " ", college.get("plan/actions/1").text.partition("<main")[2]).split())
    assert re.search("With whom of ours:? *Olli Rantanen", told), told
    undo_last(college)
    assert [plan.stored(number)[1:] for number in (1, 2, 3, 4)] == [("Maija Koskela", second) for second in seconds]
    assert plan.edit(3, action_id=4, contact="Matkailutiimi")
    assert plan.stored(4)[1:] == ("Matkailutiimi", ""), "a team too"


def test_a_team_that_is_renamed_is_followed(college, plan):
    plan.add(contact="Matkailutiimi", second="Maija Koskela")
    plan.add(contact="Maija Koskela", second="Matkailutiimi")
    assert college.post("teams/1/edit", {"name": "Ravintolatiimi", "version": "1"}).status_code == 303
    assert plan.stored(1)[1:] == ("Ravintolatiimi", "Maija Koskela")
    assert plan.stored(2)[1:] == ("Maija Koskela", "Ravintolatiimi")


def test_an_aim_of_another_plan_is_none_of_this_one(plan):
    plan.add_aim("Opiston tavoite")
    plan.add(aim_id=1)
    with pytest.raises(RuleBroken) as refused:
        plan.edit(1, team_id=1)
    assert refused.value.field == "aim"
    assert plan.edit(1, team_id=1, aim_id=None, **MARCH)
