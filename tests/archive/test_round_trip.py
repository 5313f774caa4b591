"""What goes into an archive comes out of it: within and across the kinds of databases, of this revision and all before."""

import json
import stat
import zipfile

import pytest
from sqlalchemy import text

from lti_tool import db, migrate
from lti_tool.archive.schema import is_short_lived, schema_at, set_later
from lti_tool.engines import make_engine
from tests.archive.conftest import KINDS, ROWS, contents

REVISIONS = sorted(migrate.known_revisions())
NEWEST = REVISIONS[-1]
ODD_TEXTS = [
    "",
    " ",
    "ä",
    "👩🏽‍🏫",
    "a\u0001\u001f\u007f\u0085\u2028b",
    "\\u0041 \\n '\" %s :x",
    "rivi\r\ntoinen\n\n",
    "x" * 100_000,
]
ODD_JSON = [
    None,
    "null",
    '"ä\\u0000\\ud800"',
    '{"b": 1, "a": [1.10, 1e400, 123456789012345678901234567890]}',
    "7",
    "-2.5",
    "true",
    '""',
]
TIMES = ["2026-03-29 00:59:59.999999", "1999-12-31 23:59:59.000000", "2026-11-22 00:00:00.000001"]


@pytest.mark.parametrize("into", KINDS)
@pytest.mark.parametrize("out_of", KINDS)
def test_everything_comes_back(out_of, into, filled_database, empty_database, done, tmp_path):
    first = filled_database(out_of)
    second = empty_database(into)
    assert "colleges 3, partners 3, people 3" in done(first, "backup", tmp_path / "a.zip")
    assert "colleges 3, partners 3, people 3" in done(second, "restore", tmp_path / "a.zip")
    before = contents(first)
    assert {name: len(rows) for name, rows in before.items()} == {
        name: 1 if name == "alembic_version" else ROWS for name in [*db.Base.metadata.tables, "alembic_version"]
    }
    for table in db.Base.metadata.tables:
        if is_short_lived(table):
            before[table] = []
    assert contents(second) == before


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_archive_becomes_what_its_database_would_have_become(revision, filled_database, empty_database, done, tmp_path):
    old = filled_database("sqlite", revision)
    assert f"version {revision}" in done(old, "backup", tmp_path / "a.zip")
    assert migrated_to(old) == revision, "a backup migrates nothing"
    engine = make_engine(old)
    with engine.begin() as connection:
        for table in schema_at(revision).tables:
            if is_short_lived(table):
                connection.execute(text(f"DELETE FROM {table}"))
    migrate.upgrade(engine)
    engine.dispose()
    # What an archive became is put into any database alike: into PostgreSQL of every fourth, for the sake of time.
    for kind in KINDS if int(revision) % 4 == 1 else ["sqlite"]:
        new = empty_database(kind)
        done(new, "restore", tmp_path / "a.zip")
        assert contents(new) == contents(old)
        assert migrated_to(new) == NEWEST


def migrated_to(url):
    engine = make_engine(url, writing=False)
    with engine.connect() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


@pytest.mark.parametrize("into", KINDS)
@pytest.mark.parametrize("out_of", KINDS)
def test_odd_values_stay_what_they_are(out_of, into, filled_database, empty_database, done, tmp_path):
    """Written and read as plain SQL, so that nothing of ours is between: JSON's null is not SQL's, a time is an instant."""
    first = filled_database(out_of)
    second = empty_database(into)
    engine = make_engine(first)
    json_type = "CAST(:value AS JSON)" if out_of == "postgresql" else ":value"
    with engine.begin() as connection:
        for number, value in enumerate(ODD_TEXTS, 10):
            connection.execute(text(f"INSERT INTO packaged_text VALUES ('{number}', '', '', '', :value)"), {"value": value})
        for number, value in enumerate(ODD_JSON, 10):
            insert = f"INSERT INTO change VALUES ({number}, 1, 'x', :id, 'f', {json_type}, NULL, 1, false)"
            connection.execute(text(insert), {"value": value, "id": 2**31 - 1})
        for number, value in enumerate(TIMES, 1):
            zone = "+00" if out_of == "postgresql" else ""
            connection.execute(text(f"UPDATE course SET opened_at = '{value}{zone}' WHERE id = {number}"))
    engine.dispose()
    done(first, "backup", tmp_path / "a.zip")
    done(second, "restore", tmp_path / "a.zip")
    engine = make_engine(second, writing=False)
    with engine.connect() as connection:
        texts = connection.execute(text("SELECT text FROM packaged_text WHERE length(digest) = 2 ORDER BY digest"))
        assert texts.scalars().all() == ODD_TEXTS
        values = connection.execute(text("SELECT CAST(before AS TEXT), entity_id FROM change WHERE id >= 10 ORDER BY id"))
        assert values.all() == [(value, 2**31 - 1) for value in ODD_JSON]
        zoned = "opened_at AT TIME ZONE 'UTC'" if into == "postgresql" else "opened_at"
        times = connection.execute(text(f"SELECT {zoned} FROM course ORDER BY id")).scalars()
        assert [f"{time}" if "." in f"{time}" else f"{time}.000000" for time in times] == TIMES


