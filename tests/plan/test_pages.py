"""A plan's pages: one line to plan, the strip, an action's page and form, aims."""

import html
import re
from datetime import date

from lti_tool.partners.adding import add_partnership
from lti_tool.partners.operations import Values
from tests.house.test_fields_survive import Fields
from tests.plan.conftest import MARCH

PLAN = "plan/?year=2026-27&team=1"


def field(page, name):
    """What a field of a form holds."""
    found = re.search(rf'<(?:input|select)[^>]*name="{name}"[^>]*>(.*?)', page.text)
    value = re.search(r'value="([^"]*)"', found[0])
    return html.unescape(value[1]) if value else ""


def text_of(page):
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", page.text)).split())


def filled(**changes):
    """An action's form as it is sent."""
    empty = dict.fromkeys(("contact", "second", "partners", "aim", "tier", "method", "place", "price", "outcome"), "")
    sent = {"text": "Vierailu", "when": "maaliskuu 2027", "team": "1", "kind": "action", "state": "planned"}
    return {**empty, **sent, "version": "1", **changes}


def test_one_line_plans_an_action_and_says_what_was_read(college, plan):
    answer = college.post(PLAN, {"line": "Vierailu Leipomo Kultakuoressa, maaliskuu, Maija"})
    assert answer.status_code == 303
    assert answer.location.endswith("#action-1")
    page = text_of(college.get(PLAN))
    assert "Vierailu Leipomo Kultakuoressa · March 2027 · Maija Koskela · Leipomo Kultakuori Ky" in page
    action, contact, _second = plan.stored()
    assert (action.team_id, contact) == (1, "Maija Koskela")
    assert [partner.id for partner in plan.listed()[0].partners] == [2]
    assert college.post(PLAN, {"line": ""}).status_code == 422
    assert 'id="line-error"' in college.post(PLAN, {"line": "x" * 401}).text


def test_a_line_without_a_time_leads_to_the_whole_form_with_what_was_read(college, plan):
    answer = college.post(PLAN, {"line": "Vierailu Leipomo Kultakuoressa, Maija"})
    assert answer.status_code == 303
    page = college.get(answer.location.partition(college.base)[2])
    assert 'id="when-error"' in page.text
    assert field(page, "text") == "Vierailu Leipomo Kultakuoressa"
    assert (field(page, "contact"), field(page, "partners")) == ("Maija Koskela", "Leipomo Kultakuori Ky")
    assert plan.listed() == []
    answer = college.post("plan/actions/new?year=2026-27", filled(partners="Leipomo Kultakuori Ky"))
    assert answer.status_code == 303, answer.text
    assert [one.text for one in plan.listed()] == ["Vierailu"]


def test_what_is_wrong_is_said_at_its_field_and_stays_as_it_was_typed(college, plan):
    bad = (
        ("text", ""),
        ("when", ""),
        ("when", "joskus"),
        ("when", "14.3.2027–12.3.2027"),
        ("when", "1.1.1900"),
        ("when", "1.1.9999"),
        ("when", "29.2.2027"),
        ("partners", "Kahvila Kerttuli; Tuntematon Oy"),
    )
    plan.add(team_id=1)
    for address in ("plan/actions/new?year=2026-27", "plan/actions/1/edit"):
        for name, value in bad:
            answer = college.post(address, filled(**{name: value}))
            assert answer.status_code == 422, (address, name, value)
            assert f'id="{name}-error"' in answer.text, (name, value)
            assert field(answer, name) == value
    assert [one.text for one in plan.listed()] == ["Vierailu"]
    for address in ("plan/actions/1", "plan/actions/1/edit"):
        assert college.post(address, {"state": "best", "version": "1", "text": "x", "when": "maaliskuu"}).status_code == 422


def test_an_action_is_corrected_followed_up_and_taken_off(college, plan):
    plan.add(team_id=1, aim_id=plan.add_aim("Tavoite", team_id=1), partners=[1, 2])
    page = college.get("plan/actions/1/edit")
    assert field(page, "when") == "March 2027"
    assert field(page, "partners") == "Kahvila Kerttuli Ky; Leipomo Kultakuori Ky"
    sent = filled(text="Messut", when="12.–14.3.", team="", aim="1", second="Olli Rantanen")
    sent |= {"partners": "Leipomo Kultakuori", "shown_partners": field(page, "shown_partners")}
    assert college.post("plan/actions/1/edit", sent).status_code == 303
    [action] = plan.listed()
    assert (action.text, action.team_id, action.aim_id, action.second) == ("Messut", None, None, "Olli Rantanen")
    assert [partner.id for partner in action.partners] == [2]
    answer = college.post("plan/actions/1", {"state": "done", "version": str(action.version)})
    assert answer.status_code == 303
    assert plan.listed()[0].state == "done"
    assert "carried out" in college.get("plan/?year=2026-27&team=college").text
    answer = college.post("plan/actions/1/edit", filled(text="Toinen", version="1"))
    assert answer.status_code == 409
    assert 'id="text-theirs"' in answer.text
    assert college.post("plan/actions/1/archive").status_code == 303
    assert plan.listed() == []
    assert college.get("plan/actions/1").status_code == 200, "its address goes on"
    [undo] = re.findall(r"undo/\d+", college.get("plan/changes?team=college").text)[:1]
    assert college.post(undo).status_code == 303
    assert [action.text for action in plan.listed()] == ["Messut"]


