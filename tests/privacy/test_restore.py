"""A restored backup does not bring back who was erased since then."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.contacts.models import PartnerContact
from lti_tool.people.admin_log import AdminAct
from lti_tool.people.models import Person
from lti_tool.privacy import ledger
from tests.conftest import SECRET, TOOL
from tests.privacy.test_erasing_contacts import erase


@pytest.fixture
def file(tmp_path):
    return tmp_path / "erasures.jsonl"


@pytest.fixture
def archive(henna, run, tmp_path):
    """A backup in which Henna is known."""
    path = tmp_path / "backup.zip"
    assert run("backup", str(path)).exit_code == 0
    return path


@pytest.fixture
def restored(run, archive, tmp_path):
    """restored(): the command's answer, and a function that asks the restored database."""
    url = f"sqlite:///{tmp_path / 'restored.db'}"

    def restore():
        answer = run("restore", str(archive), HOITOMALLI_DATABASE_URL=url)
        return answer, lambda *query: ask(url, *query)

    return restore


def ask(url, query):
    app = create_app(Settings(TOOL, url, SECRET))
    with app.app_context():
        found = db.session.execute(query).all()
    db.disconnect(app)
    return [tuple(row) for row in found]


NAMES = select(PartnerContact.id, PartnerContact.name).where(PartnerContact.id > 0)


def test_who_was_erased_after_the_backup_stays_erased(henna, restored):
    erase(henna)
    answer, asked = restored()
    assert answer.exit_code == 0, answer.output
    assert "People erased once more, as the erasure ledger says: 1." in answer.output
    assert asked(NAMES) == [(1, "")]


def test_without_the_ledger_it_says_so(henna, restored, file):
    erase(henna)
    file.unlink()
    answer, asked = restored()
    assert answer.exit_code == 0
    assert f"There is no erasure ledger at {file}" in answer.output
    assert asked(NAMES) == [(1, "Henna Vuorinen")]


def test_a_ledger_that_cannot_be_read_lets_nothing_half_done(henna, restored, file, tmp_path):
    erase(henna)
    file.write_text("not this\n")
    answer, _asked = restored()
    assert answer.exit_code == 1
    assert "Line 1 of the erasure ledger" in answer.output
    assert not (tmp_path / "restored.db").exists()


def test_a_ledger_that_a_crash_has_cut_short_is_told(henna, restored, file):
    erase(henna)
    file.write_text(file.read_text()[:-20])
    answer, asked = restored()
    assert answer.exit_code == 0
    assert "Its last line is cut short and was left out" in answer.output
    assert asked(NAMES) == [(1, "Henna Vuorinen")]


def test_what_is_restored_knows_of_its_erasures_itself(henna, restored, run, tmp_path):
    erase(henna)
    restored()
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    assert run("backup", str(tmp_path / "second.zip"), HOITOMALLI_DATABASE_URL=url).exit_code == 0
    again = f"sqlite:///{tmp_path / 'again.db'}"
    answer = run("restore", str(tmp_path / "second.zip"), HOITOMALLI_DATABASE_URL=again)
    assert "as the erasure ledger says: 0." in answer.output
    assert ask(again, NAMES) == [(1, "")]


def test_a_number_that_was_given_out_anew_is_somebody_elses(henna, restored, file, app):
    """Erased long before the backup: its number may since mean another person, of a restored database."""
    with app.app_context():
        long_ago = db.now() - timedelta(days=3)
    ledger.append(file, [ledger.LedgerEntry("partner_contact", 1, 1, long_ago)])
    answer, asked = restored()
    assert "as the erasure ledger says: 0." in answer.output
    assert asked(NAMES) == [(1, "Henna Vuorinen")]


def test_an_erasure_that_was_not_committed_when_the_backup_was_made_is_done_once_more(henna, archive, restored, file, app):
    """It bears a moment before the backup, and is not in it."""
    with app.app_context():
        a_moment_ago = db.now() - timedelta(minutes=4)
    ledger.append(file, [ledger.LedgerEntry("partner_contact", 1, 1, a_moment_ago)])
    answer, asked = restored()
    assert "as the erasure ledger says: 1." in answer.output
    assert asked(NAMES) == [(1, "")]


def test_an_entry_of_another_college_or_of_nobody_does_nothing(henna, restored, file, app):
    with app.app_context():
        soon = db.now() + timedelta(minutes=1)
    ledger.append(file, [ledger.LedgerEntry("partner_contact", 1, 77, soon), ledger.LedgerEntry("person", 999, 1, soon)])
    answer, asked = restored()
    assert answer.exit_code == 0
    assert asked(NAMES) == [(1, "Henna Vuorinen")]


def test_one_of_ours_stays_erased_too(henna, restored, file, app, person_id):
    maija = person_id("Maija Koskela")
    with app.app_context():
        college = db.session.get(Person, maija).organisation_id
        soon = db.now() + timedelta(minutes=1)
    ledger.append(file, [ledger.LedgerEntry("person", maija, college, soon)])
    _answer, asked = restored()
    assert asked(select(Person.name).where(Person.id == maija)) == [("[erased]",)]


def test_backup_and_restore_are_in_the_admin_act_log(henna, archive, restored, app):
    with app.app_context():
        done = db.session.execute(select(AdminAct.act, AdminAct.done_by).where(AdminAct.id > 0)).all()
    assert [tuple(line) for line in done] == [("archive.backup", "hoitomalli backup")]
    _answer, asked = restored()
    assert asked(select(AdminAct.act).where(AdminAct.id > 0)) == [("archive.restore",)]
