"""A name as text is tied to a colleague for all rows; a colleague's old account is joined with the new one."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.assessment.models import AnswerSheet
from lti_tool.history.models import ChangeSet
from lti_tool.people.models import Person
from lti_tool.teams.models import Membership
from tests.assessment.conftest import KEYS
from tests.encounters.conftest import day, logged
from tests.handover.conftest import give, said, ticked


@pytest.fixture
def texts(maija):
    """Rows with a name as text, of somebody who has not opened the tool: in use, archived, with a number, as deputy, of a step."""
    maija.add("Ahti Oy", contact="Olli Rantanen")
    maija.add("Leipomo Oy", contact="Rantanen Olli")
    maija.add("Arkistoitu Oy", contact="Olli Rantanen")
    maija.post("partners/rows/3/archive")
    maija.add("Kahvila Oy")
    values = {"name": "Kahvila Oy", "description": "Oppimisjaksot", "contact": "Maija Koskela", "version": "1.1"}
    maija.post("partners/rows/4", {**values, "deputy": "Olli Rantanen"})
    maija.post("partners/4/log", logged(next_step="Soita", next_on=day(2), contact="Olli Rantanen"))
    return maija


def test_a_name_is_tied_to_the_colleague_in_all_rows_and_undone(texts, visit, ids, rows, steps, person, undo_last):
    visit("olli")
    olli = person("Olli Rantanen").id
    page = texts.get("handover/?name=Olli+Rantanen")
    assert "Tie them to Olli Rantanen" in page.text
    answer = texts.post(f"handover/same?person={olli}", {"same": str(olli)})
    assert answer.status_code == 303
    assert ids() == {"Ahti Oy": olli, "Leipomo Oy": olli, "Arkistoitu Oy": olli, "Kahvila Oy": person("Maija Koskela").id}
    assert rows()[-1] == ("Kahvila Oy", ("Maija Koskela", "Olli Rantanen", ""))
    assert "Tie them" not in texts.get("handover/?name=Olli+Rantanen").text
    undo_last(texts)
    assert set(ids().values()) == {None, person("Maija Koskela").id}


def test_a_name_that_is_written_otherwise_is_tied_by_the_field(texts, visit, ids, person, rows):
    texts.add("Hotelli Oy", contact="Oltsu, puh 040 123")
    visit("olli")
    answer = texts.post("handover/same?name=Oltsu,+puh+040+123", {"receiver": "Olli Rantanen", "same": ""})
    assert answer.status_code == 303
    assert ids()["Hotelli Oy"] == person("Olli Rantanen").id
    assert dict(rows())["Hotelli Oy"][0] == "Olli Rantanen, puh 040 123"
    assert ids()["Ahti Oy"] is None  # another name


def test_a_team_is_nobody_to_be_tied_to(texts):
    texts.post("teams/", {"name": "Matkailutiimi"})
    answer = texts.post("handover/same?name=Olli+Rantanen", {"receiver": "Matkailutiimi", "same": ""})
    assert answer.status_code == 422
    assert "A team is not one person" in answer.text


def test_another_colleges_person_is_not_found(texts, other_college, person):
    other_college("maija")
    theirs = person("Maija Koskela").id
    assert texts.post("handover/same?name=Olli+Rantanen", {"same": str(theirs)}).status_code == 404


@pytest.fixture
def anew(olli, maija, another, person):
    """Olli's old account has a partner, a step and a team; a new one has been made in Moodle. Gives the ids of both."""
    olli.add("Ahti Oy")
    olli.add("Arkistoitu Oy")
    olli.post("partners/rows/2/archive")
    olli.post("partners/1/log", logged(next_step="Soita", contact="Olli Rantanen"))
    olli.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    old = person("Olli Rantanen").id
    return old, another("Olli Rantanen")


def members(app):
    with app.app_context():
        return set(db.session.scalars(select(Membership.person_id).where(Membership.is_archived.is_(False))))


