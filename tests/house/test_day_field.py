"""A day in a form: read as people write it, kept as it was typed where it is none, shown as each language writes it."""

from datetime import UTC, date, datetime

import pytest
from werkzeug.datastructures import MultiDict
from wtforms.validators import DataRequired

from lti_tool import db
from lti_tool.day_field import DayField, read_day
from lti_tool.days import full_day, months_after, today
from lti_tool.fields import TextForm
from lti_tool.language import speaking

PRESENT = date(2026, 11, 29)
THE_31ST = date(2027, 1, 31)

sqlite_alone = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class DayForm(TextForm):
    """One day that has to be there, one that need not."""

    ends_on = DayField("Ends", short_means="coming")
    begins_on = DayField("Begins", validators=[DataRequired("When does it begin?")])


@pytest.fixture
def form(app):
    """form(ends_on="31.1.2027") as it was sent; without anything as it is shown first."""

    def make(ends_on=None, begins_on="1.1.2026", **options):
        sent = None if ends_on is None else MultiDict({"ends_on": ends_on, "begins_on": begins_on})
        return DayForm(sent, meta={"csrf": False}, **options)

    with app.test_request_context():
        yield make


@pytest.mark.parametrize(
    "text",
    [
        "31.1.2027",
        "31.01.2027",
        "31. 1. 2027",
        "31 1 2027",
        "31/1/2027",
        "31/01/2027",
        "31,1,2027",
        "31.1.27",
        "31.1.2027.",
        "31012027",
        "2027-01-31",
        "2027-1-31",
        " 31.1.2027\u00a0",
        "31.1.",
        "31.1",
    ],
)
def test_a_day_is_read_as_people_and_browsers_write_it(text):
    assert read_day(text, PRESENT) == THE_31ST


@pytest.mark.parametrize(
    "text",
    [
        "31.2.2027",
        "30.2.",
        "29.2.2027",
        "0.1.2027",
        "1.13.2027",
        "1/31/2027",
        "31.1.20270",
        "20270-01-31",
        "31.1.0027",
        "31.1.1027",
        "31.1.2200",
        "31.1.202",
        "27-01-31",
        "31-1-2027",
        "20270131",
        "1/2027",
        "2027",
        "31",
        "31.1.2027 asti",
        "huomenna",
        "٣١.١.٢٠٢٧",
        "²",
        "9" * 5000,
        "." * 5000,
        "",
    ],
)
def test_what_is_no_day_is_none(text):
    assert read_day(text, PRESENT) is None


@pytest.mark.parametrize(
    ("text", "nearest", "past", "coming"),
    [
        ("29.11.", date(2026, 11, 29), date(2026, 11, 29), date(2026, 11, 29)),
        ("28.11.", date(2026, 11, 28), date(2026, 11, 28), date(2027, 11, 28)),
        ("30.11.", date(2026, 11, 30), date(2025, 11, 30), date(2026, 11, 30)),
        ("31.7.", date(2026, 7, 31), date(2026, 7, 31), date(2027, 7, 31)),
        ("31.1.", date(2027, 1, 31), date(2026, 1, 31), date(2027, 1, 31)),
        ("29.2.", None, None, None),
    ],
)
def test_a_day_without_a_year_is_of_the_year_that_the_field_means(text, nearest, past, coming):
    found = [read_day(text, PRESENT, means) for means in ("nearest", "past", "coming")]
    assert found == [nearest, past, coming]


def test_the_29th_of_february_is_a_day_in_the_years_that_have_it():
    assert read_day("29.2.2028", PRESENT) == read_day("29.2.", date(2028, 1, 1)) == date(2028, 2, 29)


@sqlite_alone
@pytest.mark.parametrize(("typed", "day"), [("31.1.2027", THE_31ST), ("", None), ("  ", None)])
def test_a_form_holds_a_date_or_nothing(form, typed, day):
    sent = form(typed)
    assert sent.validate()
    assert sent.ends_on.data == day


@sqlite_alone
def test_what_is_refused_stays_as_it_was_typed(form):
    sent = form("31.2.2027")
    with speaking("en"):
        assert not sent.validate()
    assert sent.ends_on.errors == ["This is no day. Write it as 31.1.2027."]
    assert 'value="31.2.2027"' in sent.ends_on()


@sqlite_alone
def test_a_day_that_has_to_be_there_says_so_once(form):
    sent = form("", begins_on="")
    assert not sent.validate()
    assert sent.begins_on.errors == ["When does it begin?"]
    wrong = form("", begins_on="huomenna")
    assert not wrong.validate()
    assert len(wrong.begins_on.errors) == 1


@sqlite_alone
@pytest.mark.parametrize(("language", "shown"), [("fi", "31.1.2027"), ("sv", "31.1.2027"), ("en", "31/01/2027")])
def test_a_day_is_shown_as_the_readers_language_writes_it_and_read_back_so(form, language, shown):
    with speaking(language):
        assert f'value="{shown}"' in form(ends_on=None, data={"ends_on": THE_31ST}).ends_on()
        assert f'value="{shown}"' in form("2027-01-31").ends_on()
        assert read_day(full_day(THE_31ST), PRESENT) == THE_31ST


@sqlite_alone
def test_a_phone_shows_digits_and_no_earlier_entries(form):
    field = form().ends_on()
    assert 'type="text"' in field
    assert 'inputmode="decimal"' in field
    assert 'autocomplete="off"' in field


@sqlite_alone
def test_a_field_that_was_not_sent_leaves_what_there_is(app):
    with app.test_request_context():
        sent = DayForm(MultiDict({"begins_on": "1.1.2026"}), data={"ends_on": THE_31ST}, meta={"csrf": False})
        assert sent.ends_on.data == THE_31ST
        assert not sent.was_sent("ends_on")


@sqlite_alone
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 1, 31, 21, 59, tzinfo=UTC), date(2027, 1, 31)),
        (datetime(2027, 1, 31, 22, 0, tzinfo=UTC), date(2027, 2, 1)),
        (datetime(2027, 7, 31, 20, 59, tzinfo=UTC), date(2027, 7, 31)),
        (datetime(2027, 7, 31, 21, 0, tzinfo=UTC), date(2027, 8, 1)),
    ],
)
def test_today_is_the_colleges_day(app, monkeypatch, moment, day):
    monkeypatch.setattr(db, "now", lambda: moment)
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert today() == day
    with app.app_context():
        assert today() == day


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 1, 31), 12, date(2028, 1, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2027, 1, 5), -1, date(2026, 12, 5)),
        (date(2027, 3, 31), -13, date(2026, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_one(day, months, then):
    assert months_after(day, months) == then
