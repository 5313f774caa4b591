"""Erasing once more what an older backup has brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from . import ledger
from .erasing import erase_row
from .registry import ENTITIES

# An erasure that was being committed while the backup was made is not in it; what is older is, under the same number.
BESIDE_EACH_OTHER = timedelta(minutes=10)


@dataclass(frozen=True)
class Replayed:
    """How many people were erased once more, whether there was a ledger at all, and whether its last line is cut short."""

    erased: int
    has_ledger: bool
    is_cut_short: bool


def replay(connection: Connection, path: Path, backup_made_at: datetime) -> Replayed:
    """Erase in a restored database whom the ledger names; raises LedgerUnreadable and OSError.

    Entries from before the backup are done in it. They are left alone: since a restored database gives out numbers anew, a
    number in an old entry may be somebody else's by now.
    """
    later = [entry for entry in ledger.read(path) if entry.erased_at > backup_made_at - BESIDE_EACH_OTHER]
    erased = 0
    for entry in later:
        if _is_to_be_erased(connection, entry):
            erase_row(connection, entry.entity, entry.entity_id, entry.organisation_id, entry.erased_at)
            erased += 1
    return Replayed(erased, path.exists(), ledger.is_cut_short(path))


def _is_to_be_erased(connection: Connection, entry: ledger.LedgerEntry) -> bool:
    """Whether there is such a row in that college, and it still tells who it is."""
    model = ENTITIES[entry.entity]
    is_it = (model.id == entry.entity_id, model.organisation_id == entry.organisation_id)
    return connection.scalar(select(model.id).where(*is_it, ~model.is_erased)) is not None
