"""Teams: added, shown, corrected, archived; names as people write them; the college's fields of training."""

import html
import re

import pytest

from lti_tool import teams
from lti_tool.teams.models import joined_key

NAME = "Matkailutiimi"
A_WITH_DOTS = "A\u0308"  # decomposed


@pytest.fixture
def tourism(maija, add):
    add(maija, NAME, "Matkailuala")
    maija.get("teams/")  # the notice is seen
    return maija


def main(page):
    return html.unescape(page.text.partition("<main")[2])


def edit(visitor, version="1", **values):
    return visitor.post("teams/1/edit", {"name": NAME, "field": "Matkailuala", "version": version, **values})


def test_who_adds_a_team_belongs_to_it_and_finds_it_first(maija, olli, add, kept):
    add(olli, "Aatetiimi")
    answer = add(maija, NAME, "Matkailuala")
    assert answer.status_code == 303
    assert kept() == [("Aatetiimi", "", ["Olli Rantanen"]), (NAME, "Matkailuala", ["Maija Koskela"])]
    page = main(maija.get("teams/"))
    assert page.index("My teams") < page.index(f">{NAME}<") < page.index("Other teams") < page.index(">Aatetiimi<")
    assert re.findall(r'data-label="Members">(\d+)<', page) == ["1", "1"]


def test_who_has_left_a_team_is_not_counted_and_has_none_of_ones_own(tourism, olli):
    for act, counted in (("join", ["2"]), ("leave", ["1"])):
        olli.post(f"teams/1/{act}")
        assert re.findall(r'data-label="Members">(\d+)<', main(tourism.get("teams/"))) == counted
    assert "My teams" not in main(olli.get("teams/"))


def test_without_the_tick_one_adds_a_team_for_others(maija, add, kept):
    add(maija, is_member=None)
    assert kept() == [(NAME, "", [])]


def test_the_tick_is_there_and_what_was_refused_keeps_it_as_it_was(maija, add):
    tick = 'id="is_member" name="is_member" type="checkbox"'
    assert re.search(f"checked {tick}", maija.get("teams/").text)
    refused = add(maija, "", is_member=None)
    assert f"<input {tick}" in refused.text


def test_a_page_names_the_members_the_field_and_what_was_done(tourism):
    page = main(tourism.get("teams/1"))
    paper = re.sub(r'<(\w+)[^>]*class="[^"]*no-print[^"]*".*?</\1>', "", page, flags=re.DOTALL)
    assert re.search(r'<p class="only-print">[^<]+, \d\d/\d\d/\d{4}</p>', paper), "whose it is, and of which day"
    assert "The team's partners" not in paper, "no link that leads nowhere on paper"
    assert f"<h1>{NAME}</h1>" in page
    assert "Matkailuala" in page
    assert "Maija Koskela" in page.partition('id="members"')[2].partition("</ul>")[0]
    past = page.partition('id="history"')[2]
    assert re.search(r"Field of training:\s*<span[^>]*><ins>Matkailuala</ins>", past), "by its name, not its id"


def test_a_feature_above_adds_its_part_to_a_page(app, tourism, monkeypatch):
    monkeypatch.setitem(teams.page_parts, "a test", app.jinja_env.from_string("<p>Part of {{ team.name }}</p>"))
    assert f"<p>Part of {NAME}</p>" in tourism.get("teams/1").text


@pytest.mark.parametrize(
    "name",
    [
        NAME,
        "MATKAILUTIIMI",
        "  Matkailu   tiimi ",
        "Matkailu-tiimi",
        "Matkailu – tiimi",
        "matkailu\u00adtiimi",
        "matkailu\u200btiimi",
    ],
)
def test_one_name_is_one_team_however_it_is_written(tourism, add, kept, name):
    refused = add(tourism, name, "Ravintola-ala")
    assert refused.status_code == 422
    assert 'id="name-error"' in refused.text
    assert f"There is a team of this name already: {NAME}." in refused.text
    assert 'value="Ravintola-ala"' in refused.text
    assert len(kept()) == 1


def test_a_decomposed_letter_is_the_letter(maija, add, kept):
    add(maija, "Ääkköstiimi")
    assert add(maija, f"{A_WITH_DOTS}äkköstiimi").status_code == 422
    assert add(maija, "Aakkostiimi").status_code == 303, "å, ä and ö are letters of their own"


