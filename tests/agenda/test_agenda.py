"""One's week on the overview, and a team's meeting."""

import html
import re
from datetime import timedelta

from sqlalchemy import select

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.encounters.models import Encounter
from lti_tool.plan.models import Action
from tests.days import today


def day(ahead):
    return (today() + timedelta(days=ahead)).isoformat()


def week_of(visitor):
    return visitor.get("").text.partition('<h2 id="steps">')[2].partition("</ul>")[0]


def test_ones_week_tells_what_is_late_first_and_is_ticked_off_in_place(college, met, olli):
    met(2, 30, next_step="Soita näytöistä", next_on=day(3), contact="Maija Koskela")
    met(3, 30, next_step="Lähetä kutsu", next_on=day(-5), contact="Maija Koskela")
    met(3, 30, next_step="Joskus keväällä", next_on=day(60), contact="Maija Koskela")
    met(2, 30, next_step="Ollin oma", next_on=day(1), contact="Olli Rantanen")
    met(1, 200)
    week = week_of(college)
    places = [week.index(text) for text in ("key meeting", "Lähetä kutsu", "Soita näytöistä")]
    assert places == sorted(places)
    assert re.findall('<span class="late">(late) ', week) == ["late", "late"], "a word, not a colour alone"
    assert "Joskus keväällä" not in week
    assert "Ollin oma" not in week
    assert "Ollin oma" in week_of(olli)
    assert "key meeting" not in week_of(olli)  # a list about a person is that person's own
    assert college.post("encounters/2/done", {"back": college.base}).status_code == 303
    assert "Lähetä kutsu" not in week_of(college)


def test_a_team_goes_through_what_was_done_what_is_coming_needs_and_candidates(college, met, olli, correct):
    met(1, 10, need="Kesätyöntekijöitä rantakahvilaan", next_step="Sovi perehdytys", next_on=day(20), contact="Olli Rantanen")
    met(3, 10, next_step="Toisen tiimin asia", next_on=day(20))
    met(1, 90, need="Vanha tarve")
    correct(2, could_deepen="1")
    page = olli.get("agenda/teams/1").text
    for told in ("Käytiin täällä 1", "Kesätyöntekijöitä rantakahvilaan", "Sovi perehdytys", "Leipomo Rinne Oy"):
        assert told in page
    coming = '<h2 id="coming">'
    assert "Olli Rantanen" not in page.partition(coming)[2].partition("</ul>")[0]
    assert "Olli Rantanen" in college.get("agenda/teams/1").text.partition(coming)[2].partition("</ul>")[0]
    for other in ("Toisen tiimin asia", "Vanha tarve", "Käytiin täällä 3"):
        assert other not in page
    whole = olli.get("agenda/").text
    assert "Toisen tiimin asia" in whole
    assert (
        "Olli Rantanen" not in whole.partition('<h2 id="coming">')[2].partition("</ul>")[0]
    )  # who is late is told in one's team
    visits = page.partition('<h2 id="done">')[2].partition("</ul>")[0]
    assert "Maija" not in visits  # what is done is the team's


def test_an_agreement_is_told_of_thirty_days_before(college):
    typed = {"url": "https://sopimus.example/1", "kind": "partnership", "starts_on": day(-100), "review_on": day(25)}
    assert college.post("agreements/of/1/new", typed).status_code == 303
    assert "agreement to be looked at" in week_of(college)
    assert "agreement to be looked at" in college.get("agenda/teams/1").text