def test_accounts_are_joined_in_one_act_and_undone(anew, maija, ids, app, undo_last, contacts):
    old, new = anew
    page = maija.get("handover/?name=Olli+Rantanen").text
    assert "Olli Rantanen (newer account)" in page
    assert "join the accounts" in maija.get(f"handover/?person={old}").text
    assert maija.post(f"handover/same?person={old}", {"same": str(new)}).status_code == 303
    assert ids() == {"Ahti Oy": new, "Arkistoitu Oy": new}
    assert members(app) == {new}
    assert "older account" not in maija.get(f"handover/?person={new}").text
    assert ticked(maija.get("handover/?name=Olli+Rantanen")) == ["contact-1", "step-1"]
    assert maija.add("Leipomo Oy", contact="Olli Rantanen").status_code == 303
    assert ids()["Leipomo Oy"] == new
    maija.post("partners/rows/3/archive")
    assert undo_last(maija).status_code == 303
    assert maija.post("undo/" + act_id(app, "handover.join")).status_code == 303
    assert ids()["Ahti Oy"] == old
    assert members(app) == {old}


def act_id(app, act):
    with app.app_context():
        return str(db.session.scalar(select(ChangeSet.id).where(ChangeSet.act == act)))


def test_what_is_undone_after_accounts_were_joined_is_the_new_accounts(anew, maija, ids, steps, app, undo_last):
    """A hand-over of before: its lines would stand at an account that nobody looks at. The join itself is undone to the old one."""
    old, new = anew
    assert give(maija, f"person={old}", "Maija Koskela").status_code == 303
    maija.post(f"handover/same?person={old}", {"same": str(new)})
    assert maija.post("undo/" + act_id(app, "handover.give")).status_code == 303
    assert ids() == {"Ahti Oy": new, "Arkistoitu Oy": new}
    assert ticked(maija.get(f"handover/?person={new}")) == ["contact-1", "step-1"]
    undo_last(maija)
    assert ids()["Ahti Oy"] not in (old, new)
    maija.post("undo/" + act_id(app, "handover.join"))
    assert ids()["Arkistoitu Oy"] == old


def test_saved_views_follow_from_account_to_account_and_back(anew, maija, olli, visit, person, undo_last):
    old, new = anew
    olli.post("partners/views", {"view_name": "Tapaamatta", "query": "met=never"})

    def is_shown(visitor):
        said(visitor)
        return "Tapaamatta" in visitor.get("partners/").text

    maija.post(f"handover/same?person={old}", {"same": str(new)})
    assert not is_shown(maija)
    maija.post(f"handover/same?person={new}", {"same": str(person("Maija Koskela").id)})
    assert is_shown(maija)
    assert visit("sami").post("partners/views/1/forget").status_code == 404
    undo_last(maija)
    assert not is_shown(maija)
    assert maija.post("partners/views/1/forget").status_code == 404
    undo_last(maija)
    assert maija.post("partners/views/1/forget").status_code == 303
    assert not is_shown(maija)
    undo_last(maija)
    olli.open("olli", language="en")
    assert is_shown(olli)
    assert not is_shown(maija)