def test_what_differs_stays_apart():
    for one, other in [
        ("Ay-tiimi", "SR-tiimi"),
        ("Ryhmä 1–2", "Ryhmä 12"),
        ("Tiimi Oy", "Tiimi"),
        ("Laatu tiimi", "Tiimi laatu"),
    ]:
        assert joined_key(one) != joined_key(other)


@pytest.mark.parametrize("name", ["", "   ", "🎉🎉", "–", "x" * 201, "x" * 10_000, "\u202e"])
def test_a_name_that_is_none_is_refused_beside_its_field_and_kept(maija, add, kept, name):
    refused = add(maija, name, "Matkailuala", is_member=None)
    assert refused.status_code == 422
    assert 'id="name-error"' in refused.text
    assert f'value="{" ".join(name.split())}"' in refused.text
    assert 'value="Matkailuala"' in refused.text
    assert kept() == []


@pytest.mark.parametrize("field", ["🎉🎉", "–", "x" * 201])
def test_a_field_that_is_none_is_refused_beside_it(maija, add, kept, field):
    refused = add(maija, NAME, field)
    assert refused.status_code == 422
    assert 'id="field-error"' in refused.text
    assert f'value="{NAME}"' in refused.text
    assert kept() == []


@pytest.mark.parametrize(
    "name", ["Tiimi 🎉", "צוות תיירות", "Ääkkös & öykkäri -tiimi", f"{A_WITH_DOTS}iti", "<script>x</script>"]
)
def test_a_name_stays_as_it_was_typed(maija, add, kept, name):
    assert add(maija, name).status_code == 303
    assert kept()[0][0] == name
    page = maija.get("teams/1")
    assert html.escape(name) in page.text
    assert "<script>x" not in page.text + maija.get("teams/").text


def test_a_correction_its_undo_and_the_undo_of_that(tourism, kept, fields, undo_last):
    assert edit(tourism, name="Elämystiimi", field="Elämysala").status_code == 303
    assert kept() == [("Elämystiimi", "Elämysala", ["Maija Koskela"])]
    assert fields() == ["Elämysala"]
    undo_last(tourism)
    assert kept() == [(NAME, "Matkailuala", ["Maija Koskela"])]
    assert fields() == ["Matkailuala"]
    undo_last(tourism)
    assert kept() == [("Elämystiimi", "Elämysala", ["Maija Koskela"])]
    assert fields() == ["Elämysala"]
    assert re.search(r"<del>Matkailuala</del> → <ins>Elämysala</ins>", tourism.get("teams/1").text)


def test_a_form_without_a_field_leaves_it_as_it_is(tourism, kept):
    tourism.post("teams/1/edit", {"name": "Elämystiimi", "version": "1"})
    assert kept() == [("Elämystiimi", "Matkailuala", ["Maija Koskela"])]
    edit(tourism, version="2", name="Elämystiimi", field="")
    assert kept() == [("Elämystiimi", "", ["Maija Koskela"])]


def test_nothing_changed_is_no_act(tourism):
    edit(tourism)
    assert "was saved" not in tourism.get("teams/1").text


def test_a_team_keeps_its_name_in_another_spelling_but_takes_no_others(tourism, add, kept):
    add(tourism, "Laatutiimi")
    refused = edit(tourism, name="laatu tiimi")
    assert refused.status_code == 422
    assert 'id="name-error"' in refused.text
    assert 'value="laatu tiimi"' in refused.text
    assert edit(tourism, name="Matkailu-tiimi").status_code == 303
    assert [team[0] for team in kept()] == ["Matkailu-tiimi", "Laatutiimi"]


def test_two_at_one_team_are_put_together_field_by_field(tourism, olli, kept):
    edit(olli, field="Ravintola-ala")
    assert edit(tourism, name="Elämystiimi").status_code == 303
    assert kept() == [("Elämystiimi", "Ravintola-ala", ["Maija Koskela"])]


