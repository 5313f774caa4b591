"""The critical-points test for staff: beginning, answering, both sides compared, earlier rounds."""

import re

import pytest
from sqlalchemy import event, select, update

from lti_tool import db
from lti_tool.assessment.models import Assessment
from lti_tool.assessment.picture import WIDTH, picture_of, place
from lti_tool.assessment.results import Compared, PhaseResult, Scores, talk_first
from lti_tool.assessment.statements import questionnaire
from lti_tool.errors import RuleBroken
from lti_tool.people.models import Person
from tests.assessment.conftest import ASKED, KEYS, Outsider

FIRST, SECOND = KEYS[:2]
ASKED_IN_ENGLISH = questionnaire("en").asked("periods")
PHASE = ASKED_IN_ENGLISH.phases[0]


def table(page):
    """The rows of the first table: phase -> the texts of its cells."""
    rows = re.findall(r'<tr>\s*<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', page.text, re.DOTALL)
    return {
        head.removeprefix("<span>").split("<")[0].strip(): re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)
        for head, cells in rows
    }


def words_in(cell):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", cell)).strip()


def test_both_sides_are_compared_by_phase_and_statement(maija, olli, visit, begin, make_link, app):
    number = begin()
    for who, score in ((maija, "2"), (olli, "4"), (visit("sami", language="en"), "3")):
        who.post(f"assessments/{number}/answer", {FIRST: score, f"{FIRST}-comment": "Kuka vastaa?" if who is maija else ""})
    Outsider(app, make_link(number)).send(**{FIRST: "5", f"{FIRST}-comment": "Ei tiedetä"})
    page = maija.get(f"assessments/{number}")
    assert table(page)[PHASE.title] == ["3.0", "5.0", "+2.0"]
    statement = table(page)[PHASE.statements[0].text]
    assert words_in(statement[0]) == "3.0 2–4"
    assert "Kuka vastaa?" in page.text
    assert "Ei tiedetä" in page.text
    assert "answers: ours 3, the partner's 1" in page.text
    first = page.text.partition('id="first"')[2].partition("</section>")[0]
    assert first.count('scope="row"') == 1
    assert PHASE.statements[0].text in first


def test_nothing_of_ours_is_shown_before_three_have_answered_but_what_we_say_together(maija, olli, begin):
    """No figure, no comment and no spread about one of us, or two."""
    number = begin()
    for who in (maija, olli):
        who.post(f"assessments/{number}/answer", {FIRST: "1", f"{FIRST}-comment": "Vain minä"})
    page = maija.get(f"assessments/{number}")
    assert "once 3 of us have answered" in page.text
    assert table(page) == {}
    assert "Vain minä" not in page.text
    olli.post(f"assessments/{number}/answer?together=1", {FIRST: "4", f"{FIRST}-comment": "Yhdessä sanottu"})
    page = maija.get(f"assessments/{number}")
    assert table(page)[PHASE.title] == ["4.0", "–", "–"]
    assert words_in(table(page)[PHASE.statements[0].text][0]) == "4.0"
    assert "Yhdessä sanottu" in page.text
    assert "Vain minä" not in page.text
    assert "ours 2, the partner's 0 · answered together" in words_in(page.text)
    maija.post(f"assessments/{number}/answer?together=1", {FIRST: "5", "version": "1"})
    assert table(maija.get(f"assessments/{number}"))[PHASE.title][0] == "5.0"


def test_a_statement_that_fewer_than_three_have_scored_tells_nothing_also_not_by_its_phase(maija, olli, visit, begin):
    number = begin()
    for who in (maija, olli, visit("sami", language="en")):
        who.post(f"assessments/{number}/answer", {FIRST: "4"} | ({SECOND: "1"} if who is olli else {}))
    page = maija.get(f"assessments/{number}")
    assert table(page)[PHASE.title][0] == "4.0"
    assert words_in(table(page)[PHASE.statements[1].text][0]) == "–"


