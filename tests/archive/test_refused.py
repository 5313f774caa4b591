"""Whatever is wrong with an archive or with the place it goes to: one line, and nothing is written."""

import hashlib
import json
import os
import random
import signal
import sqlite3
import zipfile

import pytest
from sqlalchemy import Engine, event, inspect, text

from lti_tool import db, migrate
from lti_tool.app import create_app
from lti_tool.cli.one_process import claimed_database
from lti_tool.config import Settings
from lti_tool.engines import make_engine
from tests.archive.conftest import KINDS, contents
from tests.conftest import SECRET, TOOL


@pytest.fixture
def archive(filled_database, done, tmp_path):
    """A good archive."""
    path = tmp_path / "good.zip"
    done(filled_database("sqlite"), "backup", path)
    return path


@pytest.fixture
def changed(archive, tmp_path):
    """A copy of it with its members changed: changed({"manifest.json": edit}), where `edit` gets and gives bytes, or None."""

    def change(edits):
        path = tmp_path / "changed.zip"
        with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
            for name in [*old.namelist(), *(edits.keys() - set(old.namelist()))]:
                content = old.read(name) if name in old.namelist() else b""
                content = edits[name](content) if name in edits else content
                if content is not None:
                    new.writestr(name, content)
        return path

    return change


def in_manifest(edit):
    """An edit of manifest.json as Python values."""

    def change(content):
        manifest = json.loads(content)
        edit(manifest)
        return json.dumps(manifest).encode()

    return change


def is_empty(url):
    if url.startswith("sqlite"):
        path = url.removeprefix("sqlite:///")
        folder, name = os.path.split(path)
        return not [other for other in os.listdir(folder) if name in other]
    engine = make_engine(url)
    try:
        return inspect(engine).get_table_names() == []
    finally:
        engine.dispose()


@pytest.fixture
def refused_untouched(refused, empty_database):
    """Restoring it into a new database is refused, and leaves that as empty as it was."""

    def restore(path, kind="sqlite"):
        url = empty_database(kind)
        output = refused(url, "restore", path)
        assert is_empty(url)
        return output

    return restore