def test_two_at_one_field_are_asked(tourism, olli, kept):
    edit(olli, field="Ravintola-ala", name="Ollin tiimi")
    asked = edit(tourism, field="Elämysala")
    assert asked.status_code == 409
    assert "Theirs: Ravintola-ala" in asked.text
    assert 'value="Elämysala"' in asked.text
    assert 'value="Ollin tiimi"' in asked.text, "what was not touched is brought up to date"
    assert kept() == [("Ollin tiimi", "Ravintola-ala", ["Maija Koskela"])]
    assert edit(tourism, version="2", field="Elämysala", name="Ollin tiimi").status_code == 303
    assert kept() == [("Ollin tiimi", "Elämysala", ["Maija Koskela"])]


def test_an_archived_team_is_off_the_list_and_comes_back_whole(tourism, olli, kept, fields, undo_last):
    olli.post("teams/1/join")
    tourism.post("teams/1/archive")
    assert kept() == []
    assert fields() == []
    page = main(tourism.get("teams/"))
    assert f">{NAME}<" in page.partition("Archived teams")[2]
    assert f">{NAME}<" not in page.partition("Archived teams")[0]
    assert "Put back in use" in tourism.get("teams/1").text
    undo_last(olli)
    assert "Archived teams" not in main(tourism.get("teams/"))
    assert kept() == [(NAME, "Matkailuala", ["Maija Koskela", "Olli Rantanen"])]
    assert fields() == ["Matkailuala"]


def test_the_button_of_an_archived_team_puts_it_back(tourism, kept):
    tourism.post("teams/1/archive")
    before = tourism.get("teams/1").text.partition("Put back in use")[0]
    tourism.post(re.findall(r"undo/\d+", before)[-1])
    assert kept() == [(NAME, "Matkailuala", ["Maija Koskela"])]


def test_the_name_of_an_archived_team_is_free_and_then_taken(tourism, add, kept, undo_last):
    tourism.post("teams/1/archive")
    assert add(tourism, "Matkailu-tiimi").status_code == 303
    tourism.post("undo/2")
    assert "cannot be undone" in tourism.get("teams/").text
    assert [team[0] for team in kept()] == ["Matkailu-tiimi"]
    refused = edit(tourism, version="2")
    assert refused.status_code == 422
    assert "There is a team of this name already: Matkailu-tiimi." in refused.text


def test_who_saves_what_a_colleague_has_archived_is_told_and_may_bring_it_back(tourism, olli, kept):
    olli.post("teams/1/archive")
    asked = edit(tourism, name="Elämystiimi")
    assert asked.status_code == 409
    assert "A colleague has archived this team meanwhile." in asked.text
    assert kept() == []
    edit(tourism, version="2", name="Elämystiimi")
    assert kept() == [("Elämystiimi", "Matkailuala", ["Maija Koskela"])]


def test_undoing_an_addition_takes_away_what_came_with_it_and_brings_it_back(tourism, kept, fields, undo_last):
    undo_last(tourism)
    assert (kept(), fields()) == ([], [])
    undo_last(tourism)
    assert kept() == [(NAME, "Matkailuala", ["Maija Koskela"])]
    assert fields() == ["Matkailuala"]


def test_a_field_that_another_team_has_stays_on_the_list(tourism, olli, add, kept, fields):
    add(olli, "Hotellitiimi", "matkailu-ala")
    assert kept()[1][1] == "Matkailuala", "the same field"
    tourism.post("undo/1")
    assert fields() == ["Matkailuala"]
    assert [team[0] for team in kept()] == ["Hotellitiimi"]


def test_a_field_that_left_the_list_is_the_same_again_when_it_comes_back(tourism, fields, app):
    edit(tourism, field="Matkaliuala")
    edit(tourism, version="2", field="matkailuala")
    assert fields() == ["Matkailuala"]
    assert '<option value="Matkailuala">' in tourism.get("teams/1/edit").text
    assert "Matkaliuala" not in tourism.get("teams/").text


@pytest.mark.parametrize("number", ["2", "0", "99999999999999999999"])
def test_a_team_that_is_not_there_is_not_found(tourism, number):
    for path in (f"teams/{number}", f"teams/{number}/edit"):
        assert tourism.get(path).status_code == 404
    for path in ("join", "leave", "members", "archive"):
        assert tourism.post(f"teams/{number}/{path}").status_code == 404
