"""What is wrong with settings or database: one line with the cure from every command, and nothing is made or migrated."""

import os
import pwd
import shutil
import sqlite3
import stat
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, make_url, text

from lti_tool import migrate
from lti_tool.archive.backup import back_up
from lti_tool.cli import main
from lti_tool.engines import close_engine, make_engine
from tests.conftest import SECRET, TOOL, create_database, other_database
from tests.serving import free_port, served

COMMANDS = {
    "serve": ["serve", "--port", "PORT"],
    "invite": ["invite", "Opisto"],
    "register": ["register", "--organisation", "O", "--issuer", "https://m.example", "--client-id", "a"],
    "switch-platform": ["switch-platform", "off", "--issuer", "https://m.example"],
    "open-course": ["open-course", "--organisation", "O", "--course", "7"],
    "doctor": ["doctor"],
    "keys list": ["keys", "list"],
    "keys rotate": ["keys", "rotate"],
    "keys retire": ["keys", "retire", "abc"],
    "forget-platform-keys": ["forget-platform-keys", "https://m.example"],
    "worker": ["worker"],
    "jobs": ["jobs"],
    "backup": ["backup", "new.zip"],
    "restore": ["restore", "OLD"],
    "export": ["export", "new.xlsx", "--college", "O"],
    "import": ["import", "OLD", "--college", "O"],
}
ON_WHAT_IS_THERE = sorted(COMMANDS.keys() - {"serve", "worker", "restore"})
SERVES_OR_WORKS = sorted(COMMANDS.keys() - {"restore"})


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The folder one stands in."""
    folder = tmp_path / "stands"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def archive(migrated_sqlite, tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "old.zip"
    back_up(f"sqlite:///{migrated_sqlite}", path)
    return path


@pytest.fixture
def told(folder, archive):
    """The one line that a command ends with: told("doctor", url)."""

    def run(command, url, **changes):
        words = [{"PORT": str(free_port()), "OLD": str(archive)}.get(word, word) for word in COMMANDS[command]]
        environment = {"HOITOMALLI_PUBLIC_URL": TOOL, "HOITOMALLI_SECRET": SECRET, "HOITOMALLI_DATABASE_URL": url}
        result = CliRunner().invoke(main, words, env={**environment, **changes})
        assert isinstance(result.exception, SystemExit), result.exc_info
        assert result.exit_code == 1
        [line] = result.output.splitlines()
        assert line.startswith("Error: ")
        return line

    return run


@pytest.fixture
def as_nobody():
    """Rights count for nothing while we are root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def closed_folder():
    """A folder that others may look into and not write; pytest's own is closed to them."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
        Path(name).chmod(0o755)


def test_every_command_is_tried_here():
    """The others need no settings of an installation."""
    keys = {f"keys {name}" for name in main.commands["keys"].commands}
    assert {*main.commands, *keys} - COMMANDS.keys() == {"keys", "demo", "check-content"}


@pytest.mark.parametrize("command", ON_WHAT_IS_THERE)
def test_only_serve_makes_a_database(told, folder, command):
    line = told(command, "sqlite:///none.db")
    assert f"There is no database at {folder}/none.db. Start `hoitomalli serve` once, or correct HOITOMALLI_DATABASE_URL." in line
    assert list(folder.iterdir()) == []


@pytest.fixture(scope="module")
def untouched(postgresql_url):
    """A database of PostgreSQL in which nothing is."""
    return create_database(postgresql_url, "template0")


@pytest.mark.parametrize("command", ON_WHAT_IS_THERE)
def test_an_empty_database_of_postgresql_stays_empty(told, untouched, command):
    line = told(command, untouched)
    assert f"{make_url(untouched).database} at /" in line
    assert "holds nothing of hoitomalli. Start `hoitomalli serve` once" in line
    with create_engine(untouched).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")) == 0


@pytest.mark.parametrize("command", [name for name in ON_WHAT_IS_THERE if name != "backup"])
def test_an_older_database_is_migrated_by_serve_only(told, folder, command):
    url = f"sqlite:///{folder}/older.db"
    engine = make_engine(url)
    migrate.upgrade(engine, "0007")
    close_engine(engine)
    before = (folder / "older.db").read_bytes()
    line = told(command, url)
    assert f"The database {folder}/older.db is of version 0007, this program needs " in line
    assert "Restart `hoitomalli serve`" in line
    assert (folder / "older.db").read_bytes() == before


@pytest.mark.parametrize("command", SERVES_OR_WORKS)
def test_a_newer_database_is_left_alone(told, folder, migrated_sqlite, command):
    shutil.copy(migrated_sqlite, folder / "newer.db")
    with sqlite3.connect(folder / "newer.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "is of version 9999, newer than this program's" in told(command, "sqlite:///newer.db")


@pytest.mark.parametrize("command", SERVES_OR_WORKS)
def test_a_file_that_is_no_database_is_named(told, folder, command):
    (folder / "x.db").write_text("Not a database at all. " * 100)
    assert f"The database {folder}/x.db cannot be used: file is not a database" in told(command, "sqlite:///x.db")
    assert [path.name for path in folder.iterdir()] == ["x.db"]


@pytest.mark.parametrize("command", SERVES_OR_WORKS)
def test_the_database_of_another_program_is_not_touched(told, folder, command):
    with sqlite3.connect(folder / "places.db") as database:
        database.execute("CREATE TABLE bookmarks (id INTEGER)")
    database.close()
    before = (folder / "places.db").read_bytes()
    assert "holds nothing of hoitomalli, but another program's table bookmarks" in told(command, "sqlite:///places.db")
    assert (folder / "places.db").read_bytes() == before


@pytest.mark.parametrize("command", SERVES_OR_WORKS)
def test_a_damaged_file_names_the_backup(told, folder, migrated_sqlite, command):
    damaged = bytearray(migrated_sqlite.read_bytes())
    damaged[4096:40960] = b"\xff" * (40960 - 4096)
    (folder / "x.db").write_bytes(damaged)
    assert "is malformed. Keep the file, and restore the last good backup" in told(command, "sqlite:///x.db")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_is_not_there_is_named(told, tmp_path, command):
    assert f"finds no folder {tmp_path}/none for the database." in told(command, f"sqlite:///{tmp_path}/none/x.db")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_in_place_of_the_file_is_named(told, folder, command):
    assert f"{folder} is a folder, not a database file" in told(command, f"sqlite:///{folder}")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_this_user_may_not_write_is_named_and_the_user_too(told, closed_folder, request, command):
    closed_folder.chmod(0o555)
    request.getfixturevalue("as_nobody")
    line = told(command, f"sqlite:///{closed_folder}/x.db")
    assert f"{pwd.getpwuid(os.geteuid()).pw_name} may not write {closed_folder}. Run this as the user of the service" in line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_this_user_may_not_write_is_named(told, closed_folder, migrated_sqlite, request, command):
    shutil.copy(migrated_sqlite, closed_folder / "x.db")
    (closed_folder / "x.db").chmod(0o444)
    closed_folder.chmod(0o777)
    request.getfixturevalue("as_nobody")
    assert f" may not write {closed_folder}/x.db." in told(command, f"sqlite:///{closed_folder}/x.db")


@pytest.mark.parametrize("command", COMMANDS)
def test_postgresql_that_is_down_is_told_without_its_password(told, command):
    line = told(command, f"postgresql+psycopg://u:geheim@127.0.0.1:{free_port()}/x")
    assert "Connection refused. Does PostgreSQL run there" in line
    assert "geheim" not in line


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_postgresql_does_not_have_is_told(told, postgresql_url, command):
    assert 'database "nowhere" does not exist. Make it' in told(command, other_database(postgresql_url, "nowhere"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_missing_psycopg_is_told(told, monkeypatch, command):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "Install hoitomalli with [postgresql]" in told(command, "postgresql+psycopg://u:p@127.0.0.1/x")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://u:geheim@h/x",
        "postgres://u:geheim@h/x",
        "postgresql://u:geheim@h/x",
        "postgresql+psycopg://u:geheim@h:port/x",
    ],
)
def test_an_address_that_is_none_is_told_without_quoting_it(told, command, url):
    line = told(command, url)
    assert "HOITOMALLI_DATABASE_URL" in line
    assert "Write sqlite:////path/to/file.db, or postgresql+psycopg://user:password@host/name" in line
    assert "heim" not in line


@pytest.mark.parametrize("password", ["s@geheim", "s@geh/heim", "a/s@geheim", "s@geheim:1"])
def test_an_at_sign_in_the_password_is_told_and_looked_up_nowhere(told, password):
    """What follows it would be taken for the host: shown, and asked of the name server."""
    line = told("doctor", f"postgresql+psycopg://u:{password}@127.0.0.1:{free_port()}/x")
    assert "HOITOMALLI_DATABASE_URL cannot be read" in line
    assert "%40" in line
    assert "heim" not in line


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "address",
    [
        "",
        "tool",
        "http://tool.test",
        "https://tool.test/path",
        "https://[",
        "https://tool.test:99999",
        "https://a:b@tool.test",
        "https://tool.test?",
    ],
)
def test_a_public_address_that_is_none_is_told(told, command, address):
    assert "HOITOMALLI_PUBLIC_URL" in told(command, "sqlite:///x.db", HOITOMALLI_PUBLIC_URL=address)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty. Make one: openssl rand -hex 32 > "),
        (b" \n", "is empty"),
        (b"\xff\xfe", "is no text"),
        (b"short", "is shorter than 32 characters"),
        (b"a" * 64, "repeats a few characters"),
        (b"change-me-to-something-long-and-random", "has the word 'changeme' in it"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_secret_file_of_no_use_is_told_by_its_name(told, tmp_path, command, content, words):
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
    line = told(command, "sqlite:///x.db", HOITOMALLI_SECRET="", HOITOMALLI_SECRET_FILE=str(path))
    assert f"HOITOMALLI_SECRET_FILE, {path}" in line or f"HOITOMALLI_SECRET_FILE, '{path}'" in line
    assert words in line


@pytest.mark.parametrize("secret", ["a" * 64, "change-me-" * 4, "Change_Me_to_something_long_and_random", "0123" * 16])
def test_a_secret_that_can_be_guessed_is_refused(told, secret):
    line = told("serve", "sqlite:///x.db", HOITOMALLI_SECRET=secret)
    assert "it could be guessed. Make one: openssl rand -hex 32" in line
    assert secret not in line


def test_serve_makes_the_file_for_nobody_else_to_read(folder):
    before = os.umask(0o022)
    try:
        with served(f"sqlite:///{folder}/new.db", folder / "log"):
            made = {path.name: stat.filemode(path.stat().st_mode) for path in folder.iterdir() if path.name != "log"}
    finally:
        os.umask(before)
    assert made.keys() >= {"new.db", "new.db-wal", "new.db-shm"}
    assert set(made.values()) == {"-rw-------"}