def test_what_the_old_account_has_done_is_ones_own_by_the_new_one(maija, olli, visit, person, app):
    """Olli's account becomes Maija's: what was told, answered, logged and worked on by it."""
    sami = visit("sami", language="en")
    maija.add("Kahvila Oy")
    sami.add("Ahti Oy")
    sami.add("Leipomo Oy")
    sami.post("assessments/", {"subject": "Hotellitiimi"})
    statement = KEYS[0]
    olli.post("partners/rows/1", {"name": "Kahvila Oy", "description": "Näytöt", "contact": "Maija Koskela", "version": "1.1"})
    olli.post("assessments/1/answer", {statement: "2"})
    olli.post("partners/3/log", logged())
    give(sami, "name=Sami+Tuomola", "Olli Rantanen", lines=["contact-2"])
    assert "Leipomo Oy" not in maija.get("log").text
    notice = re.search(r"handover/notices/\d+", olli.get().text)[0]
    assert maija.get(notice).status_code == 404
    old = person("Olli Rantanen").id
    sami.post(f"handover/same?person={old}", {"same": str(person("Maija Koskela").id)})

    assert "You got 1 partner" in maija.get().text
    assert "Ahti Oy" in maija.get(notice).text
    assert sami.get(notice).status_code == 404
    assert maija.post(f"{notice}/seen").status_code == 303
    assert "You got 1 partner" not in maija.get().text
    assert "Leipomo Oy" in maija.get("log").text
    assert f'name="{statement}" value="2" checked' in maija.get("assessments/1/answer").text
    sami.post("undo/" + act_id(app, "assessment.answer"))
    assert "Only the one who has done this" in sami.get("teams/").text
    maija.post("undo/" + act_id(app, "assessment.answer"))
    assert "ours 0" in maija.get("assessments/1").text
    maija.post("assessments/1/answer", {statement: "2"})
    assert "ours 1" in maija.get("assessments/1").text
    with app.app_context():
        assert len(db.session.scalars(select(AnswerSheet.id).where(AnswerSheet.id > 0)).all()) == 1
    maija.post("undo/1")
    assert "is gone again" in maija.get("teams/").text


def test_who_opens_the_old_account_again_is_chosen_again(anew, maija, olli, app):
    old, new = anew
    maija.post(f"handover/same?person={old}", {"same": str(new)})
    olli.open("olli", language="en")
    with app.app_context():
        assert db.session.get(Person, old).joined_to_id is None


def test_joined_twice_or_both_ways_is_refused(anew, maija):
    old, new = anew
    maija.post(f"handover/same?person={old}", {"same": str(new)})
    for whose, same in ((old, new), (new, old)):
        answer = maija.post(f"handover/same?person={whose}", {"same": str(same)})
        assert answer.status_code == 422
        assert "joined these accounts meanwhile" in answer.text


def test_no_name_is_tied_to_an_account_that_was_joined_meanwhile(anew, maija, ids):
    old, new = anew
    maija.add("Leipomo Oy", contact="Oltsu")
    maija.post(f"handover/same?person={old}", {"same": str(new)})
    answer = maija.post("handover/same?name=Oltsu", {"same": str(old)})
    assert answer.status_code == 422
    assert "joined these accounts meanwhile" in answer.text
    assert ids()["Leipomo Oy"] is None


def test_the_accounts_of_one_person_are_erased_together(anew, maija, visit, app):
    """Whichever of them an admin has opened; one's own old account is oneself."""
    old, new = anew
    maija.post(f"handover/same?person={old}", {"same": str(new)})
    admin = visit("pirjo", language="en")
    for account in (old, new):
        page = admin.get(f"personal-data/people/{account}/erase").text
        assert "Erased along with it, as the same person" in page
        assert "3 lines stand in this name" not in page
        assert "2 lines stand in this name" in page
    assert admin.post(f"personal-data/people/{old}/erase", {"is_sure": "1"}).status_code == 303
    with app.app_context():
        assert all(db.session.get(Person, account).is_erased for account in anew)


def test_to_an_account_of_the_same_name_the_other_one_is_meant(anew, maija, ids):
    old, new = anew
    answer = maija.post(f"handover/?person={old}", {"receiver": "Olli Rantanen", "lines": ["contact-1"], "version": "1"})
    assert answer.status_code == 303
    assert ids()["Ahti Oy"] == new


def test_several_of_one_name_are_told(anew, maija, another):
    maija.add("Leipomo Oy")
    answer = maija.post("handover/", {"receiver": "Olli Rantanen", "lines": ["contact-3"], "version": "1"})
    assert answer.status_code == 422
    assert "Several colleagues have this name." in answer.text
