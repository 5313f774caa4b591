"""Filling an empty database from an archive: all of it, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, func, inspect, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from .. import db, migrate
from ..engines import close_engine, make_engine, sqlite_file
from .manifest import ArchiveError, Manifest
from .reading import Archive, open_archive
from .schema import set_later
from .whole_file import LEFT_BESIDE, flush_folder, new_file
from .wholeness import broken_references

ROWS_AT_ONCE = 1000


Finish = Callable[[Connection, Manifest], None]


def do_no_more(_connection: Connection, _manifest: Manifest) -> None:
    """Nothing is to be done in the filled database."""


def restore(url: str, path: Path, finish: Finish = do_no_more) -> Manifest:
    """Fill an empty database from the archive at `path`; raises ArchiveError, OSError and SQLAlchemyError.

    `finish` is called at the end, in the same transaction: what it raises leaves the database as empty as before.
    """
    with open_archive(path) as archive:
        database = sqlite_file(url)
        if database is None:
            _fill_at(url, archive, finish)
        else:
            _fill_file(url, database.resolve(), archive, finish)
        return archive.manifest


def _fill_at(url: str, archive: Archive, finish: Finish) -> None:
    engine = make_engine(url)
    try:
        fill_database(engine, archive, finish)
    finally:
        close_engine(engine)


def _fill_file(url: str, database: Path, archive: Archive, finish: Finish) -> None:
    """Fill a file beside, which gets its name when it is whole: it never takes the place of another, also of one just made."""
    _refuse_present(database)
    with new_file(database) as new:
        _fill_at(make_url(url).set(database=str(new)).render_as_string(hide_password=False), archive, finish)
        with new.open("rb") as file:
            os.fsync(file.fileno())
        if database.exists() and database.stat().st_size == 0:
            database.unlink()
        os.link(new, database)
    flush_folder(database.parent)


def _refuse_present(database: Path) -> None:
    if database.exists() and not (database.is_file() and database.stat().st_size == 0):
        raise ArchiveError(
            f"{database} is there already: nothing is ever restored over a database. "
            "Stop the tool and move it away, together with the -wal and -shm beside it."
        )
    for suffix in LEFT_BESIDE:
        leftover = Path(f"{database}{suffix}")
        if leftover.exists():
            raise ArchiveError(
                f"{leftover} is there without its database: its changes would be played into the restored one. "
                "Stop the tool and move it away."
            )


def fill_database(engine: Engine, archive: Archive, finish: Finish = do_no_more) -> None:
    """Make the tables of the archive's revision, fill them, bring them up to date; in one transaction.

    Raises ArchiveError and SQLAlchemy's errors, and the database is as empty as before.
    """
    with migrate.rebuilding(engine) as connection:
        _refuse_filled(connection, archive)
        migrate.upgrade_within(connection, archive.manifest.revision)
        order = [table for table in archive.schema.sorted_tables if table.name in archive.manifest.tables]
        for table in order:
            _fill(connection, table, archive, set_later(table, order))
        for table in order:
            _set_later(connection, table, archive, set_later(table, order))
        if engine.dialect.name == "postgresql":
            _continue_sequences(connection, order)
        broken = broken_references(connection)
        if broken:
            raise ArchiveError(f"The archive is not whole in itself: {broken[0]}. Take an older archive.")
        migrate.upgrade_within(connection)
        finish(connection, archive.manifest)


def _refuse_filled(connection: Connection, archive: Archive) -> None:
    ours = {"alembic_version", *archive.schema.tables, *db.Base.metadata.tables}
    if ours & set(inspect(connection).get_table_names()):
        raise ArchiveError(
            "The database is not empty: nothing is ever restored over what is there. Rename it and make an empty one."
        )


def _fill(connection: Connection, table: Table, archive: Archive, later: list[str]) -> None:
    nothing = dict.fromkeys(later)
    for rows in _in_blocks(row | nothing for row in archive.rows(table)):
        _execute(connection, table, table.insert(), rows)


def _set_later(connection: Connection, table: Table, archive: Archive, later: list[str]) -> None:
    """Point to other rows, now that all are there."""
    if not later:
        return
    keys = [column.name for column in table.primary_key.columns]
    update = table.update().values({name: bindparam(f"new_{name}") for name in later})
    for key in keys:
        update = update.where(table.columns[key] == bindparam(f"of_{key}"))
    pointing = (row for row in archive.rows(table) if any(row[name] is not None for name in later))
    for rows in _in_blocks(
        {f"new_{name}": row[name] for name in later} | {f"of_{key}": row[key] for key in keys} for row in pointing
    ):
        _execute(connection, table, update, rows)


def _in_blocks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    iterator = iter(rows)
    while block := list(islice(iterator, ROWS_AT_ONCE)):
        yield block


def _execute(connection: Connection, table: Table, statement: Any, rows: list[dict[str, Any]]) -> None:
    try:
        connection.execute(statement, rows)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        raise ArchiveError(f"A row of {table.name} cannot be stored in this database: {reason}") from error


def _continue_sequences(connection: Connection, tables: list[Table]) -> None:
    """The next row gets a number that none has."""
    for table in tables:
        for column in table.primary_key.columns:
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            highest = connection.scalar(select(func.max(column)))
            if sequence and highest:
                connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