def test_no_name_stands_beside_answers(maija, olli, begin):
    number = begin()
    olli.post(f"assessments/{number}/answer", {FIRST: "1", f"{FIRST}-comment": "Sanottavaa"})
    olli.post(f"assessments/{number}/answer?together=1", {FIRST: "1", f"{FIRST}-comment": "Sanottavaa"})
    page = re.sub("<datalist.*?</datalist>", "", maija.get(f"assessments/{number}").text)  # who may see to something
    assert "Sanottavaa" in page
    assert "Olli" not in page


def test_one_answers_once_and_can_change_it(maija, begin):
    number = begin()
    maija.post(f"assessments/{number}/answer", {FIRST: "1"})
    form = maija.get(f"assessments/{number}/answer").text
    assert re.search(rf'name="{FIRST}" value="1" checked', form)
    maija.post(f"assessments/{number}/answer", {FIRST: "5"})
    assert "ours 1" in maija.get(f"assessments/{number}").text
    assert re.search(rf'name="{FIRST}" value="5" checked', maija.get(f"assessments/{number}/answer").text)


def test_answers_are_undone_and_given_again(maija, begin):
    number = begin()
    answer = maija.post(f"assessments/{number}/answer", {FIRST: "1"})
    undo = re.findall(r"undo/\d+", maija.request("GET", answer.location).text)[0]
    maija.post(undo)
    assert "Nobody has answered yet" in maija.get(f"assessments/{number}").text
    assert maija.post(f"assessments/{number}/answer", {FIRST: "5"}).status_code == 303  # otherwise than before
    assert "ours 1" in maija.get(f"assessments/{number}").text


def test_who_has_answered_by_two_accounts_is_one_of_us(app, visit, maija, olli, begin):
    """Else three answers of two people would be shown, and each could read the other's out of them."""
    number = begin()
    pirjo = visit("pirjo", language="en")
    for visitor, score in ((maija, "1"), (olli, "3"), (pirjo, "5")):
        visitor.post(f"assessments/{number}/answer", {FIRST: score})
    assert "Talk about these first" in maija.get(f"assessments/{number}").text
    with app.app_context():
        ids = dict(db.session.execute(select(Person.name, Person.id)).all())
        values = {"joined_to_id": ids["Maija Koskela"]}
        db.session.execute(update(Person.__table__).where(Person.__table__.c.name == "Olli Rantanen").values(values))
        db.session.commit()
    page = maija.get(f"assessments/{number}").text
    assert "ours 2" in page
    assert "Talk about these first" not in page


def test_an_archived_test_stays_archived_whatever_is_chosen(maija, begin):
    number = begin()
    form = maija.get(f"assessments/{number}")
    version = re.search(r'name="version" value="([^"]+)"', form.text.partition('id="phases"')[0].rpartition("<form")[2])[1]
    maija.post(f"assessments/{number}/archive")
    answer = maija.post(f"assessments/{number}/phases", {"phases": ASKED.phases[0].key, "version": version})
    assert answer.status_code in (409, 422)
    assert "archived" in maija.get(f"assessments/{number}").text


@pytest.mark.parametrize("value", ["0", "6", "-1", "1.5", "x", "1; DROP TABLE", "٣"])
def test_answers_out_of_range_are_told_beside_their_statement_and_the_rest_is_kept(maija, begin, value):
    number = begin()
    answer = maija.post(f"assessments/{number}/answer", {FIRST: value, KEYS[1]: "4", f"{KEYS[1]}-comment": "Säilyy"})
    assert answer.status_code == 422
    assert f'id="{FIRST}-error"' in answer.text
    assert re.search(rf'name="{KEYS[1]}" value="4" checked', answer.text)
    assert "Säilyy" in answer.text
    assert "Nobody has answered yet" in maija.get(f"assessments/{number}").text