def set_value(content, row, column, value):
    lines = [json.loads(line) for line in content.splitlines()]
    lines[row][column] = value
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def test_an_archive_that_was_cut_off_anywhere(archive, refused_untouched, tmp_path):
    whole = archive.read_bytes()
    cut = tmp_path / "cut.zip"
    for length in [1, 10, 100, *range(500, len(whole), len(whole) // 12), len(whole) - 1]:
        cut.write_bytes(whole[:length])
        assert "damaged or not whole" in refused_untouched(cut)


def test_a_flipped_byte_is_refused_or_changes_nothing(archive, empty_database, run, done, tmp_path):
    """What the zip format says twice, or nobody reads (a time), may be wrong; never a value."""
    whole = bytearray(archive.read_bytes())
    url = empty_database("sqlite")
    done(url, "restore", archive)
    right = contents(url)
    flipped = tmp_path / "flipped.zip"
    chance = random.Random(8)
    refused = 0
    for place in sorted(chance.sample(range(len(whole)), 40)):
        changed = bytearray(whole)
        changed[place] ^= 1 << chance.randrange(8)
        flipped.write_bytes(changed)
        url = empty_database("sqlite")
        result = run(url, "restore", flipped)
        if result.exit_code == 0:
            assert contents(url) == right, place
        else:
            assert result.output.count("\n") == 1, result.output
            assert is_empty(url), place
            refused += 1
    assert refused > 20


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ({"manifest.json": in_manifest(lambda m: m["tables"]["partner"].update(rows=4))}, "partner has 3 rows, 4 are announced"),
        ({"manifest.json": in_manifest(lambda m: m["tables"]["partner"].update(sha256="0"))}, "partner has another SHA-256"),
        ({"manifest.json": in_manifest(lambda m: m["tables"]["partner"]["columns"].pop())}, "partner has other columns"),
        (
            {"manifest.json": in_manifest(lambda m: m["tables"].pop("partner"))},
            "its members are not those of its manifest: tables/partner",
        ),
        ({"manifest.json": in_manifest(lambda m: m.pop("left_out"))}, "left_out"),
        ({"manifest.json": in_manifest(lambda m: m.update(left_out=[]))}, "its tables are not those of version"),
        ({"manifest.json": lambda content: b"[]"}, "damaged or not whole"),
        ({"manifest.json": lambda content: b"\xff"}, "damaged or not whole"),
        ({"manifest.json": lambda content: None}, "it has no manifest.json"),
        ({"tables/partner.jsonl": lambda content: None}, "its members are not those of its manifest: tables/partner.jsonl"),
        ({"tables/partner.jsonl": lambda content: content.replace(b"partner name 1", b"partner name X")}, "another SHA-256"),
        ({"tables/partner.jsonl": lambda content: content + content}, "6 rows"),
        ({"tables/partner.jsonl": lambda content: set_value(content, 1, 0, "2")}, "row 2 of partner has no possible value of id"),
        (
            {"tables/partner.jsonl": lambda content: set_value(content, 1, 0, 2**63)},
            "row 2 of partner has no possible value of id",
        ),
        (
            {"tables/partner.jsonl": lambda content: set_value(content, 1, 2, None)},
            "row 2 of partner has no possible value of name",
        ),
        (
            {"tables/course.jsonl": lambda content: set_value(content, 0, 7, "2026-01-01T00:00:00")},
            "no possible value of opened_at",
        ),
        ({"../evil.txt": lambda content: b"x"}, "its members are not those of its manifest: ../evil.txt"),
        ({"tables/pupil.jsonl": lambda content: b"[1]\n"}, "its members are not those of its manifest: tables/pupil.jsonl"),
    ],
)
def test_an_archive_that_is_not_what_it_says(edits, reason, changed, refused_untouched):
    assert reason in refused_untouched(changed(edits))


def test_an_archive_of_a_newer_version(changed, refused_untouched):
    newer = changed({"manifest.json": in_manifest(lambda m: m.update(revision="9001", tool_version="7.0"))})
    assert "Install version 7.0 of hoitomalli, or a later one, and restore with it." in refused_untouched(newer)
    newer = changed({"manifest.json": in_manifest(lambda m: m.update(format=2, tool_version="7.0"))})
    assert "This archive has format 2, this program knows 1. Install version 7.0" in refused_untouched(newer)


def test_what_is_no_archive_at_all(refused_untouched, tmp_path):
    (tmp_path / "empty.zip").touch()
    (tmp_path / "text.zip").write_text("Hyvää päivää")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a.txt", "a")
    for name in ("empty.zip", "text.zip", "other.zip"):
        assert "damaged or not whole" in refused_untouched(tmp_path / name)
    assert "cannot be read: Is a directory" in refused_untouched(tmp_path)
    assert "cannot be read: No such file" in refused_untouched(tmp_path / "none.zip")


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_the_database_refuses_leave_it_empty(kind, changed, refused_untouched):
    """The sums are right, but a row points to none: found by the database, after others were filled in."""

    def point_to_none(content):
        return set_value(content, 2, 2, 77)

    def announce(manifest):
        manifest["tables"]["partnership"]["sha256"] = hashlib.sha256(rows.append(point_to_none(rows[0])) or rows[1]).hexdigest()

    rows = []
    changed({"tables/partnership.jsonl": lambda content: rows.append(content) or content})
    path = changed({"tables/partnership.jsonl": point_to_none, "manifest.json": in_manifest(announce)})
    output = refused_untouched(path, kind)
    assert "partnership" in output


