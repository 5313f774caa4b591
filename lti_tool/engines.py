"""Engines for SQLite and PostgreSQL: one that writes, and one that only reads and refuses to write.

SQLite needs care (measured): a transaction that reads first and writes later fails at once when another
writer came in between, whatever the time-out. So every transaction that may write begins with BEGIN IMMEDIATE.

Parameters are hidden: an error would else quote what was typed, launch keys and names, and end in the log.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError

from .write_lock import LONG_WAIT, WriteLock

log = logging.getLogger("hoitomalli")

CONNECT_SECONDS = 5
PINGED_AFTER = 1  # seconds without use: a server takes longer to start anew


def make_engine(url: str, *, writing: bool = True, most_waiting: int = 1) -> Engine:
    """An engine for SQLite or PostgreSQL; one that is not for writing refuses to.

    `most_waiting` is how many threads may wait long for SQLite's write lock at once (`write_lock.py`).
    """
    if url.startswith("sqlite"):
        return _sqlite_engine(url, writing, most_waiting)
    return _postgresql_engine(url, writing)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database; None for PostgreSQL, and for SQLite in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def close_engine(engine: Engine) -> None:
    """Close the connections of an engine that writes. A SQLite file is whole by itself after that, without the -wal beside it."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        except sqlite3.Error as error:
            log.warning("What was written last is in the -wal beside the database, keep the two together: %s", error)
        finally:
            connection.close()
    engine.dispose()


def _sqlite_engine(url: str, writing: bool, most_waiting: int) -> Engine:
    """With WAL, foreign keys and explicit transactions."""
    engine = create_engine(url, hide_parameters=True)
    write_lock = WriteLock(most_waiting)
    pragmas = ["foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"]

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # else the driver opens transactions behind our back
        for pragma in pragmas if writing else [*pragmas, "query_only=ON"]:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        if writing:
            write_lock.begin(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _postgresql_engine(url: str, writing: bool) -> Engine:
    """Reading needs no transaction: each statement sees what is committed, as in one, and two round trips are saved."""
    options: dict[str, Any] = {"connect_args": {"connect_timeout": CONNECT_SECONDS}}
    if not writing:
        options["isolation_level"] = "AUTOCOMMIT"
    engine = create_engine(url, hide_parameters=True, **options)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute(f"SET lock_timeout = {LONG_WAIT}")  # a row that another program holds does not hold us for ever
        if not writing:
            connection.execute("SET default_transaction_read_only = on")
        connection.commit()  # else the first rollback would take the settings back

    @event.listens_for(engine, "checkin")
    def note_use(_connection: Any, record: Any) -> None:
        record.info["used_at"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ping_idle(connection: Any, record: Any, _fairy: Any) -> None:
        used_at = record.info.get("used_at")
        if used_at is None or time.monotonic() - used_at < PINGED_AFTER:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool opens another one

    return engine
