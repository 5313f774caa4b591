"""SQLite is for one process of `serve`: a lock beside the file says who has it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from ..engines import sqlite_file


class NotClaimed(Exception):
    """This process may not serve the database; the message says why and what to do."""


@contextmanager
def claimed_database(url: str) -> Iterator[None]:
    """Hold an SQLite file for this process, by a lock beside it; raises NotClaimed. PostgreSQL takes any number.

    Two processes would each believe that only they write, and a stop of one would empty the other's write-ahead log under
    it. The kernel lets go of the lock with its process, however that ends; the empty file stays.
    """
    database = sqlite_file(url)
    if database is None:
        yield
        return
    with _opened(_lock_of(database)) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            advice = "SQLite is for one process: stop that one, or move to PostgreSQL."
            raise NotClaimed(f"Another `hoitomalli serve` uses {database}. {advice}") from error
        yield


def refuse_served(url: str) -> None:
    """Raises NotClaimed while a process has the lock of an SQLite file, also after the file itself was moved away."""
    database = sqlite_file(url)
    if database is not None and _lock_of(database).exists():
        with claimed_database(url):
            pass


def _lock_of(database: Path) -> Path:
    return Path(f"{database}.serve-lock").resolve()


def _opened(path: Path) -> IO[str]:
    try:
        return open(path, "w", opener=partial(os.open, mode=0o600))
    except OSError as error:
        raise NotClaimed(f"{path} cannot be written: {error.strerror}. The database's folder must be ours.") from error
