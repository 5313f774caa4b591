"""SQLite has one place for a writer. Who waits for it holds a thread, so not every thread may: pages are read meanwhile."""

from __future__ import annotations

import sqlite3
from threading import BoundedSemaphore
from time import monotonic
from typing import Any

from sqlalchemy import Connection

SHORT_WAIT = 250  # milliseconds
LONG_WAIT = 10_000  # when another program holds the database, e.g. a copy of the file is made
STANDSTILL_SECONDS = 2  # as long as our own writers come through more often than that, it is only their turn


class WriteLock:
    """Begins the writing transactions of one engine; at a standstill `most_waiting` of them may wait long, no other."""

    def __init__(self, most_waiting: int) -> None:
        self._places = BoundedSemaphore(most_waiting)
        self._last_begun = monotonic()

    def begin(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE; raises OperationalError (database is locked)."""
        driver: Any = connection.connection.driver_connection
        while not _has_begun(driver):
            if self._places.acquire(blocking=False):
                try:
                    _begin(connection, driver, LONG_WAIT)
                finally:
                    self._places.release()
                break
            if monotonic() - self._last_begun > STANDSTILL_SECONDS:
                _begin(connection, driver, 0)
                break
        self._last_begun = monotonic()


def _has_begun(driver: Any) -> bool:
    driver.execute(f"PRAGMA busy_timeout={SHORT_WAIT}")
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    return True


def _begin(connection: Connection, driver: Any, wait: int) -> None:
    driver.execute(f"PRAGMA busy_timeout={wait}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