def test_too_long_a_comment_is_told_beside_its_statement(maija, begin):
    answer = maija.post(f"assessments/{begin()}/answer", {FIRST: "4", f"{FIRST}-comment": "x" * 501})
    assert answer.status_code == 422
    assert f'id="{FIRST}-error"' in answer.text


def test_a_comment_may_have_five_hundred_characters(maija, begin):
    path = f"assessments/{begin()}/answer"
    assert maija.post(path, {FIRST: "4", f"{FIRST}-comment": "x" * 500}).status_code == 303
    assert "x" * 500 in maija.get(path).text


def test_a_spread_is_told_only_where_people_differ():
    assert Scores((3, 3), (3, 3)).spread is None
    assert Scores((3,), (4, 2, 3)).spread == (2, 4)
    assert Scores(()).spread is None


def test_the_five_that_differ_most_come_first_then_those_that_people_of_one_side_see_otherwise_then_low_ones():
    def one(key, ours, theirs, apart=()):
        return Compared(key, key, Scores(ours, apart), Scores(theirs))

    agreed = [one("all-well", (5,), (5,)), one("well", (4,), (4,))]
    talked = [one("differ", (5,), (2,)), one("apart", (4,), (4,), (3, 4, 5)), one("low", (2,), (2,))]
    more = [one(f"a bit {number}", (4,), (5,)) for number in range(3)]
    found = talk_first([PhaseResult(agreed[0], tuple(agreed + more[:1])), PhaseResult(agreed[1], tuple(talked))])
    assert [each.key for each in found] == ["differ", "a bit 0", "apart", "low"]
    assert len(talk_first([PhaseResult(agreed[0], tuple(talked + more))])) == 5


def test_an_empty_sheet_is_not_taken(maija, begin):
    answer = maija.post(f"assessments/{begin()}/answer", {f"{FIRST}-comment": "Vain sanoja"})
    assert answer.status_code == 422
    assert "Vain sanoja" in answer.text


@pytest.mark.parametrize("subject", ["", "  ", "x" * 201])
def test_a_test_needs_a_subject(maija, subject):
    answer = maija.post("assessments/", {"subject": subject})
    assert answer.status_code == 422
    assert 'id="subject-error"' in answer.text


def test_a_partners_name_leads_to_the_partner_and_its_page_to_the_test(maija, begin):
    maija.add("Leipomo Kultakuori Oy")
    number = begin("leipomo  kultakuori oy")
    assert "/partners/1" in maija.get(f"assessments/{number}").text
    assert f"/assessments/{number}" in maija.get("partners/1").text
    assert "Leipomo Kultakuori Oy" in maija.get("assessments/").text


def test_earlier_rounds_of_the_same_subject_are_compared_by_the_statements_that_stayed(maija, begin, change):
    first = begin("Hotellitiimi")
    change(Assessment, edition=1)
    other = begin("Toinen tiimi")
    second = begin("hotellitiimi")
    gone = "answered-within-days"
    for number, scores in ((first, {FIRST: "2", gone: "1"}), (other, {FIRST: "5"}), (second, {FIRST: "4", SECOND: "5"})):
        maija.post(f"assessments/{number}/answer?together=1", scores)
    earlier = maija.get(f"assessments/{second}").text.partition('id="earlier"')[2].partition("<h3>")[2]
    rows = dict(re.findall(r'<th scope="row"><span>([^<]*)</span>(.*?)</tr>', earlier, re.DOTALL))
    assert "by 3 of 5 statements" in words_in(rows[PHASE.title])
    assert words_in(rows[PHASE.title]).endswith("2.0 → 4.0 – → –")
    assert "not asked then" not in earlier
    assert PHASE.statements[1].text in earlier
    assert "with other words" in earlier
    assert "earlier" not in re.findall(r'id="(\w+)"', maija.get(f"assessments/{other}").text)
    old = maija.get(f"assessments/{first}").text
    assert "answered within a few working days" in old
    assert "Completely true" in old


