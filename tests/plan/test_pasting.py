"""Last year's plan pasted: each line is looked through, corrected or left out; nothing is lost."""

import html
import re

import pytest

from lti_tool.plan.entry import EntryReader
from lti_tool.plan.pasted_plan import lines_in, rows_of
from lti_tool.plan.pasted_row import Row
from lti_tool.plan.years import SCHOOL, PlanYear

PASTE = "plan/paste/?year=2026-27&team=1"
SAVE = "plan/paste/save?year=2026-27&team=1"
LINES = """Tavoite 1: Kaikille työpaikka
• Vierailu Leipomo Kultakuoressa, maaliskuu, Maija ja Olli
2) Messut, 12.–14.3.2026, Olli Rantanen
TAMMIKUU
- Palautesoitot, Kahvila Kerttuli
Ilman aikaa:
- Ohjausryhmä"""
TABLE = (
    "Toimenpide\tAjankohta\tVastuuhenkilö\tKumppani\tTaso\tHuom\n"
    "Vierailu\tmaaliskuu\tMaija Koskela\tLeipomo Kultakuori Ky\tArki\tbussilla\n"
    "Messut\tjoskus\tPekka Muu\tTuntematon Oy\t\t\n"
)
WEB = "<ul><li>Vierailu, maaliskuu&nbsp;2027</li><li><b>Messut</b>, huhtikuu</li></ul>"
PROSE = (
    "Maaliskuussa vierailemme Leipomo Kultakuoressa Maijan johdolla ja sovimme syksyn jaksoista kaikkien kanssa yhdessä. "
    "Huhtikuussa 2027 järjestämme messut koko talolle, ja sinne kutsutaan kaikki kumppanit ja heidän henkilöstönsä."
)


@pytest.fixture
def rows(app, college, organisation_id):
    """rows(pasted): what each line becomes."""

    def read(pasted):
        with app.test_request_context("/"):
            lines = lines_in(pasted)
            return rows_of(lines, EntryReader(organisation_id, PlanYear(2026, SCHOOL), lines))

    return read