def test_a_review_that_stands_in_the_plan_is_told_once_until_it_was_done(college, undo_last):
    typed = {"url": "https://sopimus.example/1", "kind": "partnership", "starts_on": day(-100), "review_on": day(5)}
    assert college.post("agreements/of/1/new", typed).status_code == 303
    link = next(
        one for one in re.findall(r'href="([^"]*actions/new\?[^"]*)"', college.get("partners/1").text) if "review-" in one
    )
    form = college.get(html.unescape(link).partition(college.base)[2]).text
    sent_to = html.unescape(re.search(r'action="([^"]*actions/new\?[^"]*)"', form)[1]).partition(college.base)[2]
    sent = {"text": "Katsotaan yhdessä", "when": day(5), "contact": "Maija Koskela", "partners": "Kahvila Kerttuli", "team": "1"}
    assert college.post(sent_to, sent).status_code == 303
    for page in (week_of(college), college.get("agenda/teams/1").text):
        assert "Katsotaan yhdessä" in page
        assert "agreement to be looked at" not in page
    undo_last(college)
    assert "agreement to be looked at" in week_of(college)
    undo_last(college)
    assert college.post("plan/actions/1", {"state": "done", "version": "3"}).status_code == 303
    assert "agreement to be looked at" in week_of(college), "until somebody says that it was reviewed"


def test_an_end_that_comes_near_is_told_although_the_review_before_it_stands_in_the_plan(college, change):
    """The action is the review; nobody has planned what comes of the agreement's end."""
    typed = {"url": "https://sopimus.example/1", "starts_on": day(-300), "review_on": day(3), "ends_on": day(31)}
    assert college.post("agreements/of/1/new", {**typed, "kind": "partnership"}).status_code == 303
    sent = {"text": "Katsotaan yhdessä", "when": day(3), "contact": "Maija Koskela", "partners": "", "team": "1"}
    assert college.post("plan/actions/new?source=review-1", sent).status_code == 303
    assert "agreement to be looked at" not in week_of(college)
    change(Agreement, ends_on=today() + timedelta(days=30))
    assert "agreement to be looked at" in week_of(college)
    change(Agreement, ends_on=today() - timedelta(days=1))
    assert "agreement to be looked at" in week_of(college), "it has lapsed"


def test_an_action_that_is_over_hides_no_review(college, change):
    """Last year's was not ticked off; the review was held, and the next one is due."""
    typed = {"url": "https://sopimus.example/1", "kind": "partnership", "starts_on": day(-300), "review_on": day(3)}
    assert college.post("agreements/of/1/new", typed).status_code == 303
    sent = {"text": "Katsotaan yhdessä", "when": day(3), "contact": "Maija Koskela", "partners": "", "team": "1"}
    assert college.post("plan/actions/new?source=review-1", sent).status_code == 303
    assert "agreement to be looked at" not in week_of(college)
    change(Action, starts_on=today(), ends_on=today())
    assert "agreement to be looked at" not in week_of(college), "it is today"
    change(Action, starts_on=today() - timedelta(days=1), ends_on=today() - timedelta(days=1))
    assert "agreement to be looked at" in week_of(college)


def test_an_agreement_is_told_to_who_has_the_partner(college, olli):
    typed = {"url": "https://sopimus.example/1", "kind": "partnership", "starts_on": day(-100), "review_on": day(5)}
    assert college.post("agreements/of/3/new", typed).status_code == 303
    assert "agreement to be looked at" not in week_of(college)
    assert "agreement to be looked at" in week_of(olli)


def test_an_agreement_that_is_due_later_is_not_this_weeks(college):
    typed = {"url": "https://sopimus.example/1", "kind": "partnership", "starts_on": day(-100), "review_on": day(35)}
    assert college.post("agreements/of/1/new", typed).status_code == 303
    assert "agreement to be looked at" not in week_of(college)
    assert "agreement to be looked at" in college.get("agenda/teams/1").text


def test_what_was_agreed_in_a_test_is_mine_until_it_is_done(college, olli):
    college.post("assessments/", {"subject": "Kahvila Kerttuli", "statement_set": "periods"})
    typed = {"text": "Perehdytys uusiksi", "contact": "Maija Koskela", "due_on": day(2)}
    assert college.post("assessments/1/agreed", typed).status_code == 303
    assert "Perehdytys uusiksi" in week_of(college)
    assert "Perehdytys uusiksi" not in week_of(olli)
    assert "Perehdytys uusiksi" in olli.get("agenda/teams/1").text
    assert college.post("assessments/1/agreed", {**typed, "text": "Palaute", "due_on": day(90)}).status_code == 303
    assert "Palaute" not in week_of(college), "that is for later"
    answer = college.post("assessments/agreed/1/done", {"back": college.base})
    assert answer.location == college.base
    assert "Perehdytys uusiksi" not in week_of(college)


