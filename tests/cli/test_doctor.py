"""The doctor's lines for the operator: the database's place, a try at writing, room, and who may read our files."""

import re
import shutil
import sqlite3

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import SECRET


@pytest.fixture
def lines_of(run):
    """The doctor's lines by their name, and the exit code: lines_of()["Writing"]."""

    def read(**changes):
        result = run("doctor", **changes)
        found = re.findall(r"^  (\w+) +([^:]+): (.*)$(?:\n {12}(.*))?", result.output, re.MULTILINE)
        return {name: (sign, text, cure) for sign, name, text, cure in found} | {"code": result.exit_code}

    return read


def test_doctor_shows_where_the_database_is_and_that_it_can_be_written(lines_of, database_url, app):
    sign, text, _cure = lines_of()["Writing"]
    assert sign == "ok"
    assert text.startswith(
        f"{database_url.removeprefix('sqlite:///')}, tried as " if "sqlite" in database_url else "emptied at /"
    )


def test_doctor_takes_its_try_back(lines_of, database_url, app):
    """Its write is one that changes nothing: whether it was committed is told by the database's own counters."""
    is_sqlite = database_url.startswith("sqlite")
    committed = "PRAGMA data_version" if is_sqlite else "SELECT CAST(xmin AS text) FROM alembic_version"
    with create_engine(database_url).connect() as connection:
        before = connection.scalar(text(committed))
        assert lines_of()["Writing"][0] == "ok"
        assert connection.scalar(text(committed)) == before


def test_doctor_tells_a_database_that_cannot_be_written(lines_of, database_url, app):
    if database_url.startswith("sqlite"):
        with sqlite3.connect(database_url.removeprefix("sqlite:///")) as database:
            database.execute(
                "CREATE TRIGGER full BEFORE UPDATE ON alembic_version BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        database.close()
        found = lines_of()
        words = "the disk is full. Make room."
    else:
        between = "&" if "?" in database_url else "?"
        read_only = f"{database_url}{between}options=-cdefault_transaction_read_only=on"
        found = lines_of(HOITOMALLI_DATABASE_URL=read_only)
        words = "cannot execute UPDATE in a read-only transaction. Is HOITOMALLI_DATABASE_URL right?"
    assert found["code"] == 1
    assert found["Writing"][0] == "WRONG"
    assert found["Writing"][2] == words


def test_doctor_never_shows_the_password(run, database_url, app):
    if database_url.startswith("sqlite"):
        pytest.skip("a file has none")
    assert "geheim" not in run("doctor", HOITOMALLI_DATABASE_URL=database_url.replace("postgres:@", "postgres:geheim@")).output


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o606, 0o601])
def test_doctor_tells_what_others_may_read_and_how_to_close_it(lines_of, tmp_path, database_url, app, mode):
    secret = tmp_path / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o640)
    files = [secret]
    if database_url.startswith("sqlite"):
        held = sqlite3.connect(tmp_path / "test.db")  # as by `serve`: what lies beside the file stays
        held.execute("UPDATE alembic_version SET version_num = version_num")
        held.commit()  # an empty -wal would be given its database's rights again
        files += [tmp_path / "test.db", tmp_path / "test.db-wal", tmp_path / "test.db-shm"]
    from_file = {"HOITOMALLI_SECRET": "", "HOITOMALLI_SECRET_FILE": str(secret)}
    assert lines_of(**from_file)["Rights of the files"][0] == "ok"
    for file in files:
        file.chmod(mode)
        found = lines_of(**from_file)
        assert found["code"] == 1
        sign, _text, cure = found["Rights of the files"]
        assert sign == "WRONG"
        assert cure.startswith("chmod o-rwx /")
        assert str(file) in cure.split()  # SQLite gives a new -wal the rights of its database
        file.chmod(0o600)


def test_doctor_tells_a_folder_in_which_others_may_put_files(lines_of, tmp_path, database_url, app):
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL has its own folder")
    (tmp_path / "test.db").chmod(0o600)
    tmp_path.chmod(0o707)
    assert lines_of()["Rights of the files"][2] == f"chmod o-rwx {tmp_path}"


def test_doctor_tells_a_full_disk(lines_of, database_url, app, monkeypatch):
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL may be on another machine")
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: shutil._ntuple_diskusage(10**9, 10**9 - 99_000_000, 99_000_000))
    found = lines_of()
    assert found["code"] == 1
    assert found["Room on the disk"][:2] == (
        "WRONG",
        f"99 MB left for {database_url.removeprefix('sqlite:///').rpartition('/')[0]}",
    )