def test_an_archived_round_is_no_earlier_one_and_not_on_the_partners_page(maija, begin):
    maija.add("Leipomo Kultakuori Oy")
    first, second = begin("Leipomo Kultakuori Oy"), begin("Leipomo Kultakuori Oy")
    for number in (first, second):
        maija.post(f"assessments/{number}/answer?together=1", {FIRST: "2"})
    assert 'id="earlier"' in maija.get(f"assessments/{second}").text
    maija.post(f"assessments/{first}/archive")
    assert 'id="earlier"' not in maija.get(f"assessments/{second}").text
    assert f'/assessments/{first}"' not in maija.get("partners/1").text.partition('id="history"')[0]


def test_what_we_answer_together_leaves_the_partners_answers_alone(maija, begin, make_link, app):
    number = begin()
    Outsider(app, make_link(number)).send(**{FIRST: "2"})
    maija.post(f"assessments/{number}/answer?together=1", {FIRST: "5"})
    assert table(maija.get(f"assessments/{number}"))[PHASE.title][:2] == ["5.0", "2.0"]


def test_archiving_and_its_undo(maija, begin):
    number = begin()
    maija.post(f"assessments/{number}/archive")
    page = maija.get("assessments/").text
    assert ">Hotellitiimi<" not in page
    maija.post(re.search(r"undo/\d+", page)[0])
    assert ">Hotellitiimi<" in maija.get("assessments/").text


def test_script_is_only_text(maija, begin):
    evil = "<script>alert(1)</script>"
    number = begin(evil)
    maija.post(f"assessments/{number}/answer", {FIRST: "4", f"{FIRST}-comment": evil})
    for path in ("assessments/", f"assessments/{number}", f"assessments/{number}/answer"):
        assert "<script>alert" not in maija.get(path).text


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_each_language_has_the_same_statements(language):
    def shape(questions):
        return [
            (one.key, phase.key, each.key, each.since, each.until)
            for one in questions.sets
            for phase in one.phases
            for each in phase.statements
        ]

    found = questionnaire(language)
    assert shape(found) == shape(questionnaire("fi"))
    assert len({line[2] for line in shape(found)}) == len(shape(found))
    assert [len(found.asked(one.key).keys) for one in found.sets] == [30, 13, 11]
    assert len(found.asked("periods", edition=1).keys) == 28
    assert len(found.scale) == len(found.former_scale) == 5


@pytest.mark.parametrize("name", ["periods", "development", "students"])
def test_the_paper_holds_every_statement_and_no_tier(maija, name):
    page = maija.get(f"assessments/paper?set={name}").text
    body = page.partition("<main")[2].partition("</main")[0]
    for phase in questionnaire("en").asked(name).phases:
        for statement in phase.statements:
            assert statement.text.replace("'", "&#39;") in body
    assert "partnership" not in body.lower()
    assert ("What should be mended first?" in body) == (name == "students")


def test_the_paper_leaves_out_phases_and_stands_nonsense(maija):
    page = maija.get("assessments/paper?set=nothing&without=agreeing&without=x").text
    assert PHASE.title in page
    assert ASKED_IN_ENGLISH.phases[1].title not in page


def test_the_picture_lays_1_left_and_5_right():
    assert place(1) < place(3) < place(5) < WIDTH
    assert place(3) == WIDTH / 2
    picture = picture_of(Compared("k", "t", Scores((1, 3)), Scores(())))
    assert (picture.college, picture.partner) == (place(2), None)


def test_the_form_counts_and_not_the_address(maija, begin):
    maija.add("Kahvila Kerttuli Ky")
    answer = maija.post("assessments/?subject=Kahvila+Kerttuli+Ky", {"subject": "Hotellitiimi"})
    assert "Hotellitiimi" in maija.request("GET", answer.location).text


