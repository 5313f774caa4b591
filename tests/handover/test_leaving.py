"""Who has left is marked where named and not chosen any more; a launch takes the mark back."""

import pytest

from tests.encounters.conftest import logged
from tests.handover.conftest import give, said, value_of


@pytest.fixture
def left(olli, maija, person):
    """Olli, of whom Maija has said that he is no longer with us; his partner is still his."""
    olli.add("Ahti Oy", "Veneily")
    mark(maija, person("Olli Rantanen"))
    said(maija)
    return maija


def mark(visitor, whom, has_left="1", version=None):
    page = visitor.get(f"handover/?person={whom.id}")
    version = value_of(page, "version") if version is None else version
    return visitor.post(f"handover/people/{whom.id}/left", {"has_left": has_left, "version": version})


def test_who_has_left_is_marked_where_named(left):
    for page in ("partners/", "partners/1", "tiers/everyday", "handover/?name=Olli+Rantanen"):
        assert "o longer with us" in left.get(page).text, page


def test_also_as_deputy_as_taker_of_a_step_and_in_a_team(left, olli, person, maija):
    maija.post("teams/", {"name": "Matkailutiimi"})
    olli.open("olli", language="en")
    olli.post("teams/1/join")
    maija.add("Leipomo Oy")
    values = {"name": "Leipomo Oy", "description": "Oppimisjaksot", "contact": "Maija Koskela", "version": "1.1"}
    maija.post("partners/rows/2", {**values, "deputy": "Olli Rantanen"})
    maija.post("partners/2/log", logged(next_step="Soita", contact="Olli Rantanen"))
    assert "no longer with us" not in maija.get("partners/2").text
    mark(maija, person("Olli Rantanen"))
    said(maija)
    page = maija.get("partners/2").text
    assert page.count("no longer with us") == 2
    assert "no longer with us" in maija.get("teams/1").text


def test_peers_25_only_people_still_here_can_be_picked(left, contacts, app):
    app.extensions["contact_suggestions"][0].clear()  # what is offered may be half a minute old
    assert '<option value="Olli Rantanen">' not in left.get("partners/").text
    answer = left.add("Leipomo Oy", contact="Olli Rantanen")
    assert answer.status_code == 422
    assert "Olli Rantanen is no longer with us. Choose somebody else." in answer.text
    assert left.add("Leipomo Oy", contact="Olli R.").status_code == 422
    assert contacts() == {"Ahti Oy": "Olli Rantanen"}


@pytest.mark.parametrize("field", ["contact", "deputy", "manager"])
def test_it_is_said_at_each_field_of_a_row(left, field):
    left.add("Leipomo Oy", tier="strategic")
    values = {"name": "Leipomo Oy", "description": "Uusi", "contact": "Maija Koskela", "version": "1.1", field: "Rantanen Olli"}
    answer = left.post("partners/rows/2", values)
    assert answer.status_code == 422
    assert "no longer with us. Choose somebody else." in answer.text
    assert "Rantanen Olli" in answer.text


def test_it_is_said_of_a_next_step(left):
    answer = left.post("partners/1/log", logged(next_step="Soita", contact="Olli Rantanen"))
    assert answer.status_code == 422
    assert "no longer with us. Choose somebody else." in answer.text


def test_a_row_that_names_one_is_corrected_without_touching_the_name(left, contacts):
    values = {"name": "Ahti Oy", "description": "Purjehdus", "contact": "Olli Rantanen", "version": "1.1"}
    assert left.post("partners/rows/1", values).status_code == 303
    assert contacts() == {"Ahti Oy": "Olli Rantanen"}


def test_also_where_something_is_written_behind_the_name(olli, maija, person, contacts):
    maija.add("Ahti Oy", "Veneily", contact="Olli Rantanen, 0501")
    mark(maija, person("Olli Rantanen"))
    values = {"name": "Ahti Oy", "description": "Purjehdus", "contact": "Olli Rantanen, 0501", "version": "1.1"}
    assert maija.post("partners/rows/1", values).status_code == 303
    assert contacts() == {"Ahti Oy": "Olli Rantanen, 0501"}
    typed_anew = maija.post("partners/rows/1", {**values, "contact": "Olli Rantanen, 0502", "version": "1.2"})
    assert typed_anew.status_code == 422
    assert "no longer with us" in typed_anew.text


def test_who_has_left_takes_nothing_over_and_joins_no_team(left, contacts):
    left.add("Leipomo Oy")
    answer = give(left, "", "Olli Rantanen")
    assert answer.status_code == 422
    assert "no longer with us" in answer.text
    left.post("teams/", {"name": "Matkailutiimi"})
    answer = left.post("teams/1/members", {"member": "Olli Rantanen"})
    assert answer.status_code == 422
    assert "no longer with us" in answer.text
    assert '<option value="Olli Rantanen">' not in left.get("teams/1").text


