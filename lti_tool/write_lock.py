"""SQLite has one place for a writer. Who waits for it holds a thread, so not every thread may: pages are read meanwhile."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from threading import BoundedSemaphore
from typing import Any

from sqlalchemy import Connection

SHORT_WAIT = 250  # milliseconds; our own writes take a tenth of it
LONG_WAIT = 10_000  # when another program holds the database, e.g. a copy of the file is made


class WriteLock:
    """Begins the writing transactions of one engine; `most_waiting` of them may wait long, all others only shortly."""

    def __init__(self, most_waiting: int) -> None:
        self._places = BoundedSemaphore(most_waiting)

    def begin(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE; raises OperationalError (database is locked)."""
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA busy_timeout={SHORT_WAIT}")
        with suppress(sqlite3.OperationalError):
            driver.execute("BEGIN IMMEDIATE")
            return
        has_place = self._places.acquire(blocking=False)
        driver.execute(f"PRAGMA busy_timeout={LONG_WAIT if has_place else 0}")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        finally:
            if has_place:
                self._places.release()