def test_what_is_ticked_off_in_the_plan_keeps_its_outcome(college, plan):
    plan.add(outcome="Sovittu")
    assert college.post("plan/actions/1", {"state": "done", "version": "1"}).status_code == 303
    [action] = plan.listed()
    assert (action.state, action.outcome) == ("done", "Sovittu")


def test_a_partner_that_a_colleague_has_added_meanwhile_stays(college, olli, plan):
    """Only what the form has shown is taken out by it; a partner that a colleague took out does not come back."""
    plan.add(partners=[1])
    address = "plan/actions/1/edit"
    mine = Fields(college.get(address).text).values
    theirs = Fields(olli.get(address).text).values
    assert olli.post(address, theirs | {"partners": "Leipomo Kultakuori"}).status_code == 303
    assert [partner.id for partner in plan.listed()[0].partners] == [2]
    assert college.post(address, mine | {"text": "Messut"}).status_code == 303
    [action] = plan.listed()
    assert (action.text, [partner.id for partner in action.partners]) == ("Messut", [2])


def test_a_partner_whose_name_a_colleague_has_corrected_meanwhile_is_still_meant(college, olli, plan):
    """A typing error is not kept as another name: the form's own names are those of when it was made."""
    plan.add(partners=[1, 2])
    address = "plan/actions/1/edit"
    made = Fields(college.get(address).text).values
    corrected = {"name": "Leipomo Kultaköyri Ky", "url": "", "description": "Leivät", "contact": "Maija Koskela"}
    assert olli.post("partners/rows/2", corrected | {"version": "1.1"}).status_code == 303
    assert college.post(address, made | {"text": "Messut"}).status_code == 303
    [action] = plan.listed()
    assert (action.text, [partner.name for partner in action.partners]) == (
        "Messut",
        ["Kahvila Kerttuli Ky", "Leipomo Kultaköyri Ky"],
    )
    assert college.post(address, made | {"partners": "Leipomo Kultakuori Ky", "version": "2"}).status_code == 303
    assert [partner.id for partner in plan.listed()[0].partners] == [2], "also where another one is taken out"
    unknown = college.post(address, made | {"partners": "Leipomo Kultakuori Ky; Olematon", "version": "2"})
    assert unknown.status_code == 422
    assert "Olematon is not on the list" in unknown.text
    hostile = made | {"shown_partners": "x\n\n99 Olematon\n1", "partners": "Olematon"}
    assert college.post(address, hostile).status_code == 422


def test_what_was_done_with_a_method_is_offered_as_an_experience(college, plan):
    plan.add(method="company-visit", state="done", outcome="Kaksi jaksoa sovittu")
    page = college.get("plan/actions/1")
    address = re.search(r'action="[^"]*/(methods/company-visit)"', page.text)[1]
    assert college.post(address, {"text": "Kaksi jaksoa sovittu"}).status_code == 303
    assert "Kaksi jaksoa sovittu" in college.get("methods/company-visit").text
    assert 'methods/company-visit" ' not in college.get("plan/actions/1").text.partition("<form")[2], "once is enough"


def test_the_strip_shows_bars_with_their_tiers_and_the_filters_narrow_it(college, plan):
    plan.add("Leipomovierailut", team_id=1, tier="development", partners=[2])
    plan.add("Vuodenvaihde", starts_on=MARCH["starts_on"].replace(year=2026, month=12), team_id=1)
    page = college.get(PLAN)
    assert re.search(r'class="bar-cell c13 s12 no-tier planned', page.text), "December to March"
    assert re.search(r'class="bar-cell c22 s\d+ development planned', page.text)
    assert "Leipomovierailut" not in college.get(f"{PLAN}&tier=strategic").text.partition("<main")[2]
    assert "Leipomovierailut" in college.get("plan/?year=2027&team=all").text
    assert "Leipomovierailut" not in college.get("plan/?year=2027&team=college").text
    assert college.get("plan/?team=99").status_code == 404
    assert "style=" not in page.text
    college.post("partners/rows/2/archive")
    assert "Leipomo Kultakuori Ky" in college.get(PLAN).text


