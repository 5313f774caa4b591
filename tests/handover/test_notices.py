"""*You got 14 partners*: told to whom it concerns, with exactly these behind it, until it is put aside."""

import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from tests.encounters.conftest import logged
from tests.handover.conftest import give, said


@pytest.fixture
def given(olli, maija):
    """Olli has two partners in three rows, and a next step; Maija one of her own."""
    olli.add("Ahti Oy", "Veneily")
    olli.add("Leipomo Oy", "Näytöt")
    olli.post("partners/development/add", {"partner_id": "1", "description": "Kehitetään", "contact": "Olli Rantanen"})
    olli.post("partners/1/log", logged(next_step="Soita", contact="Olli Rantanen"))
    maija.add("Maijan Oma Oy")
    return maija


@pytest.fixture
def sami(visit, open_course):
    open_course()
    return visit("sami", language="en")


def link_in(page):
    return re.search(r"handover/notices/\d+", page)[0]


def test_the_receiver_is_told_and_led_to_exactly_these(given, sami):
    sami.add("Samin Oma Oy")
    give(given, "name=Olli+Rantanen", "Sami Tuomola")
    page = sami.get().text
    assert "You got 2 partners." in page
    assert "You got 1 next step." in page
    assert "Maija Koskela" in page
    shown = sami.get(link_in(page)).text
    names = re.findall(r'partners/\d+">([^<]+)</a>', shown.partition("<main")[2])
    assert names == ["Ahti Oy", "Ahti Oy", "Leipomo Oy", "Ahti Oy"]
    assert "Kehitetään" in shown
    assert "Soita" in shown


def test_it_is_put_aside_by_a_post_and_its_address_goes_on(given, sami):
    give(given, "name=Olli+Rantanen", "Sami Tuomola")
    link = link_in(sami.get().text)
    assert "You got" in sami.get().text  # looking at it changes nothing
    assert sami.post(f"{link}/seen").status_code == 303
    assert "You got" not in sami.get().text
    assert "Ahti Oy" in sami.get(link).text


def test_nobody_else_sees_it(given, sami, olli):
    give(given, "name=Olli+Rantanen", "Sami Tuomola")
    link = link_in(sami.get().text)
    for other in (given, olli):
        assert "You got" not in other.get().text
        assert other.get(link).status_code == 404
        assert other.post(f"{link}/seen").status_code == 404
    assert "You got" in sami.get().text


def test_it_goes_with_an_undo_and_comes_back_with_a_redo(given, sami, undo_last):
    give(given, "name=Olli+Rantanen", "Sami Tuomola")
    undo_last(given)
    assert "You got" not in sami.get().text
    undo_last(given)
    assert "You got" in sami.get().text


def test_what_was_undone_hides_no_earlier_change_of_hands(given, sami, undo_last):
    """Nobody can put aside what is not shown: five of those would stand before it for ever."""
    give(given, "name=Olli+Rantanen", "Sami Tuomola", lines=["contact-1"])
    for _number in range(5):
        give(given, "name=Olli+Rantanen", "Sami Tuomola", lines=["contact-2"])
        undo_last(given)
    assert "You got 1 partner." in sami.get().text


def test_who_takes_over_oneself_is_not_told_twice(given, olli):
    give(given, "name=Olli+Rantanen", "Maija Koskela")
    assert said(given)[-1] == "4 lines went to Maija Koskela."
    assert "You got" not in given.get().text
    page = olli.get().text
    assert "2 partners of yours went to Maija Koskela." in page
    assert "1 next step of yours went to Maija Koskela." in page
    assert "Ahti Oy" in olli.get(link_in(page)).text


def test_each_member_of_a_team_is_told_and_puts_it_aside_alone(given, sami, olli):
    sami.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    given.post("teams/1/join")
    olli.post("teams/1/join")
    give(given, "name=Olli+Rantanen", "Matkailutiimi")
    told = "Matkailutiimi got 2 partners."
    assert told in sami.get().text
    assert told in olli.get().text
    assert told not in given.get().text  # who has done it
    assert "Ahti Oy" in sami.get(link_in(sami.get().text)).text
    sami.post(link_in(sami.get().text) + "/seen")
    assert told not in sami.get().text
    assert told in olli.get().text