@pytest.mark.parametrize("kind", KINDS)
def test_rows_that_point_to_later_rows_of_their_own_table_come_back(kind, filled_database, empty_database, done, tmp_path):
    first = filled_database("sqlite")
    second = empty_database(kind)
    engine = make_engine(first)
    with engine.begin() as connection:
        connection.execute(text("UPDATE change_set SET undoes_id = id + 1 WHERE id < 3"))
    engine.dispose()
    done(first, "backup", tmp_path / "a.zip")
    done(second, "restore", tmp_path / "a.zip")
    engine = make_engine(second, writing=False)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id, undoes_id FROM change_set ORDER BY id")).all() == [(1, 2), (2, 3), (3, None)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_row_gets_a_number_that_none_has(kind, filled_database, empty_database, done, tmp_path):
    first = filled_database("sqlite")
    second = empty_database(kind)
    done(first, "backup", tmp_path / "a.zip")
    done(second, "restore", tmp_path / "a.zip")
    engine = make_engine(second)
    with engine.begin() as connection:
        added = connection.execute(text("INSERT INTO lti_platform (issuer, is_active) VALUES ('x', TRUE) RETURNING id"))
        assert added.scalar() == ROWS + 1


def test_every_table_is_in_the_archive_or_short_lived(filled_database, done, tmp_path):
    """A new table cannot be forgotten; one that is left out is named, and nothing that is kept points to it."""
    done(filled_database("sqlite"), "backup", tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert archive.namelist() == [*(f"tables/{name}.jsonl" for name in manifest["tables"]), "manifest.json"]
    tables = db.Base.metadata.tables
    left_out = {name for name in tables if is_short_lived(name)}
    assert left_out >= {"launch", "lti_used_nonce", "lti_platform_key_set"}
    assert set(manifest["left_out"]) == left_out
    assert set(manifest["tables"]) == tables.keys() - left_out
    kept = [tables[name] for name in manifest["tables"]]
    assert {key.column.table.name for table in kept for key in table.foreign_keys} & left_out == set()


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_column_can_be_archived_and_filled(revision):
    """A type that archives do not know yet, or a circle of columns that must not be empty, shows here and not at a restore."""
    order = schema_at(revision).sorted_tables
    for table in order:
        assert table.primary_key.columns, table.name
        assert all(table.columns[name].nullable for name in set_later(table, order))


def test_only_its_owner_may_read_an_archive_or_a_restored_file(filled_database, empty_database, done, tmp_path):
    done(filled_database("sqlite"), "backup", tmp_path / "a.zip")
    second = empty_database("sqlite")
    done(second, "restore", tmp_path / "a.zip")
    for path in (tmp_path / "a.zip", tmp_path / second.rpartition("/")[2]):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_restored_file_is_whole_by_itself(filled_database, empty_database, done, tmp_path):
    done(filled_database("sqlite"), "backup", tmp_path / "a.zip")
    before = set(tmp_path.iterdir())
    second = empty_database("sqlite")
    done(second, "restore", tmp_path / "a.zip")
    assert {path.name for path in set(tmp_path.iterdir()) - before} == {second.rpartition("/")[2]}
