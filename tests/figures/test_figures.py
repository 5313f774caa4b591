"""Year figures on a partner's page: added, corrected, emptied; by two at once, with undo; and many at a time."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.errors import RuleBroken
from lti_tool.figures.models import YearFigure
from lti_tool.history.models import ChangeSet
from tests.figures.conftest import held, lines


def undo_last(app, visitor):
    with app.app_context():
        last = db.session.scalar(select(func.max(ChangeSet.id)))
    return visitor.post(f"undo/{last}")


def test_without_figures_there_is_only_the_way_to_add_some(partner):
    page = partner.get("partners/1").text
    assert "figures/of/1/new" in page
    assert "<summary>Year figures</summary>" not in page


def test_a_year_is_added_corrected_and_emptied_and_each_is_undone(app, partner, save, stored):
    year = db.now().year - 1
    assert held(partner.get("figures/of/1/new"), "year") == str(year)
    answer = partner.post("figures/of/1/new", {"year": "2024", "euros": "12 500,50 €", "students": "1\u00a0200", "events": ""})
    assert answer.status_code == 303
    assert answer.location.endswith("/partners/1#figures")
    page = partner.get("partners/1")
    assert "The figures of 2024 were saved." in page.text
    assert lines(page) == ["2024 : Edit 12,500.50 1,200 –"]
    assert held(partner.get("figures/of/1/2024"), "euros") == "12500.50"
    assert save(2024, euros="13000", students="", events="0").status_code == 303
    page = partner.get("partners/1")
    assert lines(page) == ["2024 : Edit 13,000 – 0"]
    happened = " ".join(re.sub("<[^>]+>", " ", page.text).split())
    assert "Year figures saved: Students 2024" in happened  # which has no value to show
    assert "Invoiced (€) 2024 12,500.50 → 13,000" in happened.replace(": ", " ")
    undo_last(app, partner)
    assert lines(partner.get("partners/1")) == ["2024 : Edit 12,500.50 1,200 –"]
    undo_last(app, partner)
    assert stored() == {(1, 2024, "euros"): 13000, (1, 2024, "events"): 0}
    save(2024, euros="", events="")
    assert "<summary>Year figures</summary>" not in partner.get("partners/1").text
    save(2024, students="1200")
    with app.app_context():
        assert db.session.scalar(select(func.count(YearFigure.id))) == 3, "what comes back is the row there was"


def test_saving_what_stands_there_is_no_act(app, partner, save, stored):
    save(2024, euros="100")
    with app.app_context():
        before = db.session.scalar(select(func.count(ChangeSet.id)))
    assert save(2024, euros="100,00").status_code == 303
    with app.app_context():
        assert db.session.scalar(select(func.count(ChangeSet.id))) == before


def test_what_is_wrong_is_said_at_its_field_and_stays_as_it_was_typed(partner, stored):
    typed = {"year": "1989", "euros": "12.500", "students": "paljon", "events": "-1"}
    answer = partner.post("figures/of/1/new", typed)
    assert answer.status_code == 422
    for field, message in (
        ("year", "Write the year as four digits"),
        ("euros", "Thousands or decimals?"),
        ("students", "This is no number."),
        ("events", "A year figure is nought or more."),
    ):
        assert message in answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]
        assert held(answer, field) == typed[field]
    assert partner.post("figures/of/1/new", {"year": "", "euros": "1"}).status_code == 422
    assert stored() == {}
    for year in ("1989", "9999", "99999999999999999999"):
        assert partner.get(f"figures/of/1/{year}").status_code == 404
        assert partner.post(f"figures/of/1/{year}", {"euros": "1"}).status_code == 404


def test_two_at_once_keep_what_each_has_written_and_the_same_field_asks(partner, olli, save, stored):
    save(2024, euros="100", students="5")
    before = held(olli.get("figures/of/1/2024"), "version")
    save(2024, euros="200")
    sent = {"euros": "100", "students": "6", "events": ""}
    assert olli.post("figures/of/1/2024", {**sent, "version": before}).status_code == 303
    assert stored() == {(1, 2024, "euros"): 200, (1, 2024, "students"): 6}
    answer = olli.post("figures/of/1/2024", {**sent, "euros": "300", "students": "5", "version": before})
    assert answer.status_code == 409
    assert "Theirs: 200" in answer.text
    assert held(answer, "euros") == "300"
    assert held(answer, "students") == "6", "what was not touched is as it stands"
    again = {kind: held(answer, kind) for kind in (*sent, "version")}
    assert olli.post("figures/of/1/2024", again).status_code == 303
    assert stored() == {(1, 2024, "euros"): 300, (1, 2024, "students"): 6}


def test_a_year_that_is_there_already_is_not_overwritten_unseen(partner, save, stored):
    save(2024, euros="100")
    answer = partner.post("figures/of/1/new", {"year": "2024", "euros": "7", "students": "8"})
    assert answer.status_code == 409
    assert "There are figures of this year already." in answer.text
    assert stored() == {(1, 2024, "euros"): 100}
    shown = {name: held(answer, name) for name in ("year", "euros", "students", "events", "version")}
    assert partner.post("figures/of/1/new", {**shown, "year": "2023"}).status_code == 303
    assert stored()[1, 2023, "euros"] == 7, "what was shown was of another year"
    assert partner.post("figures/of/1/new", shown).status_code == 303
    assert stored()[1, 2024, "euros"] == 7


def test_a_version_that_nobody_made_is_none(partner, save, stored):
    save(2024, euros="100")
    for version in ("", "2024", "2024|x|y|z", "2024|||||||", "|", "9" * 5000):
        assert partner.post("figures/of/1/2024", {"euros": "5", "version": version}).status_code == 409
    assert stored() == {(1, 2024, "euros"): 100}


def test_many_are_set_in_one_act_and_the_same_once_more_is_none(app, partner, set_many, stored):
    partner.add("Leipomo Kultakuori Oy")
    rows = [(1, 2024, "euros", "100.005"), (2, 2024, "euros", "50"), (2, 2024, "students", "3"), (2, 2023, "euros", "9")]
    assert set_many(*rows) == (4, 0, 0, 0)
    assert stored()[1, 2024, "euros"] == Decimal("100.01")
    with app.app_context():
        [act] = db.session.scalars(select(ChangeSet).where(ChangeSet.act == "year_figure.set"))
        assert (act.subject, act.rows) == ("Kahvila Kerttuli Ky, Leipomo Kultakuori Oy", 4)
    assert set_many(*rows) == (0, 0, 0, 4)
    assert set_many((1, 2024, "euros", "70"), (1, 2024, "euros", "80"), (2, 2023, "euros", None), (2, 2022, "euros", None)) == (
        *(0, 1, 1),
        1,
    )
    assert stored() == {(1, 2024, "euros"): 80, (2, 2024, "euros"): 50, (2, 2024, "students"): 3}
    with app.app_context():
        assert db.session.scalar(select(func.count(ChangeSet.id)).where(ChangeSet.act == "year_figure.set")) == 2


@pytest.mark.parametrize("bad", [(1, 2024, "euros", "-1"), (1, 1989, "euros", "1"), (1, 2024, "grade", "1")])
def test_one_row_that_cannot_be_lets_none_be_written(partner, set_many, stored, bad):
    with pytest.raises(RuleBroken):
        set_many((1, 2024, "students", "5"), bad)
    assert stored() == {}