@pytest.mark.parametrize("kind", KINDS)
def test_never_over_a_database_in_use(kind, filled_database, archive, refused):
    url = filled_database(kind)
    app = create_app(Settings(TOOL, url, SECRET))
    with app.app_context():
        db.session.execute(text("UPDATE partner SET name = 'Muu' WHERE id = 1"))
        db.session.commit()
        assert "nothing is ever restored over" in refused(url, "restore", archive)
        assert db.session.scalar(text("SELECT name FROM partner WHERE id = 1")) == "Muu"
    db.disconnect(app)


def test_never_over_an_empty_but_migrated_database(empty_database, archive, refused):
    url = empty_database("postgresql")
    engine = make_engine(url)
    migrate.upgrade(engine)
    migrate.downgrade(engine, "base")
    engine.dispose()
    assert "not empty" in refused(url, "restore", archive)


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_what_lies_beside_from_another_database_is_not_played_into_it(suffix, empty_database, archive, refused, tmp_path):
    url = empty_database("sqlite")
    leftover = tmp_path / (url.rpartition("/")[2] + suffix)
    leftover.write_bytes(b"old")
    assert f"{leftover} is there without its database" in refused(url, "restore", archive)
    assert leftover.read_bytes() == b"old"
    assert not os.path.exists(url.removeprefix("sqlite:///"))


def test_a_file_that_comes_meanwhile_is_not_overwritten(empty_database, archive, refused, monkeypatch, tmp_path):
    """As `serve` would make one, started while the archive is being filled in."""
    url = empty_database("sqlite")
    database = tmp_path / url.rpartition("/")[2]
    link = os.link

    def come_first(new, target):
        database.write_text("somebody else's")
        link(new, target)

    monkeypatch.setattr(os, "link", come_first)
    refused(url, "restore", archive)
    assert database.read_text() == "somebody else's"


def test_an_empty_file_takes_a_restore(empty_database, archive, done, tmp_path):
    url = empty_database("sqlite")
    (tmp_path / url.rpartition("/")[2]).touch()
    done(url, "restore", archive)
    assert len(contents(url)["partner"]) == 3


def test_a_tool_that_still_serves_the_file_moved_away_is_told(archive, refused, empty_database):
    """It would go on writing into the old one, and nobody would see it."""
    url = empty_database("sqlite")
    with claimed_database(url):
        assert "Another `hoitomalli serve` uses" in refused(url, "restore", archive)
    assert not os.path.exists(url.removeprefix("sqlite:///"))


def test_a_full_disk_while_restoring_leaves_nothing(empty_database, archive, refused):
    """SQLite itself says that the disk is full."""

    def limit(connection, _record):
        if isinstance(connection, sqlite3.Connection):
            connection.execute("PRAGMA max_page_count=60")

    event.listen(Engine, "connect", limit)
    try:
        url = empty_database("sqlite")
        assert "disk is full" in refused(url, "restore", archive)
        assert is_empty(url)
    finally:
        event.remove(Engine, "connect", limit)


@pytest.mark.parametrize("kind", KINDS)
def test_an_interruption_leaves_nothing(kind, archive, empty_database, run):
    def stop(_connection, _cursor, statement, *_rest):
        if statement.startswith("INSERT INTO partnership"):
            os.kill(os.getpid(), signal.SIGTERM)

    url = empty_database(kind)
    event.listen(Engine, "before_cursor_execute", stop)
    try:
        assert run(url, "restore", archive).exit_code == 1
    finally:
        event.remove(Engine, "before_cursor_execute", stop)
    assert is_empty(url)


def test_no_folder_to_restore_into(archive, refused, tmp_path):
    assert f"finds no folder {tmp_path}/none" in refused(f"sqlite:///{tmp_path}/none/a.db", "restore", archive)
    assert not (tmp_path / "none").exists()


def test_a_database_that_cannot_be_reached(archive, refused, tmp_path):
    away = "postgresql+psycopg://nobody@127.0.0.1:1/none"
    assert "Connection refused" in refused(away, "restore", archive)
    assert "Connection refused" in refused(away, "backup", tmp_path / "new.zip")
    assert not (tmp_path / "new.zip").exists()
