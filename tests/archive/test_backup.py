"""A backup while people write, and what hinders one: yesterday's archive stays."""

import json
import os
import re
import resource
import signal
import sqlite3
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from lti_tool import db, migrate
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.engines import make_engine
from lti_tool.partners.adding import add_partnership
from lti_tool.partners.operations import Values
from lti_tool.people.models import Person
from tests.archive.conftest import KINDS
from tests.conftest import SECRET, TOOL


def rows_of(path, table):
    with zipfile.ZipFile(path) as archive:
        columns = json.loads(archive.read("manifest.json"))["tables"][table]["columns"]
        return [dict(zip(columns, json.loads(line), strict=True)) for line in archive.read(f"tables/{table}.jsonl").splitlines()]


@contextmanager
def before_each_table(act):
    """Do something whenever the backup begins to read a table."""

    def look(connection, _cursor, statement, *_rest):
        in_memory = connection.engine.url.database is None  # where the schema comes from
        read = not in_memory and re.search(r"FROM (\w+) ORDER BY", statement)
        if read and not busy:
            busy.append(True)
            act(read[1])
            busy.clear()

    busy = []
    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", look)


@pytest.mark.parametrize("kind", KINDS)
def test_acts_that_are_committed_meanwhile_are_in_the_archive_whole_or_not_at_all(kind, filled_database, done, tmp_path):
    """Between any two tables somebody adds a partner: nobody waits, and the archive is one moment."""
    url = filled_database(kind)
    app = create_app(Settings(TOOL, url, SECRET))
    added = []

    def add_partner(table):
        with app.app_context():
            values = Values(f"Kumppani {table}", "", "Näytöt", "")
            add_partnership("everyday", values, db.session.get(Person, 1), other_than=())
            db.session.commit()
            added.append(table)

    with before_each_table(add_partner):
        done(url, "backup", tmp_path / "a.zip")
    db.disconnect(app)
    assert {"change", "change_set", "partner", "partnership"} <= set(added)
    acts = {row["id"] for row in rows_of(tmp_path / "a.zip", "change_set")}
    assert {row["change_set_id"] for row in rows_of(tmp_path / "a.zip", "change")} == acts == {1, 2, 3}
    assert [row["id"] for row in rows_of(tmp_path / "a.zip", "partner")] == [1, 2, 3]
    assert [row["partner_id"] for row in rows_of(tmp_path / "a.zip", "partnership")] == [1, 2, 3]
    done(url, "backup", tmp_path / "a.zip")
    assert len(rows_of(tmp_path / "a.zip", "partner")) == 3 + len(added)


def test_a_missing_database_is_told_and_not_made(refused, tmp_path):
    assert "There is no database" in refused(f"sqlite:///{tmp_path}/none.db", "backup", tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_of_something_else(kind, empty_database, refused, tmp_path):
    url = empty_database(kind)
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipe (id INTEGER PRIMARY KEY)"))
    engine.dispose()
    assert "holds nothing of hoitomalli" in refused(url, "backup", tmp_path / "a.zip")
    assert not (tmp_path / "a.zip").exists()


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_newer_than_the_program(kind, filled_database, refused, tmp_path):
    url = filled_database(kind)
    change(url, "UPDATE alembic_version SET version_num = '9001'")
    assert "version 9001, newer than this program's" in refused(url, "backup", tmp_path / "a.zip")


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_added_by_hand_is_not_dropped_without_a_word(kind, filled_database, refused, tmp_path):
    url = filled_database(kind)
    change(url, "ALTER TABLE partner ADD COLUMN rating INTEGER")
    assert "The table partner is not that of its version, see its columns rating" in refused(url, "backup", tmp_path / "a.zip")


def test_a_database_mixed_from_two_gives_no_archive_that_could_not_be_restored(filled_database, refused, tmp_path):
    url = filled_database("sqlite")
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("DELETE FROM partner WHERE id = 2")
    output = refused(url, "backup", tmp_path / "a.zip")
    assert "not whole" in output
    assert re.search(r"1 row\(s\) of \w+ point to rows of partner that are not there", output)


def change(url, statement):
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def yesterday(tmp_path):
    """An archive that must still be there when today's backup has failed."""
    folder = tmp_path / "backups"
    folder.mkdir()
    path = folder / "hoitomalli.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", "yesterday")
    before = path.read_bytes()
    yield path
    assert path.read_bytes() == before
    assert list(folder.iterdir()) == [path], "nothing half-written stays"