def test_a_month_ends_before_the_first_day_of_the_next(college, plan):
    plan.add("Maaliskuun viimeinen", starts_on=date(2027, 3, 31), ends_on=None, is_by_month=False, team_id=1)
    plan.add("Huhtikuun ensimmäinen", starts_on=date(2027, 4, 1), ends_on=None, is_by_month=False, team_id=1)
    page = college.get(f"{PLAN}&month=2027-03").text
    assert "Maaliskuun viimeinen" in page
    assert "Huhtikuun ensimmäinen" not in page


def test_very_many_actions_are_told_in_numbers_that_lead_to_them(college, plan):
    plan.add_many(*({"text": f"Toimenpide {number}", "team_id": 1} for number in range(201)))
    page = college.get("plan/?year=2026-27&team=all")
    assert "Toimenpide 7" not in page.text
    assert ">201" in page.text
    assert "month=2027-03" in page.text
    page = college.get("plan/?year=2026-27&team=1").text.partition("<main")[2]
    assert "Toimenpide" not in page
    plan.add("Arkea", team_id=1, tier="everyday")
    numbers = college.get("plan/?year=2026-27&team=1").text.partition("<tbody>")[2]
    assert "tier=none" in numbers
    plan.add("Ilman tasoa")
    plan.add("Arki", tier="everyday")
    narrowed = college.get("plan/?year=2026-27&team=college&tier=none").text
    assert "Ilman tasoa" in narrowed
    assert "No tier <span" in narrowed, "what it was narrowed to is taken away again"
    assert ">Arki<" not in narrowed
    assert college.post("plan/?year=2026-27&team=college&tier=none", {"line": "Uusi, maaliskuu"}).status_code == 303
    assert [one.tier for one in plan.listed() if one.text == "Uusi"] == [""]


def test_aims_hold_their_actions(college, plan):
    answer = college.post("plan/aims?team=1", {"aim_text": "Jokaiselle työpaikka"})
    assert answer.status_code == 303
    plan.add("Rekrytori", team_id=1, aim_id=1)
    plan.add("Muu", team_id=1)
    page = college.get(PLAN).text
    section = page.partition('id="aim-1"')[2].partition("</section>")[0]
    assert "Rekrytori" in section
    assert "Muu" not in section
    assert college.post("plan/aims?team=1", {"aim_text": ""}).status_code == 422
    assert college.post("plan/aims/1/edit", {"aim_text": "", "version": "1"}).status_code == 422
    assert college.post("plan/aims/1/edit", {"aim_text": "Kaikille työpaikka", "version": "1"}).status_code == 303
    assert college.post("plan/aims/1/archive").status_code == 303
    page = college.get(PLAN).text
    assert 'id="aim-1"' not in page
    assert "Rekrytori" in page, "its actions stay"


def test_an_aim_that_a_colleague_has_taken_away_meanwhile_does_not_come_back_unasked(college, plan):
    plan.add_aim("Jokaiselle työpaikka", team_id=1)
    assert college.post("plan/aims/1/archive").status_code == 303
    answer = college.post("plan/aims/1/edit", {"aim_text": "Kaikille työpaikka", "version": "1"})
    assert answer.status_code == 409
    assert "A colleague has taken this away meanwhile." in answer.text
    assert plan.aim().is_archived


def test_a_team_and_a_partner_lead_to_their_plan(college, plan):
    plan.add("Leipomovierailut", partners=[2])
    assert "plan/?team=1" in college.get("teams/1").text
    assert "Leipomovierailut" in college.get("partners/2").text


def test_the_wheel_stands_beside_a_table_of_the_same(college, plan):
    assert "<svg" not in college.get("plan/wheel/?year=2027&team=all").text
    plan.add("Leipomovierailut", team_id=1, tier="development", contact="Maija Koskela")
    plan.add("Koko vuosi", starts_on=date(2026, 1, 1), ends_on=date(2028, 12, 31))
    page = college.get("plan/wheel/?year=2027&team=all").text
    assert page.count('<path class="arc') == 2
    assert '<path class="arc development planned"' in page
    assert page.count("<tr>") == 3
    plan.add_many(*({"text": f"Toimenpide {number}"} for number in range(40)))
    page = college.get("plan/wheel/?year=2027&team=all").text
    assert "<svg" not in page
    assert ">41" in page, "more than a sheet can hold is told in numbers"


def test_no_word_of_the_wheel_stands_on_its_head(college, plan):
    """Around the upper half words run clockwise, around the lower half the other way."""
    for month in range(1, 13):
        plan.add(f"Kuussa {month}", starts_on=date(2027, month, 1), ends_on=date(2027, month, 28))
    page = college.get("plan/wheel/?year=2027&team=all").text
    clockwise = [bool(int(way)) for way in re.findall(r'id="arc-\d+" class="line" d="M\S+ \S+ A\S+ \S+ 0 0 (\d)', page)]
    assert clockwise == [month not in range(4, 10) for month in range(1, 13)]


