"""When an agreement asks for attention (peers 30-33): from 30 days before its day until it is renewed or reviewed."""

from datetime import UTC, date, datetime

import pytest

from lti_tool import db
from lti_tool.agreements import queries
from lti_tool.agreements.deadlines import NEVER, due_day, what_is_due
from lti_tool.days import today
from tests.agreements.conftest import listed, section


@pytest.fixture
def count(app, organisation_id):
    """count(): how many are due."""

    def ask():
        with app.app_context():
            number = queries.count_due(organisation_id, today())
        return number

    return ask


@pytest.mark.parametrize("field", ["ends_on", "review_on"])
@pytest.mark.parametrize(("days", "due"), [(31, 0), (30, 1), (29, 1), (1, 1), (0, 1)])
def test_it_is_due_from_30_days_before_its_day(add, partner, typed, count, field, days, due):
    add(**{field: typed(days)})
    assert count() == due
    assert ("1 agreement ends or is reviewed soon" in partner.get("").text) == bool(due)
    assert len(listed(partner.get("agreements/?due=1"))) == due
    word = "Ends soon" if field == "ends_on" else "Review due"
    assert (word in section(partner.get("partners/1"))) == bool(due)


def test_the_first_of_review_and_end_is_what_is_told(add, partner, typed, stored, in_days):
    add(ends_on=typed(400), review_on=typed(20))
    assert stored().due_on == in_days(20)
    assert "Review due" in section(partner.get("partners/1"))
    add(ends_on=typed(20), review_on=typed(20))
    assert "Ends soon" in section(partner.get("partners/1"))


def test_one_whose_review_and_end_are_both_due_offers_both(add, partner, typed):
    add(ends_on=typed(20), review_on=typed(-20))
    told = section(partner.get("partners/1"))
    assert "Ends soon" in told
    assert "Renew" in told
    assert "Review : " in told


def test_one_without_end_and_review_is_never_due(add, partner, stored, count):
    add()
    assert stored().due_on == NEVER
    assert count() == 0
    assert "until further notice" in section(partner.get("partners/1"))
    assert "9999" not in partner.get("agreements/").text


def test_renewing_takes_the_reminder_away_and_makes_one_new(add, partner, typed, stored, in_days, count):
    add(ends_on=typed(10), review_on=typed(5))
    assert count() == 1
    partner.post("agreements/1/renew", {"ends_on": typed(730), "review_on": typed(365), "version": "1"})
    assert count() == 0
    assert stored().due_on == in_days(365)
    assert listed(partner.get("agreements/?due=1")) == []


def test_after_a_renewal_the_review_is_due_in_its_turn_and_then_the_end(add, partner, typed, stored, in_days, count):
    add(ends_on=typed(10))
    partner.post("agreements/1/renew", {"ends_on": typed(60), "review_on": typed(30), "version": "1"})
    assert count() == 1
    assert "Review due" in section(partner.get("partners/1"))
    partner.post("agreements/1/review", {"review_on": "", "version": "2"})
    assert count() == 0
    assert stored().due_on == in_days(60)


def test_a_lapsed_one_stays_on_the_list_until_it_is_renewed(add, partner, typed, count):
    add(ends_on=typed(-200))
    assert count() == 1
    assert "Lapsed" in section(partner.get("partners/1"))
    [row] = listed(partner.get("agreements/"))
    assert "Lapsed" in row
    assert 'class="state bad">Lapsed' in partner.get("agreements/").text, "on paper too"
    assert "Renew" in row
    partner.post("agreements/1/renew", {"ends_on": typed(500), "review_on": "", "version": "1"})
    assert count() == 0
    assert "Lapsed" not in section(partner.get("partners/1"))


def test_a_lapsed_one_is_renewed_and_not_reviewed(add, partner, typed):
    add(ends_on=typed(-10), review_on=typed(-40))
    told = section(partner.get("partners/1"))
    assert "Renew" in told
    assert "Review : " not in told


def test_a_review_that_nobody_has_held_stays_due(add, partner, typed, count):
    add(ends_on=typed(400), review_on=typed(-90))
    assert count() == 1
    assert "Review due" in section(partner.get("partners/1"))


def test_an_archived_one_asks_for_nothing(add, partner, typed, count):
    add(ends_on=typed(-1))
    partner.post("agreements/1/archive")
    assert count() == 0
    assert listed(partner.get("agreements/")) == []


@pytest.mark.parametrize(("language", "shown"), [("fi", "31.1.2099"), ("sv", "31.1.2099"), ("en", "31/01/2099")])
def test_a_last_day_is_the_same_for_every_reader(add, visit, stored, language, shown):
    add(ends_on="31.1.2099")
    assert stored().ends_on == date(2099, 1, 31)
    reader = visit("olli", language=language)
    for path in ("partners/1", "agreements/", "agreements/1/edit"):
        page = reader.get(path).text
        assert shown in page
        assert not any(other in page for other in ("30.1.2099", "1.2.2099", "30/01/2099", "01/02/2099"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("hour", "what"), [(21, "ending"), (22, "lapsed")])
def test_it_holds_on_its_last_day_until_midnight_in_finland(app, monkeypatch, hour, what):
    monkeypatch.setattr(db, "now", lambda: datetime(2027, 1, 31, hour, 30, tzinfo=UTC))
    with app.app_context():
        agreement = queries.ListedAgreement(1, 1, "", False, "", "", "", "", date(2026, 1, 1), date(2027, 1, 31), None, "", NEVER)
        assert what_is_due(agreement, today()) == what


def test_days_of_reminders():
    assert due_day(date(2027, 1, 31), None) == due_day(date(2027, 1, 31), date(2028, 1, 1)) == date(2027, 1, 31)
    assert due_day(None, date(2027, 1, 31)) == date(2027, 1, 31)
