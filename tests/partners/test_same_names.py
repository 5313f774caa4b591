"""Which partner a typed name means, when one is asked, and how two of one name stand beside each other."""

import re

import pytest
from sqlalchemy import UniqueConstraint, select

from lti_tool import db
from lti_tool.partners.models import Partner
from lti_tool.partners.sameness import next_apart, partners_named


@pytest.fixture
def partners(app):
    """The partners in the database, as (name, apart)."""

    def read():
        with app.app_context():
            return [(one.name, one.apart) for one in db.session.scalars(select(Partner).order_by(Partner.id))]

    return read


def another(page):
    """What the button *another one* says."""
    return re.search(r'name="is_new"\s+value="([\d ]+)"', page.text)[1]


@pytest.fixture
def virtanen(maija):
    maija.add("Rakennus Virtanen Oy")
    return maija


@pytest.mark.parametrize(
    "typed", ["Rakennus Virtanen Osakeyhtiö", "rakennus virtanen o.y.", "Oy Rakennus Virtanen Ab", "Rakennus Virtanen"]
)
def test_another_spelling_of_the_form_is_the_same_partner(virtanen, partners, typed):
    assert virtanen.add(typed, tier="network").status_code == 303
    assert partners() == [("Rakennus Virtanen Oy", "")]


def test_another_form_asks_and_takes_another_one_for_an_answer(virtanen, partners):
    asked = virtanen.add("Rakennus Virtanen Ky", "Kehitetään", tier="network")
    assert asked.status_code == 422
    assert 'name="partner_id" value="1"' in asked.text
    assert "Kehitetään" in asked.text
    assert virtanen.add("Rakennus Virtanen Ky", tier="network", is_new=another(asked)).status_code == 303
    assert partners() == [("Rakennus Virtanen Oy", ""), ("Rakennus Virtanen Ky", "2")]


def test_then_each_is_known_by_its_form_and_without_one_it_is_asked(virtanen, partners):
    virtanen.add("Rakennus Virtanen Ky", is_new="1")
    assert virtanen.add("rakennus virtanen ky", tier="network").status_code == 303
    assert virtanen.add("Rakennus Virtanen OY", tier="network").status_code == 303
    page = virtanen.get("tiers/network").text
    assert "Rakennus Virtanen Ky</a>" in page
    assert "Rakennus Virtanen Oy</a>" in page
    asked = virtanen.add("Rakennus Virtanen", tier="strategic")
    assert asked.status_code == 422
    assert asked.text.count('name="partner_id"') == 2
    assert len(partners()) == 2


def test_two_of_truly_the_same_name_stand_beside_each_other(virtanen, partners):
    refused = virtanen.add("Rakennus Virtanen Oy")
    assert refused.status_code == 422
    assert virtanen.add("Rakennus Virtanen Oy", is_new=another(refused)).status_code == 303
    assert partners() == [("Rakennus Virtanen Oy", ""), ("Rakennus Virtanen Oy", "2")]


def test_whom_a_colleague_has_added_meanwhile_is_asked_about_too(virtanen, olli, partners):
    """*Another one* was said of one partner only: two who add the same meet."""
    olli.add("Rakennus Virtanen Ky", is_new="1")
    met = virtanen.add("Rakennus Virtanen Ky", is_new="1")
    assert met.status_code == 422
    assert "is on this list already" in met.text
    assert len(partners()) == 2


def test_two_who_say_another_one_at_once_get_the_same_number(virtanen, app):
    """So the database lets only one of them through."""
    with app.app_context():
        found = partners_named(1, {"rakennus virtanen"})["rakennus virtanen"]
        assert next_apart(found) == next_apart(found) == "2"
        unique = [one for one in Partner.__table__.constraints if isinstance(one, UniqueConstraint)]
        assert [column.name for column in unique[0].columns] == ["organisation_id", "name_key", "apart"]


def test_of_an_addition_taken_back_nobody_is_asked(virtanen, partners):
    virtanen.post("undo/1")
    assert virtanen.add("Rakennus Virtanen Ky").status_code == 303
    assert partners() == [("Rakennus Virtanen Oy", ""), ("Rakennus Virtanen Ky", "2")]


def test_a_rename_to_anothers_name_takes_another_one_for_an_answer_and_its_undo_too(virtanen, partners):
    virtanen.add("Kahvila Kerttuli")
    form = {"name": "Rakennus Virtanen", "version": "1.1"}
    asked = virtanen.post("partners/rows/2", form)
    assert asked.status_code == 422
    assert virtanen.post("partners/rows/2", {**form, "is_new": another(asked)}).status_code == 303
    assert partners() == [("Rakennus Virtanen Oy", ""), ("Rakennus Virtanen", "2")]
    virtanen.post("undo/3")
    assert partners()[1] == ("Kahvila Kerttuli", "")
    virtanen.post("undo/4")
    assert partners()[1] == ("Rakennus Virtanen", "2")


def test_a_new_form_of_ones_own_name_is_not_asked_about(virtanen, partners):
    assert virtanen.post("partners/rows/1", {"name": "Rakennus Virtanen Oyj", "version": "1.1"}).status_code == 303
    assert partners() == [("Rakennus Virtanen Oyj", "")]


def test_another_colleges_partner_is_nobody_to_ask_about(virtanen, other_college, partners):
    assert other_college("maija").add("Rakennus Virtanen Ky").status_code == 303
    assert partners()[-1] == ("Rakennus Virtanen Ky", "")


@pytest.mark.parametrize("value", ["", "x", "-1", "99999999999999999999", "²"])
def test_a_made_up_answer_is_none(virtanen, partners, value):
    assert virtanen.add("Rakennus Virtanen Ky", is_new=value).status_code == 422
    assert len(partners()) == 1
