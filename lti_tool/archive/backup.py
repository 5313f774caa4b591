"""Writing an archive while people work: one snapshot, and a file that is whole or not there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Engine, Table, inspect, select

from .. import db, migrate
from ..engines import make_engine, sqlite_file
from .manifest import FORMAT, MEMBER, ArchiveError, Manifest, TableEntry, member_name
from .schema import is_short_lived, schema_at
from .whole_file import whole_file
from .wholeness import broken_references

ROWS_AT_ONCE = 1000


def back_up(url: str, path: Path) -> Manifest:
    """Write all that the database keeps into an archive; what was at `path` stays until the new one is whole.

    Nothing is made or migrated. Raises ArchiveError, OSError and SQLAlchemyError.
    """
    database = sqlite_file(url)
    if database and not database.exists():
        raise ArchiveError(f"There is no database {database}. Is HOITOMALLI_DATABASE_URL right?")
    engine = make_engine(url, writing=False)
    try:
        return _write_archive(engine, path)
    finally:
        engine.dispose()


def _write_archive(engine: Engine, path: Path) -> Manifest:
    with _snapshot(engine) as connection, _replaced(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = _write(connection, archive)
    return manifest


@contextlib.contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """One state of the database, whatever others commit meanwhile; nobody waits for it."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with connection.begin():
            yield connection


@contextlib.contextmanager
def _replaced(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of an older archive when it is whole and on the disk."""
    path = path.resolve()
    if path.exists() and not (path.is_file() and (path.stat().st_size == 0 or zipfile.is_zipfile(path))):
        raise ArchiveError(f"{path} is there already and is no archive: it is left alone. Give another name.")
    with whole_file(path) as file:
        yield file


def _write(connection: Connection, archive: zipfile.ZipFile) -> Manifest:
    revision = _revision(connection)
    schema = schema_at(revision)
    _refuse_other_columns(connection, list(schema.tables.values()))
    broken = broken_references(connection)
    if broken:
        raise ArchiveError(f"The database is not whole, its backup could not be restored: {broken[0]}. Run hoitomalli doctor.")
    kept = {name: table for name, table in sorted(schema.tables.items()) if not is_short_lived(name)}
    manifest = Manifest(
        format=FORMAT,
        tool_version=version("hoitomalli"),
        revision=revision,
        made_at=db.now().isoformat(timespec="seconds"),
        left_out=sorted(schema.tables.keys() - kept.keys()),
        tables={name: _write_table(connection, archive, table) for name, table in kept.items()},
    )
    archive.writestr(MEMBER, manifest.to_json())
    return manifest


def _revision(connection: Connection) -> str:
    revision, newest = migrate.revisions(connection)
    if revision is None:
        raise ArchiveError("This database holds nothing of hoitomalli. Is HOITOMALLI_DATABASE_URL right?")
    if revision not in migrate.known_revisions():
        raise ArchiveError(
            f"This database is of version {revision}, newer than this program's {newest}: use the program that serves it."
        )
    return revision


def _refuse_other_columns(connection: Connection, tables: list[Table]) -> None:
    """A column that somebody has added by hand would be lost without a word."""
    found = inspect(connection).get_multi_columns()
    for table in tables:
        columns = {column["name"] for column in found.get((None, table.name), [])}
        others = columns ^ {column.name for column in table.columns}
        if others:
            raise ArchiveError(
                f"The table {table.name} is not that of its version, see its columns {', '.join(sorted(others))}: "
                "back it up with the database's own program, and put it right."
            )


def _write_table(connection: Connection, archive: zipfile.ZipFile, table: Table) -> TableEntry:
    digest = hashlib.sha256()
    count = 0
    query = select(table).order_by(*table.primary_key.columns)
    with archive.open(member_name(table.name), "w", force_zip64=True) as member:
        for row in connection.execute(query, execution_options={"yield_per": ROWS_AT_ONCE}):
            line = json.dumps(list(row), separators=(",", ":")).encode() + b"\n"
            member.write(line)
            digest.update(line)
            count += 1
    return TableEntry([column.name for column in table.columns], count, digest.hexdigest())