def test_who_has_left_the_team_is_not_told(given, sami, olli):
    sami.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    olli.post("teams/1/join")
    olli.post("teams/1/leave")
    give(given, "name=Olli+Rantanen", "Matkailutiimi", lines=["contact-1"])
    assert "Matkailutiimi got 1 partner." in sami.get().text
    assert "Matkailutiimi got" not in olli.get().text


def test_a_row_is_named_once_where_the_deputy_becomes_contact(given, sami):
    values = {"name": "Ahti Oy", "description": "Veneily", "contact": "Olli Rantanen", "version": "1.1"}
    given.post("partners/rows/1", {**values, "deputy": "Sami Tuomola"})
    give(given, "name=Olli+Rantanen", "Sami Tuomola", lines=["contact-1"])
    shown = sami.get(link_in(sami.get().text)).text
    assert shown.count(">Ahti Oy<") == 1
    assert "As deputy" not in shown


def test_of_several_rows_of_a_list_too(given, sami, row_of):
    rows = {"rows": [row_of("Maijan Oma Oy"), row_of("Leipomo Oy")], "receiver": "Sami Tuomola", "tier": "strategic"}
    assert given.post("handover/rows", rows).status_code == 303
    assert "You got 2 partners." in sami.get().text
    shown = sami.get(link_in(sami.get().text)).text
    assert shown.count(">Leipomo Oy<") == 1
    assert "Strategic" in shown


def test_a_deputy_who_goes_along_into_another_tier_is_nothing_that_changed_hands(given, sami, row_of):
    """Moved and given away in one act: the new row is told once, as the contact's."""
    row = {"name": "Maijan Oma Oy", "description": "x", "contact": "Maija Koskela", "version": "1.1"}
    given.post("partners/rows/4", {**row, "deputy": "Olli Rantanen"})
    several = {"rows": [row_of("Maijan Oma Oy")], "tier": "strategic", "receiver": "Sami Tuomola", "team": ""}
    assert given.post("handover/rows/", several).status_code == 303
    shown = sami.get(link_in(sami.get().text)).text.partition("<main")[2]
    assert shown.count("Maijan Oma Oy") == 1
    assert "As contact person" in shown
    assert "As deputy" not in shown


def test_who_stays_contact_in_another_tier_has_not_got_the_row(given, sami, app, row_of, person, another):
    """Of several rows of one partner each is compared with that of its team, unless the team changes too."""
    sami.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    given.post("teams/", {"name": "Hotellitiimi", "is_member": "y"})
    sami.add("Laiva Oy", "Samin rivi")
    given.add("Laiva Oy", "Maijan rivi", is_of_team="2")
    with app.app_context():
        rows = db.session.scalars(select(Partnership).join(Partner).where(Partner.name == "Laiva Oy")).unique()
        ticks = [f"{row.id}.{row.version}" for row in rows]
    assert len(ticks) == 2
    move = {"tier": "strategic", "receiver": "Sami Tuomola"}
    assert given.post("handover/rows", {"rows": ticks, **move}).status_code == 303
    page = sami.get().text
    assert "You got 1 partner." in page
    shown = sami.get(link_in(page)).text
    assert "Maijan rivi" in shown
    assert "Samin rivi" not in shown
    sami.add("Vene Oy", "Samin vene")
    ticks = [row_of("Vene Oy"), row_of("Leipomo Oy")]
    assert given.post("handover/rows", {"rows": ticks, **move, "team": "2"}).status_code == 303
    address = link_in(sami.get().text)
    shown = sami.get(address).text
    assert "Leipomo Oy" in shown
    assert "Vene Oy" not in shown
    answer = given.post(f"handover/same?person={person('Sami Tuomola').id}", {"same": str(another("Sami Tuomola"))})
    assert answer.status_code == 303
    shown = sami.get(address).text
    assert "Leipomo Oy" in shown
    assert "Vene Oy" not in shown, "nor after his account was joined to a new one"