def test_what_was_agreed_in_a_test_that_was_archived_is_nobodys(college):
    college.post("assessments/", {"subject": "Kahvila Kerttuli", "statement_set": "periods"})
    typed = {"text": "Perehdytys uusiksi", "contact": "Maija Koskela", "due_on": day(2)}
    assert college.post("assessments/1/agreed", typed).status_code == 303
    college.post("assessments/1/archive")
    assert "Perehdytys uusiksi" not in week_of(college)


def test_a_visit_that_was_taken_away_is_not_told_at_the_teams_meeting(college, met):
    met(1, 10, need="Väärä tarve")
    assert "Väärä tarve" in college.get("agenda/teams/1").text
    college.post("encounters/1/archive")
    page = college.get("agenda/teams/1").text.partition('<h2 id="done">')[2]
    assert "Käytiin täällä 1" not in page
    assert "Väärä tarve" not in page


def test_a_decision_becomes_an_action_on_the_spot(college):
    meeting = f"{college.base}agenda/teams/1"
    soon = today() + timedelta(days=10)
    answer = college.post("plan/?team=1", {"line": "Visit Kahvila Kerttuli, March, Olli", "back": meeting})
    assert answer.location == meeting, answer.text
    assert "Planned: " in college.get("agenda/teams/1").text
    college.post("plan/?team=1", {"line": f"Call everyone, {soon.day}.{soon.month}.{soon.year}", "back": meeting})
    page = college.get("agenda/teams/1").text
    assert "Call everyone" in page.partition('<h2 id="coming">')[2]
    college.post("plan/actions/2", {"state": "done", "version": "1", "back": meeting})
    assert "Call everyone" in college.get("agenda/teams/1").text.partition('<h2 id="done">')[2].partition("</ul>")[0]


def test_a_decision_that_says_no_day_comes_back_to_the_meeting_with_its_line(college):
    for path, query in (("agenda/teams/1", "team=1"), ("agenda/", "team=college")):
        meeting = college.base + path
        answer = college.post(f"plan/?{query}", {"line": "Visit Kahvila & Kerttuli, Olli", "back": meeting})
        assert answer.status_code == 303
        again = college.get(answer.location.partition(college.base)[2]).text
        assert 'id="line-error"' in again
        assert 'value="Visit Kahvila &amp; Kerttuli, Olli"' in again
        line_form = again.partition("plan-line")[2]
        assert re.search(r'name="back" value="([^"]+)"', line_form)[1] == meeting, "the next one leads to it without the line"
        refused = college.post(f"plan/?{query}", {"line": "x" * 401, "back": meeting})
        again = college.get(refused.location.partition(college.base)[2]).text
        assert "At most 400 characters." in again
        assert "x" * 400 in again
    answer = college.post("plan/?team=1", {"line": "Visit, March", "back": f"{college.base}agenda/teams/1"})
    assert answer.location == f"{college.base}agenda/teams/1"


def test_what_was_done_is_told_by_the_day_on_which_it_was_done(app, college):
    college.post("plan/?team=1", {"line": "Perehdytys, 1.8.2024–30.9.2024, Maija"})
    assert "Perehdytys" in week_of(college)
    college.post("plan/actions/1", {"state": "done", "version": "1"})
    assert "Perehdytys" in college.get("agenda/teams/1").text.partition('<h2 id="done">')[2].partition("</ul>")[0]


