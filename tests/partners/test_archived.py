"""Partners that stand in no tier any more: found in a list, marked, and put back by one press."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.partners import queries


def put_back(visitor):
    """Press the button at the head of the partner's page."""
    head = visitor.get("partners/1").text.partition('id="partner-head"')[2].partition("</dl>")[0]
    assert "Put back on the list" in head
    return visitor.post(re.search(r'action="[^"]*/(undo/\d+)"', head)[1])


def test_one_that_was_archived_is_put_back_with_its_words(maija, rows):
    maija.add()
    maija.post("partners/rows/1/archive")
    assert ">Archived</span>" in maija.get("partners/1").text
    assert put_back(maija).status_code == 303
    assert rows()[0][2:] == ("Oppimisjaksot", "Maija Koskela", False)
    assert "Put back" not in maija.get("partners/1").text


def test_one_whose_addition_was_undone_is_put_back_too(maija, rows):
    maija.add()
    maija.post("undo/1")
    put_back(maija)
    assert rows()[0][2:] == ("Oppimisjaksot", "Maija Koskela", False)


def test_one_whose_partnership_has_ended_is_put_back_too(maija, rows):
    maija.add()
    maija.post("partners/rows/1/end", {"ends_on": "1.10.2026", "end_reason": "Muutto", "version": "1"})
    assert put_back(maija).status_code == 303
    assert rows()[0][2:] == ("Oppimisjaksot", "Maija Koskela", False)


def test_they_have_a_list_of_their_own(maija, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    for number, name in enumerate(("Ahti Oy", "Ceres Oy", "Bertta Oy", "Delta Oy"), start=1):
        maija.add(name)
        if number != 4:
            maija.post(f"partners/rows/{number}/archive")
    first = maija.get("partners/archived").text
    assert re.findall(r'partners/\d+">(\w+) Oy', first) == ["Ahti", "Bertta"]
    after = re.search(r'archived\?after=([^"]+)"', first)[1]
    assert re.findall(r'partners/\d+">(\w+) Oy', maija.get(f"partners/archived?after={after}").text) == ["Ceres"]


@pytest.mark.parametrize(("age", "offered"), [(timedelta(hours=7), True), (timedelta(hours=9), False)])
def test_an_addition_of_long_ago_is_not_undone_beside_its_line(maija, app, age, offered):
    maija.add()
    maija.get()  # what was done a moment ago is told with its undo
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(update(ChangeSet).values(created_at=db.now() - age))
    assert ("/undo/1" in maija.get("partners/1").text) == offered


def test_an_addition_of_long_ago_that_was_undone_can_be_brought_back(maija, app):
    maija.add()
    assert maija.post("undo/1").status_code == 303
    maija.get()
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(update(ChangeSet).values(created_at=db.now() - timedelta(days=20)))
    assert "/undo/2" in maija.get("partners/1").text


def test_nor_is_an_own_method_of_long_ago_but_its_correction_is(maija, app):
    form = {"tier": "everyday", "title": "Oma keino", "text": "Näin"}
    maija.post("methods/own/new", form)
    maija.post("methods/own/1/edit", {**form, "title": "Uusi keino", "version": "1"})
    maija.get()
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(update(ChangeSet).values(created_at=db.now() - timedelta(days=20)))
    page = maija.get("methods/own/1").text
    assert "/undo/2" in page
    assert "/undo/1" not in page