def test_who_is_here_is_meant_before_a_namesake_who_has_left(left, another, ids):
    new = another("Olli Rantanen")
    assert left.add("Leipomo Oy", contact="Olli Rantanen").status_code == 303
    assert ids()["Leipomo Oy"] == new


def test_the_mark_is_undone_and_stands_in_the_history(left, person, undo_last):
    page = left.get("handover/?name=Olli+Rantanen").text
    assert "Marked as no longer with us" in page
    undo_last(left)
    assert not person("Olli Rantanen").has_left


def test_the_mark_is_taken_back_by_hand(left, person):
    mark(left, person("Olli Rantanen"), "")
    assert not person("Olli Rantanen").has_left
    assert said(left)[-1] == "Olli Rantanen is with us again."


def test_peers_25_a_launch_takes_the_mark_back_and_who_returns_gets_theirs_back(left, olli, person, contacts):
    give(left, "name=Olli+Rantanen", "Maija Koskela")
    assert contacts() == {"Ahti Oy": "Maija Koskela"}
    olli.open("olli", language="en")
    assert not person("Olli Rantanen").has_left
    page = olli.get()
    assert "1 partner of yours went to Maija Koskela." in page.text
    assert "With us again" in olli.get("handover/").text
    undo = page.text.partition("Take them back")[0].rpartition("/undo/")[2].partition('"')[0]
    olli.post(f"undo/{undo}")
    assert contacts() == {"Ahti Oy": "Olli Rantanen"}
    assert "of yours went to" not in olli.get().text


def test_a_student_of_a_closed_course_is_not_back(left, olli, person, visit):
    visit("olli", course_id=3)
    assert person("Olli Rantanen").has_left


def test_who_comes_back_in_the_middle_is_not_marked_by_an_older_page(left, olli, person, contacts):
    whom = person("Olli Rantanen")
    mark(left, whom, "")
    page = left.get("handover/?name=Olli+Rantanen")
    mark(left, whom)
    olli.open("olli", language="en")
    form = {"receiver": "Maija Koskela", "lines": "contact-1", "has_left": ["", "1"], "version": value_of(page, "version")}
    answer = left.post("handover/?name=Olli+Rantanen", form)
    assert answer.status_code == 409
    assert "has come back meanwhile" in answer.text
    assert 'value="Maija Koskela"' in answer.text
    assert contacts() == {"Ahti Oy": "Olli Rantanen"}
    assert mark(left, whom, version=value_of(page, "version")).status_code == 303
    assert "has come back meanwhile" in said(left)[-1]
    assert not person("Olli Rantanen").has_left
    form["version"] = value_of(answer, "version")
    assert left.post("handover/?name=Olli+Rantanen", form).status_code == 303
    assert person("Olli Rantanen").has_left


def test_marking_beside_a_colleague_says_so(left, person):
    answer = mark(left, person("Olli Rantanen"), "", version="1")
    assert answer.status_code == 303
    assert person("Olli Rantanen").has_left


def test_peers_26_the_address_of_a_leavers_view_goes_on_working(left):
    page = left.get("partners/?contact=Olli+Rantanen")
    assert page.status_code == 200
    assert "Ahti Oy" in page.text
    link = page.text.partition("/to/list/")[2].partition('"')[0].replace("&amp;", "&")
    assert "who=" in link
    answer = left.request("GET", f"/to/list/{link}")
    assert answer.status_code == 303
    assert "contact=Olli+Rantanen" in answer.location


def test_the_team_is_asked_who_goes_on(left, undo_last):
    left.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    assert "Who takes over?" not in left.get().text, "Olli has neither a row nor a place in it"
    values = {"name": "Ahti Oy", "description": "Veneily", "contact": "Olli Rantanen", "version": "1.1", "team": "1"}
    assert left.post("partners/rows/1", values).status_code == 303
    asked = "Olli Rantanen is no longer with us. Who takes over?"
    assert asked in left.get().text
    assert asked in left.get("teams/1").text
    left.post("partners/rows/1/archive")
    assert asked not in left.get().text
    undo_last(left)
    assert asked in left.get().text
    give(left, "name=Olli+Rantanen", "Maija Koskela")
    assert asked not in left.get().text


def test_only_the_team_of_who_has_left_is_asked(left, olli):
    left.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    left.post("teams/", {"name": "Hotellitiimi", "is_member": ""})
    for act in ("teams/1/join", "teams/1/leave", "teams/2/join"):
        olli.post(act)
    assert "Who takes over?" in left.get("teams/2").text
    for page in ("", "teams/1"):
        assert "Who takes over?" not in left.get(page).text


def test_who_was_never_let_in_is_shown_nowhere(left, another):
    student = another("", is_staff=False)
    assert left.get(f"handover/?person={student}").status_code == 404
    assert left.post(f"handover/people/{student}/left", {"has_left": "1", "version": "1"}).status_code == 404
    assert left.post("handover/same?name=Olli+Rantanen", {"same": str(student)}).status_code == 404