def test_only_the_one_who_answered_takes_it_back(maija, olli, begin):
    number = begin()
    maija.post(f"assessments/{number}/answer", {FIRST: "4"})
    olli.post("undo/2")
    assert "ours 1" in maija.get(f"assessments/{number}").text
    maija.post("undo/2")
    assert "Nobody has answered yet" in maija.get(f"assessments/{number}").text


def test_an_archived_test_takes_no_answers_and_makes_no_links(maija, begin):
    number = begin()
    maija.post(f"assessments/{number}/archive")
    assert maija.post(f"assessments/{number}/answer", {FIRST: "4"}).status_code == 422
    assert maija.post(f"assessments/{number}/links", {"language": "fi"}).status_code == 303
    assert "Not used yet" not in maija.get(f"assessments/{number}").text
    assert "Nobody has answered yet" in maija.get(f"assessments/{number}").text


def test_a_conflict_without_a_form_is_said_in_words(maija, begin, monkeypatch):
    """A rule refuses an act that has no form of its own."""
    number = begin()

    def refuse(*_anything):
        raise RuleBroken("version", "A colleague has just changed this.")

    monkeypatch.setattr(Assessment, "refresh", refuse)
    answer = maija.post(f"assessments/{number}/archive", {"back": maija.base + f"assessments/{number}"})
    assert answer.status_code == 303
    monkeypatch.undo()
    assert "A colleague has just changed this." in maija.request("GET", answer.location).text


def test_the_list_counts_answers_without_reading_them(maija, olli, begin, app):
    numbers = [begin(f"Tiimi {n}") for n in range(2)]
    for who in (maija, olli):
        who.post(f"assessments/{numbers[0]}/answer", {FIRST: "4"})
    sent = []
    engine = app.extensions["hoitomalli_engines"]["reading"]
    event.listen(engine, "before_cursor_execute", lambda *args: sent.append(args[2]))
    page = maija.get("assessments/").text
    assert page.count("answers: ours 2,")
    assert not any("answer_sheet.answers" in statement for statement in sent)


def test_the_first_answers_are_saved_as_the_page_sends_them(maija, begin):
    path = f"assessments/{begin()}/answer"
    version = re.search(r'name="version" value="(\d*)"', maija.get(path).text)[1]
    assert maija.post(path, {FIRST: "4", "version": version}).status_code == 303
    assert re.search(rf'name="{FIRST}" value="4" checked', maija.get(path).text)


@pytest.fixture
def two_windows(maija, begin):
    """One's answers as two windows have opened them: the address and what each of the two would send."""
    path = f"assessments/{begin()}/answer"
    maija.post(path, {FIRST: "1", SECOND: "1"})
    version = re.search(r'name="version" value="(\d+)"', maija.get(path).text)[1]
    return path, {FIRST: "1", SECOND: "1", "version": version}


def test_what_one_answers_in_two_windows_is_joined(maija, two_windows):
    path, form = two_windows
    maija.post(path, {**form, FIRST: "5"})
    assert maija.post(path, {**form, SECOND: "4"}).status_code == 303
    answers = maija.get(path).text
    assert re.search(rf'name="{FIRST}" value="5" checked', answers)
    assert re.search(rf'name="{SECOND}" value="4" checked', answers)


def test_the_same_statement_answered_otherwise_in_two_windows_is_asked(maija, two_windows):
    path, form = two_windows
    maija.post(path, {**form, FIRST: "5", f"{FIRST}-comment": "Toisessa ikkunassa"})
    asked = maija.post(path, {**form, FIRST: "3"})
    assert asked.status_code == 409
    assert "Saved meanwhile: 5 Toisessa ikkunassa" in asked.text
    assert re.search(rf'name="{FIRST}" value="3" checked', asked.text)
    version = re.search(r'name="version" value="(\d+)"', asked.text)[1]
    assert maija.post(path, {**form, FIRST: "3", "version": version}).status_code == 303
    assert re.search(rf'name="{FIRST}" value="3" checked', maija.get(path).text)
