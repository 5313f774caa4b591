"""Engines for SQLite and PostgreSQL: one that writes, and one that only reads and refuses to write.

SQLite needs care (measured, DESIGN §5): a transaction that reads first and writes later fails at once when another
writer came in between, whatever the time-out. So every transaction that may write begins with BEGIN IMMEDIATE.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, event


def make_engine(url: str, *, writing: bool = True) -> Engine:
    """An engine for SQLite or PostgreSQL; one that is not for writing refuses to."""
    return (_sqlite_engine if url.startswith("sqlite") else _postgresql_engine)(url, writing)


def _sqlite_engine(url: str, writing: bool) -> Engine:
    """With WAL, foreign keys and explicit transactions."""
    engine = create_engine(url)
    pragmas = ["foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"]

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # else the driver opens transactions behind our back
        for pragma in pragmas if writing else [*pragmas, "query_only=ON"]:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _postgresql_engine(url: str, writing: bool) -> Engine:
    """Reading needs no transaction: each statement sees what is committed, as in one, and two round trips are saved."""
    if writing:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, pool_pre_ping=True, isolation_level="AUTOCOMMIT")

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.execute("SET default_transaction_read_only = on")

    return engine