def test_what_is_known_elsewhere_fills_the_form_of_an_action(college, plan):
    def form_behind(page, words):
        link = next(link for link in re.findall(r'href="([^"]*actions/new\?[^"]*)"', page.text) if words in link)
        form = college.get(html.unescape(link).partition(college.base)[2])
        return {name: field(form, name) for name in ("text", "when", "contact", "partners")} | {"page": form.text}

    filled_in = form_behind(college.get("methods/company-visit"), "method=company-visit")
    assert '<option selected value="company-visit">' in filled_in["page"]
    assert filled_in["text"]
    step = {"text": "Sovittu", "kind": "visit", "happened_on": "2.11.2026", "next_step": "Soitto & kutsu", "next_on": "1.12.2026"}
    assert college.post("partners/2/log", step).status_code == 303
    filled_in = form_behind(college.get("partners/2"), "Soitto")
    assert (filled_in["text"], filled_in["partners"]) == ("Soitto & kutsu", "Leipomo Kultakuori Ky")
    assert filled_in["when"]
    assert filled_in["contact"] == "Maija Koskela"
    college.post("agreements/of/2/new", {"starts_on": "1.1.2026", "review_on": "1.6.2090", "kind": "partnership"})
    filled_in = form_behind(college.get("partners/2"), "agreement")
    assert (filled_in["partners"], filled_in["when"]) == ("Leipomo Kultakuori Ky", "01/06/2090")
    assert "Leipomo Kultakuori Ky" in filled_in["text"]
    college.post("assessments/", {"subject": "Leipomo Kultakuori Ky"})
    agreed = {"text": "Palaute viikon sisällä", "contact": "Maija Koskela", "due_on": "1.6.2090"}
    assert college.post("assessments/1/agreed", agreed).status_code == 303
    filled_in = form_behind(college.get("assessments/1"), "Palaute")
    assert (filled_in["text"], filled_in["partners"]) == ("Palaute viikon sisällä", "Leipomo Kultakuori Ky")
    assert plan.listed() == []


def test_an_archived_teams_plan_is_read_and_nothing_is_planned_for_it(college, plan):
    plan.add("Vanha", team_id=1, aim_id=plan.add_aim("Tavoite", team_id=1))
    assert college.post("teams/1/archive").status_code == 303
    page = college.get(PLAN).text
    assert "Vanha" in page
    assert "This team is archived" in page
    assert '<option value="1" selected>Matkailutiimi</option>' in page, "Show stays with its plan"
    for offered in ('name="line"', 'name="aim_text"', "plan/paste", "plan/copy"):
        assert offered not in page
    word = "This team is archived. Choose another one"
    pasted = {"kind-0": "action", "text-0": "Uusi", "when-0": "maaliskuu"}
    for address, sent, place in (
        (PLAN, {"line": "Uusi, maaliskuu"}, 'id="line-error"'),
        ("plan/aims?team=1", {"aim_text": "Uusi"}, 'id="aim_text-error"'),
        ("plan/actions/new?year=2026-27", filled(text="Uusi"), 'id="team-error"'),
        ("plan/paste/save?year=2026-27&team=1", pasted, 'role="alert"'),
        ("plan/copy/?year=2026-27&team=1", {}, 'role="alert"'),
    ):
        answer = college.post(address, sent)
        assert answer.status_code == 422, address
        assert word in answer.text.partition(place)[2], address
    assert "Matkailutiimi</option>" not in college.get("plan/actions/new?team=1").text
    assert 'name="line"' not in college.get("agenda/teams/1").text
    assert college.post("plan/actions/1/edit", filled(text="Silti")).status_code == 303, "what stands there is corrected"
    assert college.post("plan/actions/1", {"state": "done", "version": "2"}).status_code == 303
    plan.add("Opiston")
    assert word in college.post("plan/actions/2/edit", filled()).text
    assert [one.text for one in plan.listed()] == ["Silti", "Opiston"]


def test_two_partners_of_one_name_both_stay_with_their_action(college, plan):
    values = Values("Kahvila Kerttuli Ky", "", "Toinen", None)
    other = plan.do(lambda actor: add_partnership("everyday", values, actor, other_than=[1])[0].partner_id)
    plan.add(team_id=1, partners=[1, other])
    page = college.get("plan/actions/1/edit")
    sent = filled(text="Messut", partners=field(page, "partners"), shown_partners=field(page, "shown_partners"))
    assert college.post("plan/actions/1/edit", sent).status_code == 303
    assert sorted(partner.id for partner in plan.listed()[0].partners) == sorted([1, other])
