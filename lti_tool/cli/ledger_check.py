"""The doctor's line on the erasure ledger: whether it has a place, can be read and written, and holds what the database knows."""

from __future__ import annotations

import os
from pathlib import Path

from ..admin.check import BAD, GOOD, Line
from ..config import Settings
from ..engines import sqlite_file
from ..privacy import ledger

NAME = "Erasure ledger"


def ledger_line(settings: Settings) -> Line:
    """Needs the database; reads only."""
    path = Path(settings.ledger_file)
    is_beside_database = not settings.erasure_ledger and sqlite_file(settings.database_url) is not None
    if not (path.is_absolute() or is_beside_database):
        cure = "Set HOITOMALLI_ERASURE_LEDGER to a whole path, on a disk that outlives the database, and move the file there."
        return Line(NAME, BAD, f"{path} in the folder that each command is started in: a restore may miss it", cure)
    path = path.resolve()
    try:
        known = ledger.read(path)
        missing = ledger.missing_in_file(path)
    except ledger.LedgerUnreadable as error:
        return Line(NAME, BAD, str(error), "Put a good copy of it back: a restore cannot do without.")
    except OSError as error:
        return Line(NAME, BAD, f"{path} cannot be read: {error.strerror}", "Correct its rights, or HOITOMALLI_ERASURE_LEDGER.")
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return Line(NAME, BAD, f"{path} cannot be written", "Correct its rights, or HOITOMALLI_ERASURE_LEDGER.")
    if ledger.is_cut_short(path):
        cure = "The nightly job writes it anew, if the database knows it."
        return Line(NAME, BAD, f"The last line of {path} is cut short", cure)
    if missing:
        return Line(NAME, BAD, f"{path} lacks {len(missing)} of the people that were erased", "The nightly job adds them.")
    return Line(NAME, GOOD, f"{path}, people {len(known)}")
