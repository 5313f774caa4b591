"""Former contact details leave the history, and who may be erased is proposed, never erased."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.config import SettingsError, read_settings
from lti_tool.contacts.models import ContactRole
from lti_tool.history.models import Change, ChangeSet
from lti_tool.jobs.models import Job
from lti_tool.privacy.retention import years_ago
from tests.conftest import SECRET, TOOL
from tests.privacy.conftest import HENNA
from tests.privacy.test_ledger import work_all

DAY = timedelta(days=1)
PROPOSED = "personal-data/contacts/1/erase"


@pytest.fixture
def aged(app):
    """aged(days): all that was done so far was done so many days earlier."""

    def move(days):
        with app.app_context():
            db.session.execute(update(ChangeSet).where(ChangeSet.id > 0).values(created_at=db.now() - days * DAY))
            db.session.commit()

    return move


@pytest.fixture
def details(app):
    """details(): the values of contact details that the history holds."""

    def read():
        with app.app_context():
            query = select(Change.field, Change.before, Change.after).join(ChangeSet).where(ChangeSet.organisation_id > 0)
            query = query.where(
                Change.field.in_(("email", "phone", "title", "name")), Change.entity.in_(("partner_contact", "contact_role"))
            )
            return {(row.field, str(value)) for row in db.session.execute(query) for value in row[1:] if isinstance(value, str)}

    return read


def test_details_older_than_two_years_leave_the_history(henna, aged, details, app, contact):
    aged(800)
    henna.post("contacts/1", {"name": "Henna Vuorinen", "phone": "040 111 2222", "version": "2.1"})
    work_all(app)
    assert details() == {("name", "Henna Vuorinen"), ("phone", "+358507654321"), ("phone", "+358401112222")}
    assert contact().email == "henna@kerttuli.example"


def test_younger_ones_stay(henna, aged, details, app):
    aged(700)
    before = details()
    work_all(app)
    assert details() == before


def test_who_was_corrected_since_is_not_proposed(henna, aged):
    aged(800)
    assert PROPOSED in henna.get("personal-data/").text
    henna.post("contacts/1", {**HENNA, "phone": "040 111 2222", "version": "2.1"})
    assert PROPOSED not in henna.get("personal-data/").text


def test_a_second_night_finds_nothing(henna, aged, app):
    aged(800)
    work_all(app)
    with app.app_context():
        db.session.execute(update(Job).values(created_at=db.now() - 2 * DAY, once=None))
        db.session.commit()
    work_all(app)
    with app.app_context():
        done = db.session.scalars(select(Job.done).where(Job.kind == "privacy.retention").order_by(Job.id)).all()
    assert len(done) == 2
    assert done[0] > 0
    assert done[1] == 0


def test_the_history_still_reads_and_undoes_the_rest(henna, aged, app):
    aged(800)
    work_all(app)
    assert "(erased)" in henna.get("partners/1").text
    assert henna.post("contacts/1/left").status_code == 303


def left(app, days, role_id=1):
    with app.app_context():
        table = ContactRole.__table__
        day = (db.now() - days * DAY).date()
        db.session.execute(update(table).where(table.c.id == role_id).values(left_on=day))
        db.session.commit()


def test_who_left_a_year_ago_is_proposed_once_and_not_erased(henna, app, contact):
    left(app, 400)
    for days in (400, 500):
        left(app, days, role_id=2)
        assert henna.get("personal-data/").text.count(PROPOSED) == 1
    work_all(app)
    assert contact().name == "Henna Vuorinen"


def test_who_is_still_at_another_partner_is_not_until_removed_there(henna, app):
    left(app, 400)
    assert PROPOSED not in henna.get("personal-data/").text
    henna.post("contacts/2/remove")
    assert PROPOSED in henna.get("personal-data/").text


def test_who_left_lately_is_not(henna, app):
    left(app, 400)
    left(app, 300, role_id=2)
    assert PROPOSED not in henna.get("personal-data/").text


def test_who_was_untouched_for_years_is_proposed(henna, aged):
    assert PROPOSED not in henna.get("personal-data/").text
    aged(800)
    assert PROPOSED in henna.get("personal-data/").text


def test_not_where_the_partner_was_met_since(henna, aged):
    aged(800)
    henna.post("partners/2/log", {"text": "Sovittu", "kind": "visit", "happened_on": "2.11.2026"})
    assert PROPOSED not in henna.get("personal-data/").text


def test_not_where_the_role_was_corrected_since(henna, aged):
    aged(800)
    henna.post("contacts/2", {"name": "Henna Vuorinen", "title": "johtaja", "version": "2.1"})
    assert PROPOSED not in henna.get("personal-data/").text


def test_who_was_erased_is_proposed_no_more(henna, aged):
    aged(800)
    henna.post("personal-data/contacts/1/erase", {"is_sure": "1"})
    assert PROPOSED not in henna.get("personal-data/").text


def test_a_leap_day_has_a_year_before(app):
    with app.app_context():
        moment = db.now().replace(year=2028, month=2, day=29)
    assert years_ago(1, moment).date().isoformat() == "2027-02-28"


ENVIRON = {"HOITOMALLI_PUBLIC_URL": TOOL, "HOITOMALLI_SECRET": SECRET, "HOITOMALLI_DATABASE_URL": "sqlite:////tmp/x/y.db"}


@pytest.mark.parametrize("years", ["0", "101", "two", "-1", "2.5", "²", "9" * 400])
def test_a_number_of_years_is_one(years):
    with pytest.raises(SettingsError, match="HOITOMALLI_CONTACT_HISTORY_YEARS"):
        read_settings({**ENVIRON, "HOITOMALLI_CONTACT_HISTORY_YEARS": years})


def test_the_ledger_stands_beside_the_database_unless_it_is_set():
    assert read_settings(ENVIRON).ledger_file == "/tmp/x/erasures.jsonl"
    assert read_settings(ENVIRON).contact_history_years == 2
    assert read_settings({**ENVIRON, "HOITOMALLI_ERASURE_LEDGER": "/srv/erased"}).ledger_file == "/srv/erased"
    postgresql = {**ENVIRON, "HOITOMALLI_DATABASE_URL": "postgresql+psycopg://u:p@h/d"}
    assert read_settings(postgresql).ledger_file == "erasures.jsonl"
