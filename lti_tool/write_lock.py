"""SQLite has one place for a writer. All writers of this process stand in one line for it: first in, first out.

SQLite's own way of waiting is to ask again and again, and who writes block after block wins each time: others' saves took
as long as all the blocks together. Here only the first of the line asks; the writer of the next block stands behind the others.
It is a line before the place and no lock of its own around it: SQLite alone knows when a transaction has ended, so nothing
can be left locked, however it ends.

Who waits holds a thread, so not every thread may wait long: pages are read meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection

LONG_WAIT = 10_000  # milliseconds in which nobody comes through, e.g. while another program makes a copy of the file
STANDSTILL_WAIT = 2_000  # the same for those who may not wait long
ASKED_EVERY = 0.005  # seconds at most: after a tenth of the time that was waited so far
PAUSE_OF_OTHER_PROCESSES = 0.12  # seconds that a command leaves between its blocks: it stands in no line of ours


class WriteLock:
    """The line before one database. At a standstill `most_waiting` wait long; who comes after them is refused soon."""

    def __init__(self, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._changed = Condition()
        self._line: deque[object] = deque()
        self._moved_at = monotonic()

    def begin(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE, in turn; raises OperationalError (database is locked)."""
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA busy_timeout=0")
        with self._place_in_line() as place:
            self._begin_in_turn(connection, place)
            self._moved_at = monotonic()
        driver.execute(f"PRAGMA busy_timeout={LONG_WAIT}")

    def _begin_in_turn(self, connection: Connection, place: object) -> None:
        came_at = monotonic()
        while self._left(place, came_at) > 0:
            if self._wait_for_turn(place, came_at) and _try_to_begin(connection, came_at):
                return
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # once more: raises where the place is still taken

    @contextmanager
    def _place_in_line(self) -> Iterator[object]:
        place = object()
        with self._changed:
            if not self._line:
                self._moved_at = monotonic()
            self._line.append(place)
        try:
            yield place
        finally:
            with self._changed:
                self._line.remove(place)
                self._changed.notify_all()

    def _left(self, place: object, came_at: float) -> float:
        """How many seconds it may still wait, should nothing move."""
        if self._line.index(place) < self._most_waiting:
            return max(came_at, self._moved_at) + LONG_WAIT / 1000 - monotonic()
        return self._moved_at + STANDSTILL_WAIT / 1000 - monotonic()

    def _wait_for_turn(self, place: object, came_at: float) -> bool:
        """Whether it is its turn, after a wait where it is not."""
        with self._changed:
            if self._line[0] is not place:
                self._changed.wait(self._left(place, came_at))
            return self._line[0] is place


def _try_to_begin(connection: Connection, came_at: float) -> bool:
    """Whether the place was free; if not, after a moment. Raises what hinders but that."""
    driver: Any = connection.connection.driver_connection
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY:  # its lowest byte: the rest tells more
            sleep(min(ASKED_EVERY, (monotonic() - came_at) / 10))
            return False
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # raises it as SQLAlchemy's
    return True