def fields(page):
    """The preview's form as it would be sent."""
    sent = {
        html.unescape(name): html.unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"\s+value="([^"]*)"', page)
    }
    for name, options in re.findall(r'<select[^>]* name="([^"]+)">(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return {name: value for name, value in sent.items() if "-" in name}


def test_lines_lists_tables_and_prose_become_rows(rows):
    found = rows(LINES)
    assert [(row.kind, row.text, row.when) for row in found] == [
        ("aim", "Kaikille työpaikka", ""),
        ("action", "Vierailu Leipomo Kultakuoressa", "maaliskuu 2027"),
        ("action", "Messut", "12.3.2027–14.3.2027"),
        ("action", "Palautesoitot", "tammikuu 2027"),
        ("aim", "Ilman aikaa", ""),
        ("action", "Ohjausryhmä", "tammikuu 2027"),
    ], "last year's days are this year's, a month alone is of what follows"
    assert (found[1].contact, found[1].second, found[1].partners) == ("Maija Koskela", "Olli Rantanen", "Leipomo Kultakuori Ky")
    visit, fair = rows(TABLE)
    assert visit == Row(
        "action", "Vierailu, Huom: bussilla", "maaliskuu 2027", "Maija Koskela", "", "Leipomo Kultakuori Ky", "everyday"
    )
    assert (fair.when, fair.contact, fair.partners) == ("joskus", "Pekka Muu", "Tuntematon Oy"), "what is not understood is kept"
    assert [(row.text, row.when) for row in rows(WEB)] == [("Vierailu", "maaliskuu 2027"), ("Messut", "huhtikuu 2027")]
    assert [row.when for row in rows(PROSE)] == ["maaliskuu 2027", "huhtikuu 2027"]
    assert [row.partners for row in rows(PROSE)] == ["Leipomo Kultakuori Ky", ""]
    tabs = rows("Vierailu\tmaaliskuu\tMaija\nMessut\thuhtikuu\tOlli")
    assert [(row.text, row.contact) for row in tabs] == [("Vierailu", "Maija Koskela"), ("Messut", "Olli Rantanen")]


def test_what_a_table_says_beyond_its_fields_goes_on_the_text(rows):
    [fair] = rows("Toimenpide\tTaso\nMessut\tKultataso")
    assert (fair.text, fair.tier) == ("Messut, Taso: Kultataso", "")
    [without_text] = rows("Toimenpide\tMilloin\tKuka\n\tmaaliskuu\tOlli")
    assert (without_text.text, without_text.when, without_text.contact) == ("", "maaliskuu 2027", "Olli Rantanen")
    assert [row.kind for row in rows("Tavoite\tToimenpide\nTyöpaikkoja\t")] == ["aim"]
    dates = ("12/3", "12.3.", "12 mars", "12. maaliskuuta")
    assert {row.when for row in rows("\n".join(["Toimenpide\tMilloin", *(f"Messut\t{day}" for day in dates)]))} == {"12.3.2027"}
    head = "Toimenpide\tYritys\n"
    [known_and_not] = rows(f"{head}Messut\tLeipomo Kultakuori, Saha Uusi Oy ja Kahvila Kerttuli")
    assert known_and_not.partners == "Leipomo Kultakuori Ky; Kahvila Kerttuli Ky; Saha Uusi Oy"
    assert known_and_not.text == "Messut"
    [with_more] = rows(f"{head}Messut\tLeipomo Kultakuori (Anna Leipä)")
    assert (with_more.partners, with_more.text) == ("Leipomo Kultakuori Ky", "Messut, Yritys: Leipomo Kultakuori (Anna Leipä)")


def test_what_came_of_last_years_action_is_not_said_of_this_years(rows):
    head = "Toimenpide\tMilloin\tToteutui\n"
    for day, outcome in (("12.3.2026", ""), ("12.3.2027", "Hyvin")):
        [fair] = rows(f"{head}Messut\t{day}\tHyvin")
        assert (fair.when, fair.text, fair.outcome) == ("12.3.2027", "Messut", outcome)


def test_a_plan_is_pasted_looked_through_and_saved_as_one_act(college, plan, undo_last):
    page = college.post(PASTE, {"pasted": LINES})
    assert page.status_code == 200
    assert plan.listed() == [], "nothing is saved yet"
    sent = fields(page.text)
    assert college.post(SAVE, {**sent, "kind-5": "nothing", "contact-2": "Matkailutiimi"}).status_code == 303
    actions = {action.text: action for action in plan.listed()}
    assert actions.keys() == {"Vierailu Leipomo Kultakuoressa", "Messut", "Palautesoitot"}
    assert {action.aim_id for action in actions.values()} == {1}
    assert (actions["Messut"].contact, actions["Messut"].team_id) == ("Matkailutiimi", 1)
    undo_last(college)
    assert plan.listed() == []
    assert plan.aim().is_archived


def test_what_cannot_be_is_said_at_its_line_and_all_that_was_typed_stays(college, plan):
    sent = fields(college.post(PASTE, {"pasted": TABLE}).text)
    answer = college.post(SAVE, sent)
    assert answer.status_code == 422
    assert 'id="when-1-error"' in answer.text
    assert fields(answer.text) == sent
    answer = college.post(SAVE, {**sent, "when-1": "huhtikuu"})
    assert 'id="partners-1-error"' in answer.text
    answer = college.post(SAVE, {**sent, "when-1": "maaliskuu 2101", "partners-1": ""})
    assert 'id="when-1-error"' in answer.text, "what is too far away has its line too"
    assert college.post(SAVE, {**sent, "text-0": "x" * 201}).status_code == 422
    assert college.post(SAVE, {"kind-0": "nothing"}).status_code == 422
    assert college.post(SAVE, {}).status_code == 422
    assert plan.listed() == []
    assert college.post(SAVE, {**sent, "kind-1": "nothing"}).status_code == 303
    assert [action.text for action in plan.listed()] == ["Vierailu, Taso: Arki, Huom: bussilla"], "no tier's name in English"


def test_too_many_lines_are_told_and_stay_in_the_field(college, plan):
    lines = "\n".join(f"Toimenpide {number}, maaliskuu" for number in range(301))
    answer = college.post(PASTE, {"pasted": lines})
    assert answer.status_code == 422
    assert "Toimenpide 300, maaliskuu</textarea>" in answer.text
    answer = college.post(PASTE, {"pasted": lines.rpartition("\n")[0]})
    assert college.post(SAVE, fields(answer.text)).status_code == 303
    assert len(plan.listed()) == 300
    assert college.post(PASTE, {"pasted": " \n "}).status_code == 422


def test_a_year_is_copied_from_its_page(college, plan):
    plan.add("Vierailu", team_id=1)
    assert "Vierailu" in college.get("plan/copy/?year=2026-27&team=1").text
    answer = college.post("plan/copy/?year=2026-27&team=1")
    assert answer.status_code == 303
    assert "year=2027-28" in answer.location
    assert college.post("plan/copy/?year=2026-27&team=1").status_code == 422
    assert college.post("plan/copy/?year=2026-27&team=all").status_code == 422


def test_many_lines_ask_as_often_as_few(college, plan, statements):
    def paste(count):
        lines = "\n".join(f"Vierailu {number}, maaliskuu, Kahvila Kerttuli, Maija" for number in range(count))
        preview = []
        asked = statements(lambda: preview.append(college.post(PASTE, {"pasted": lines})), "SELECT")
        sent = {**fields(preview[0].text), "partners-1": "Leipomo Kultakuori, Kahvila Kerttuli"}
        return asked, statements(lambda: college.post(SAVE, sent), "SELECT")

    def copy(start):
        return statements(lambda: plan.copy(PlanYear(start, SCHOOL), team_id=1), "SELECT")

    few, few_copied = paste(5), copy(2026)
    many, many_copied = paste(50), copy(2026)
    assert len(plan.listed()) == 55
    for asked_by_many, asked_by_few in zip((*many, many_copied), (*few, few_copied), strict=True):
        assert asked_by_many <= asked_by_few + 5, "what is kept for half a minute may be read again"
