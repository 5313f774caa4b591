"""The erasure ledger's file, outside the database and its backups: a line of JSON for each erased person, without a name.

A line is added when an erasure was committed. What a full disk or a missing folder has kept from it is added by the nightly
job, which compares the file with the table `erasure`.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from .. import db
from ..request_session import RequestSession
from .models import Erasure
from .registry import ENTITIES

log = logging.getLogger("hoitomalli")

_WAITING = "erasures to be written"  # its place in the session's `info`


class LedgerUnreadable(Exception):
    """The ledger's file holds something else; the message names the line."""


@dataclass(frozen=True)
class LedgerEntry:
    """One erased row; `erased_at` is aware."""

    entity: str
    entity_id: int
    organisation_id: int
    erased_at: datetime

    def to_json(self) -> str:
        place = {"entity": self.entity, "id": self.entity_id, "organisation": self.organisation_id}
        return json.dumps({**place, "erased_at": self.erased_at.isoformat()})


def file_of_app() -> Path:
    """Where this installation keeps it."""
    return Path(current_app.config["ERASURE_LEDGER"])


def read(path: Path) -> list[LedgerEntry]:
    """All entries, none for a file that is not there; raises LedgerUnreadable and OSError.

    A last line that a crash has cut short is left out (`is_cut_short`); one that lacks its end alone, as editors do, is read.
    """
    if not path.exists():
        return []
    whole, rest = _parted(path.read_bytes())
    lines = (whole + rest if _is_entry(rest) else whole).decode(errors="replace").split("\n")
    return list(_entries(lines, path))


def is_cut_short(path: Path) -> bool:
    """Whether an erasure was not written whole: the nightly job writes it anew where the database knows it."""
    rest = _parted(path.read_bytes())[1] if path.exists() else b""
    return bool(rest.strip()) and not _is_entry(rest)


def _parted(content: bytes) -> tuple[bytes, bytes]:
    """The lines that have an end, and what follows."""
    end = content.rfind(b"\n") + 1
    return content[:end], content[end:]


def _is_entry(line: bytes) -> bool:
    try:
        _entry(json.loads(line))
    except (ValueError, KeyError, TypeError):
        return False
    return True


def _entries(lines: Iterable[str], path: Path) -> Iterator[LedgerEntry]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _entry(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerUnreadable(
                f"Line {number} of the erasure ledger, {path}, is none of its entries: nothing was changed."
            ) from error


def _entry(fields: dict[str, object]) -> LedgerEntry:
    erased_at = datetime.fromisoformat(str(fields["erased_at"]))
    entity = str(fields["entity"])
    numbers = fields["id"], fields["organisation"]
    if entity not in ENTITIES or erased_at.tzinfo is None or not all(map(db.is_id, numbers)):
        raise ValueError(f"{entity} is none of those that are erased")
    return LedgerEntry(entity, int(str(numbers[0])), int(str(numbers[1])), erased_at)


def append(path: Path, entries: Iterable[LedgerEntry]) -> None:
    """Add entries, whole lines only and on the disk when this returns; raises OSError."""
    with os.fdopen(_opened(path), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        whole, rest = _parted(file.read())
        if _is_entry(rest):
            file.write(b"\n")
        else:
            file.truncate(len(whole))  # what a crash or a full disk has cut short is no entry
        file.write("".join(f"{entry.to_json()}\n" for entry in entries).encode())
        file.flush()
        os.fsync(file.fileno())


def can_be_written(path: Path) -> bool:
    """Whether an entry could be added now, as far as that is known before; changes nothing of what is written."""
    try:
        os.close(_opened(path))
    except OSError:
        return False
    return True


def _opened(path: Path) -> int:
    """The file's descriptor, for reading it and adding to it; made where it is not there. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)


def append_at_commit(entry: LedgerEntry) -> None:
    """Add an entry as soon as the erasure is committed, and not if it is not."""
    db.session.info.setdefault(_WAITING, []).append(entry)


def missing_in_file(path: Path) -> list[LedgerEntry]:
    """What the database knows as erased and the file does not: also of a number that an earlier restore has given out anew."""
    known = set(read(path))
    rows = db.session.scalars(select(Erasure).order_by(Erasure.id))
    entries = (LedgerEntry(row.entity, row.entity_id, row.organisation_id, row.erased_at) for row in rows)
    return [entry for entry in entries if entry not in known]


@event.listens_for(RequestSession, "after_commit")
def _append_waiting(session: Session) -> None:
    if session.in_nested_transaction():
        return
    waiting = session.info.pop(_WAITING, [])
    if not waiting:
        return
    try:
        append(file_of_app(), waiting)
    except OSError as error:
        log.error("The erasure ledger cannot be written (%s): it is tried again tonight.", error.strerror)


@event.listens_for(RequestSession, "after_rollback")
def _forget_waiting(session: Session) -> None:
    session.info.pop(_WAITING, None)
