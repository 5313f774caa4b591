"""Another tier for a row: its text and contact person go with it, in one act."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners.row_models import Partnership


@pytest.fixture
def ahti(maija):
    maija.add("Ahti Oy", "Veneily", "Matkailutiimi")
    return maija


def move(visitor, **changes):
    return visitor.post("partners/rows/1/move", {"tier": "strategic", "description": "Veneily", "version": "1", **changes})


def test_the_page_asks_and_changes_nothing(ahti, rows):
    page = ahti.get("partners/rows/1/move").text
    assert "Veneily" in page
    assert re.findall(r'<button [^>]*name="tier" value="(\w+)"', page) == ["development", "strategic", "network", "other"]
    assert rows() == [("Ahti Oy", "everyday", "Veneily", "Matkailutiimi", False)]


def test_a_move_is_one_act_and_one_undo(ahti, rows):
    ahti.get("tiers/everyday")  # what was said of the addition is read
    answer = move(ahti, description="Purjehdus")
    assert answer.status_code == 303
    assert rows() == [
        ("Ahti Oy", "everyday", "Veneily", "Matkailutiimi", True),
        ("Ahti Oy", "strategic", "Purjehdus", "Matkailutiimi", False),
    ]
    undo = re.search(r"undo/(\d+)", ahti.request("GET", answer.location).text)[0]
    assert ahti.post(undo).status_code == 303
    assert [(tier, is_archived) for _name, tier, _text, _contact, is_archived in rows()] == [
        ("everyday", False),
        ("strategic", True),
    ]


def test_the_tier_it_has_left_is_not_told_as_another_one_of_it(ahti):
    move(ahti)
    assert "also:" not in ahti.get("tiers/strategic").text
    ahti.add("Ahti Oy", tier="network")
    assert "also:" in ahti.get("tiers/strategic").text


def test_the_day_until_which_it_is_in_force_goes_on_with_it(ahti, row, app):
    def days():
        with app.app_context():
            return db.session.execute(select(Partnership.starts_on, Partnership.ends_on).order_by(Partnership.id)).all()

    ahti.post("partners/rows/1", row(starts_on="1.1.2020", ends_on="31.12.2099"))
    assert move(ahti, version="2", moved_on="1.3.2021").status_code == 303
    assert days() == [(date(2020, 1, 1), date(2021, 3, 1)), (date(2021, 3, 1), date(2099, 12, 31))]
    ahti.post("handover/rows", {"rows": ["2.1"], "tier": "network"})
    assert days()[1:] == [(date(2021, 3, 1), None), (date(2021, 3, 1), date(2099, 12, 31))]


def test_one_that_was_over_before_has_no_end_any_more(ahti, row, app):
    ahti.post("partners/rows/1", row(starts_on="1.1.2020", ends_on="31.12.2020"))
    assert move(ahti, version="2", moved_on="1.3.2021").status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Partnership.ends_on).order_by(Partnership.id)).all() == [date(2021, 3, 1), None]


def test_back_to_where_it_was_is_a_new_row(ahti, rows):
    move(ahti)
    assert ahti.post("partners/rows/2/move", {"tier": "everyday", "description": "Takaisin", "version": "1"}).status_code == 303
    assert rows() == [
        ("Ahti Oy", "everyday", "Veneily", "Matkailutiimi", True),
        ("Ahti Oy", "strategic", "Veneily", "Matkailutiimi", True),
        ("Ahti Oy", "everyday", "Takaisin", "Matkailutiimi", False),
    ]


@pytest.mark.parametrize(
    ("tier", "told"), [("", "Choose a tier."), ("everyday", "stands there already"), ("best", "stands there already")]
)
def test_a_tier_that_cannot_be_is_told_and_the_text_stays(ahti, rows, tier, told):
    answer = move(ahti, tier=tier, description="Purjehdus")
    assert answer.status_code == 422
    assert told in answer.text
    assert "Purjehdus" in answer.text
    assert len(rows()) == 1


def test_a_move_on_a_day_to_come_is_refused(ahti, rows):
    answer = move(ahti, moved_on="1.1.2090")
    assert answer.status_code == 422
    assert "still to come" in answer.text
    assert len(rows()) == 1


def test_what_a_colleague_has_changed_meanwhile_is_shown_first(ahti, olli, rows, row):
    olli.post("partners/rows/1", row(description="Soutu"))
    answer = move(ahti, description="Purjehdus")
    assert answer.status_code == 409
    assert "Soutu" in answer.text
    assert "Purjehdus" in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert move(ahti, description="Purjehdus", version=version).status_code == 303


def test_who_stands_everywhere_cannot_be_moved_and_it_is_said(ahti):
    for tier in ("development", "strategic", "network", "other"):
        ahti.post(f"partners/{tier}/add", {"name": "Ahti Oy", "description": "Veneily"})
    page = ahti.get("partners/rows/1/move").text
    assert "The partner stands in every tier already." in page
    assert 'class="chip' not in page


def test_an_archived_row_is_not_moved(ahti, rows):
    ahti.post("partners/rows/1/archive")
    refused = move(ahti, version="2")
    assert refused.status_code == 409
    assert "A colleague has archived this row meanwhile." in refused.text
    assert len(rows()) == 1


def test_anothers_row_is_none(ahti, other_college):
    assert move(other_college("maija")).status_code == 404
    assert other_college("maija").get("partners/rows/1/move").status_code == 404
