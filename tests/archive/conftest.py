"""Databases of both kinds at any revision, with rows in every table."""

import json
import shutil
import uuid
from functools import cache

import pytest
from click.testing import CliRunner
from sqlalchemy import JSON, Boolean, Date, DateTime, Integer, MetaData, make_url, text

from lti_tool import db, migrate
from lti_tool.cli import main
from lti_tool.engines import close_engine, make_engine
from tests.conftest import SECRET, TOOL, create_database

KINDS = ("sqlite", "postgresql")
ROWS = 3


@pytest.fixture
def empty_database(request, tmp_path):
    """The address of a database in which nothing is: empty_database("sqlite")."""

    def make(kind):
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / uuid.uuid4().hex}.db"
        return request.getfixturevalue("new_postgresql")("template0")

    return make


@pytest.fixture(scope="session")
def filled_sqlite(tmp_path_factory):
    """A file with rows in every table, made once for each revision: filled_sqlite("0003")."""
    folder = tmp_path_factory.mktemp("filled")

    @cache
    def make(revision):
        make_filled(f"sqlite:///{folder}/{revision}.db", revision)
        return folder / f"{revision}.db"

    return make


@pytest.fixture(scope="session")
def filled_postgresql(postgresql_url):
    """The name of a database with rows in every table, for copying."""
    url = create_database(postgresql_url, "template0")
    make_filled(url, "head")
    return make_url(url).database


def make_filled(url, revision):
    engine = make_engine(url)
    migrate.upgrade(engine, revision)
    fill(engine)
    close_engine(engine)


@pytest.fixture
def filled_database(request, empty_database):
    """A database of the newest revision with rows in each of its tables; a SQLite one also of an older revision."""

    def make(kind, revision="head"):
        if kind == "postgresql":
            filled = request.getfixturevalue("filled_postgresql")
            return request.getfixturevalue("new_postgresql")(filled)
        url = empty_database(kind)
        shutil.copy(request.getfixturevalue("filled_sqlite")(revision), url.removeprefix("sqlite:///"))
        return url

    return make


def fill(engine):
    """Some rows in every table, whichever there are."""
    schema = MetaData()
    schema.reflect(engine)
    with engine.begin() as connection:
        for table in schema.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(table.insert(), [made_row(table, number) for number in range(1, ROWS + 1)])
            if engine.dialect.name == "postgresql" and "id" in table.columns:
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {ROWS})"))


def made_row(table, number):
    """A row whose foreign keys point to the row of the same number; one that points into its own table points to none."""
    values = {}
    for column in table.columns:
        [other] = [key.column for key in column.foreign_keys] or [None]
        if other is not None and other.table is table:
            values[column.name] = None
        else:
            values[column.name] = made_value(other if other is not None else column, number)
    return values


def made_value(column, number):
    if isinstance(column.type, Boolean):
        return number % 2 == 0
    if isinstance(column.type, DateTime):
        return db.now()
    if isinstance(column.type, Date):
        return db.now().date()
    if isinstance(column.type, JSON):
        return {"avain": [number, None, 1.5, True, "ä"]}
    if isinstance(column.type, Integer):
        return number
    return f"{column.table.name} {column.name} {number}"


@pytest.fixture
def run(tmp_path):
    """The command for a database: run(url, "backup", file)."""

    def invoke(url, *words):
        environment = {
            "HOITOMALLI_PUBLIC_URL": TOOL,
            "HOITOMALLI_SECRET": SECRET,
            "HOITOMALLI_DATABASE_URL": url,
            "HOITOMALLI_ERASURE_LEDGER": str(tmp_path / "erasures.jsonl"),
        }
        result = CliRunner().invoke(main, [str(word) for word in words], env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return invoke


@pytest.fixture
def done(run):
    """The same for a command that must succeed."""

    def invoke(url, *words):
        result = run(url, *words)
        assert result.exit_code == 0, result.output
        return result.output

    return invoke


@pytest.fixture
def refused(run):
    """The same for one that must be refused, in one line."""

    def invoke(url, *words):
        result = run(url, *words)
        assert result.exit_code == 1, result.output
        assert result.output.startswith("Error: "), result.output
        assert result.output.count("\n") == 1, result.output
        return result.output

    return invoke


def contents(url):
    """All rows of all tables as Python values, JSON as it is stored: what must be the same before and after.

    Left out are the lines in which backup and restore note themselves (`people.admin_log`).
    """
    engine = make_engine(url, writing=False)
    schema = MetaData()
    schema.reflect(engine)
    try:
        with engine.connect() as connection:
            return {
                table.name: sorted(map(comparable, filter(is_kept, connection.execute(table.select()).mappings())))
                for table in schema.sorted_tables
            }
    finally:
        engine.dispose()


def is_kept(row):
    return row.get("act") not in ("archive.backup", "archive.restore")


def comparable(row):
    return json.dumps({name: as_text(value) for name, value in sorted(row.items())})


def as_text(value):
    if hasattr(value, "utcoffset"):
        return (value if value.tzinfo else value.replace(tzinfo=db.UTC)).astimezone(db.UTC).isoformat()
    return repr(value)
