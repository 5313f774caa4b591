"""The erasure ledger's file: a line for each that was committed, no name, whole again after a crash."""

import json
import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.contacts.models import PartnerContact
from lti_tool.jobs.runner import Runner
from lti_tool.people.models import Person
from lti_tool.privacy import ledger
from lti_tool.privacy.operations import erase_contact
from tests.privacy.test_erasing_contacts import erase

AT = datetime(2026, 11, 29, 12, tzinfo=UTC)
ENTRY = ledger.LedgerEntry("partner_contact", 7, 1, AT)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "erasures.jsonl"


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_erasure_is_a_line_without_a_name(henna, file):
    erase(henna)
    (line,) = lines(file)
    assert line.keys() == {"entity", "id", "organisation", "erased_at"}
    assert (line["entity"], line["id"]) == ("partner_contact", 1)
    assert "Vuorinen" not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_what_was_not_committed_is_no_line(henna, file, app, traces):
    with app.app_context():
        actor = db.session.scalars(select(Person)).first()
        erase_contact(db.session.get(PartnerContact, 1), actor)
        db.discard()
        db.session.commit()
    assert not file.exists()
    assert "partner_contact" in traces("Vuorinen")


def test_a_file_that_cannot_be_written_is_told_and_made_up_for_at_night(henna, file, app, caplog):
    file.mkdir()
    with caplog.at_level(logging.ERROR):
        erase(henna)
    assert "The erasure ledger cannot be written" in caplog.text
    told = henna.get("personal-data/").text
    assert "The person was erased." in told
    assert "it cannot be written into the erasure ledger now" in told
    file.rmdir()
    work_all(app)
    assert [line["id"] for line in lines(file)] == [1]
    work_all(app)
    assert len(lines(file)) == 1


def work_all(app):
    runner = Runner(app)
    while runner.work():
        pass


def test_entries_are_read_as_they_were_written(file):
    ledger.append(file, [ENTRY])
    ledger.append(file, [ledger.LedgerEntry("person", 3, 2, AT)])
    assert ledger.read(file) == [ENTRY, ledger.LedgerEntry("person", 3, 2, AT)]


def test_a_line_that_a_crash_has_cut_short_spoils_no_other(file):
    ledger.append(file, [ENTRY])
    with file.open("a") as written:
        written.write('{"entity": "per')
    assert ledger.can_be_written(file)  # asked at each erasure: a restore must still say that a line was cut short
    assert ledger.read(file) == [ENTRY]
    assert ledger.is_cut_short(file)
    ledger.append(file, [ENTRY])
    assert ledger.read(file) == [ENTRY, ENTRY]
    assert not ledger.is_cut_short(file)


def test_a_last_line_that_lacks_nothing_but_its_end_counts(file):
    """As some editors and copies leave it; what is added comes on a line of its own."""
    ledger.append(file, [ENTRY])
    file.write_text(file.read_text().rstrip("\n"))
    assert ledger.read(file) == [ENTRY]
    assert not ledger.is_cut_short(file)
    ledger.append(file, [ENTRY])
    assert ledger.read(file) == [ENTRY, ENTRY]


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "[]",
        "{}",
        '{"entity": "partner", "id": 1, "organisation": 1, "erased_at": "2026-11-29T12:00:00+00:00"}',
        '{"entity": "person", "id": 0, "organisation": 1, "erased_at": "2026-11-29T12:00:00+00:00"}',
        '{"entity": "person", "id": "1 OR 1", "organisation": 1, "erased_at": "2026-11-29T12:00:00+00:00"}',
        '{"entity": "person", "id": 1, "organisation": 1, "erased_at": "2026-11-29T12:00:00"}',
    ],
)
def test_a_file_of_something_else_is_refused_with_its_line(file, line):
    ledger.append(file, [ENTRY])
    with file.open("a") as written:
        written.write(f"{line}\n")
    with pytest.raises(ledger.LedgerUnreadable, match="Line 2"):
        ledger.read(file)


def test_the_doctor_tells_how_it_is(henna, file, run):
    def line():
        return next(line for line in run("doctor").output.splitlines() if "Erasure ledger" in line)

    assert "ok" in line()
    erase(henna)
    assert line().endswith("people 1")
    whole = file.read_text()
    file.write_text(whole + '{"entity"')
    assert "is cut short" in line()
    file.unlink()
    assert "WRONG" in line()
    assert "lacks 1 of the people" in line()
    file.write_text("other\n")
    assert "Line 1 of the erasure ledger" in line()


def test_the_doctor_finds_a_ledger_that_moves_with_the_folder_one_is_in(run, app, database_url):
    """Beside a SQLite file it is found wherever a command is started; with PostgreSQL it has to be set, and whole."""
    is_beside_database = database_url.startswith("sqlite")
    for setting, is_good in (("", is_beside_database), ("erasures.jsonl", False)):
        told = run("doctor", HOITOMALLI_ERASURE_LEDGER=setting)
        assert ("ok        Erasure ledger" in told.output) is is_good, told.output
        assert ("Set HOITOMALLI_ERASURE_LEDGER to a whole path" in told.output) is not is_good
        assert is_good or told.exit_code == 1


def test_what_the_file_lacks_is_known(henna, file, app):
    """Also where an earlier restore has given out the number anew: then the file has an entry of it, from before."""
    erase(henna)
    (line,) = file.read_text().splitlines()
    for content in ("", line.replace("2026-", "2025-") + "\n"):
        file.write_text(content)
        with app.app_context():
            assert [entry.entity_id for entry in ledger.missing_in_file(file)] == [1]
    file.write_text(line)
    with app.app_context():
        assert ledger.missing_in_file(file) == []