def test_a_full_disk_leaves_yesterdays_archive(filled_database, refused, yesterday):
    url = filled_database("postgresql")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, limits[1]))
    try:
        assert "File too large" in refused(url, "backup", yesterday)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.fixture
def ctrl_c():
    """It is heard, also where the tests were started with it ignored: `nohup make test &`."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("kind", KINDS)
def test_an_interruption_leaves_yesterdays_archive(kind, signum, filled_database, run, yesterday):
    url = filled_database(kind)
    before = signal.getsignal(signal.SIGTERM)
    with before_each_table(lambda table: os.kill(os.getpid(), signum) if table == "partner" else None):
        assert run(url, "backup", yesterday).exit_code == 1
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_failing_database_leaves_yesterdays_archive(filled_database, refused, yesterday):
    url = filled_database("sqlite")
    change(url, "DROP TABLE own_words")
    assert "own_words" in refused(url, "backup", yesterday)


def test_what_is_no_archive_is_never_written_over(filled_database, refused, tmp_path):
    """A slip of the pen may name the database itself."""
    url = filled_database("sqlite")
    database = Path(url.removeprefix("sqlite:///"))
    before = database.read_bytes()
    assert "is no archive: it is left alone" in refused(url, "backup", database)
    assert database.read_bytes() == before
    assert "is no archive: it is left alone" in refused(url, "backup", "/dev/null")
    assert "is no archive: it is left alone" in refused(url, "backup", tmp_path)
    assert not Path("/dev/null").is_file()


def test_a_place_that_cannot_be_written(filled_database, refused, tmp_path):
    assert "No such file or directory" in refused(filled_database("sqlite"), "backup", tmp_path / "none" / "a.zip")


def test_todays_archive_takes_yesterdays_place_also_behind_a_link(filled_database, done, yesterday_link, tmp_path):
    done(filled_database("sqlite"), "backup", yesterday_link)
    assert yesterday_link.is_symlink()
    assert len(rows_of(tmp_path / "real.zip", "partner")) == 3


@pytest.fixture
def yesterday_link(tmp_path):
    (tmp_path / "real.zip").touch()
    link = tmp_path / "link.zip"
    link.symlink_to(tmp_path / "real.zip")
    return link


def test_a_stopped_tool_leaves_a_file_that_is_whole_by_itself(filled_database, tmp_path):
    """Also while another process, e.g. a doctor, has it open: then SQLite itself would leave everything in the -wal."""
    database = Path(filled_database("sqlite").removeprefix("sqlite:///"))
    app = create_app(Settings(TOOL, f"sqlite:///{database}", SECRET))
    other = sqlite3.connect(database)
    other.execute("SELECT count(*) FROM partner").fetchall()
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(text("UPDATE partner SET name = 'Viimeisin' WHERE id = 1"))
    db.disconnect(app)
    copy = tmp_path / "copy" / "copied.db"
    copy.parent.mkdir()
    copy.write_bytes(database.read_bytes())
    assert sqlite3.connect(copy).execute("SELECT name FROM partner WHERE id = 1").fetchall() == [("Viimeisin",)]
    other.close()


@pytest.mark.parametrize("command", ["backup", "doctor"])
def test_a_damaged_file_is_told_in_one_line(command, filled_database, run, tmp_path):
    url = filled_database("sqlite")
    database = Path(url.removeprefix("sqlite:///"))
    words = [command, tmp_path / "a.zip"] if command == "backup" else [command]
    whole = database.read_bytes()
    for damaged in (b"Hyvaa paivaa" * 1000, whole[: len(whole) // 2], whole[:4096] + b"\xaa" * (len(whole) - 4096)):
        database.write_bytes(damaged)
        result = run(url, *words)
        assert result.exit_code == 1
        assert re.search(r"not a database|malformed|not whole", result.output), result.output
        assert not (tmp_path / "a.zip").exists()


def test_doctor_finds_a_database_mixed_from_two(filled_database, run):
    url = filled_database("sqlite")
    assert "ok        Database file: whole" in run(url, "doctor").output
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        connection.execute("DELETE FROM partner WHERE id = 2")
    output = run(url, "doctor").output
    assert "WRONG     Database file: " in output
    assert "point to rows of partner that are not there" in output


def test_revisions_are_known_to_the_program():
    assert "0001" in migrate.known_revisions()