def test_what_moves_into_the_plan_is_told_once_and_comes_back_with_the_undo(app, college, met, undo_last):
    met(3, 30, next_step="Soita näytöistä", next_on=day(3), contact="Maija Koskela")
    college.post("assessments/", {"subject": "Kahvila Kerttuli", "statement_set": "periods"})
    typed = {"text": "Perehdytys uusiksi", "contact": "Maija Koskela", "due_on": day(2)}
    assert college.post("assessments/1/agreed", typed).status_code == 303
    for page, text, notice in (
        ("partners/3", "Soita näytöistä", "The next step moved into the plan."),
        ("assessments/1", "Perehdytys uusiksi", "What was agreed moved into the plan."),
    ):
        link = next(one for one in re.findall(r'href="([^"]*actions/new\?[^"]*)"', college.get(page).text) if "source=" in one)
        address = html.unescape(link).partition(college.base)[2]
        form = college.get(address)
        sent_to = html.unescape(re.search(r'action="([^"]*actions/new\?[^"]*)"', form.text)[1]).partition(college.base)[2]
        sent = {"text": text, "when": day(4), "contact": "Maija Koskela", "partners": "Hotelli Seutu"}
        assert college.post(sent_to, {**sent, "when": ""}).status_code == 422
        assert college.post(sent_to, sent).status_code == 303
        assert notice in html.unescape(college.get("plan/").text)
        assert week_of(college).count(text) == 2, "the action and what is read out with its Done"
        assert "source=" not in college.get(page).text
        undo_last(college)
        assert "source=" in college.get(page).text, "both come back"
        assert college.post(sent_to, sent).status_code == 303
    assert "(no longer open)" in college.get("partners/3").text
    assert college.post(sent_to, sent).status_code == 422, "it stands there already: one is asked (below)"
    with app.app_context():
        assert db.session.scalar(select(Encounter.done_on)) is None, "nobody was in contact for that"


def test_a_step_that_was_seen_to_meanwhile_is_planned_only_if_one_says_so_again(app, college, olli, met):
    met(3, 30, next_step="Soita näytöistä", next_on=day(3), contact="Maija Koskela")
    with app.app_context():
        step = db.session.scalar(select(Encounter.id).where(Encounter.next_step == "Soita näytöistä"))
    sent = {"text": "Soita näytöistä", "when": day(4), "contact": "Maija Koskela", "partners": "Hotelli Seutu"}
    first = olli.post(f"plan/actions/new?source=step-{step}", sent)
    assert first.status_code == 303
    refused = college.post(f"plan/actions/new?source=step-{step}", sent)
    assert refused.status_code == 422
    assert "This was seen to meanwhile." in refused.text
    assert "Soita näytöistä" in refused.text
    again = html.unescape(re.search(r'action="([^"]*actions/new[^"]*)"', refused.text)[1]).partition(college.base)[2]
    assert "source" not in again
    assert college.post(again, sent).status_code == 303


def test_an_action_of_some_time_says_when_it_ends_and_one_of_a_day_its_day(college):
    soon = today() + timedelta(days=5)
    college.post("plan/?team=1", {"line": f"Messut, {soon.day}.{soon.month}.{soon.year}, Maija"})
    assert "ends" not in week_of(college)
    college.post("plan/?team=1", {"line": f"Perehdytys, 1.8.2024–{soon.day}.{soon.month}.{soon.year}, Maija"})
    assert week_of(college).count("ends") == 1
    college.post("plan/?team=1", {"line": "Kooste, 1.8.2024–30.9.2024, Maija"})
    assert week_of(college).count("ended") == 1


def test_a_meeting_goes_through_what_its_own_team_has_done_in_the_last_two_months(college, change):
    def done():
        return college.get("agenda/teams/1").text.partition('<h2 id="done">')[2].partition("</ul>")[0]

    assert college.post("teams/", {"name": "Leipomotiimi"}).status_code == 303
    for number, (team, text) in enumerate(((1, "Perehdytys"), (1, "Poistettu"), (2, "Toisen tiimin asia")), 1):
        college.post(f"plan/?team={team}", {"line": f"{text}, 1.8.2024–30.9.2024"})
        assert college.post(f"plan/actions/{number}", {"state": "done", "version": "1"}).status_code == 303
    college.post("plan/actions/2/archive")
    assert [text for text in ("Perehdytys", "Poistettu", "Toisen tiimin asia") if text in done()] == ["Perehdytys"]
    for days_ago, is_told in ((60, True), (61, False)):
        change(Action, done_on=today() - timedelta(days=days_ago))
        assert ("Perehdytys" in done()) == is_told, days_ago
