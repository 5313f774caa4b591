"""What an archive says of itself."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

FORMAT = 1  # raised when a program of today could not read it any more
MEMBER = "manifest.json"


class ArchiveError(Exception):
    """No archive can be written, or this one not restored; the message names cause and next step in one line."""


@dataclass(frozen=True)
class TableEntry:
    """A table in the archive; its rows hold their values in the order of `columns`."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The contents of an archive. `left_out` names the short-lived tables, which have no member."""

    format: int
    tool_version: str
    revision: str
    made_at: str
    left_out: list[str]
    tables: dict[str, TableEntry]

    def to_json(self) -> str:
        return json.dumps(asdict(self), indent=1)


def member_name(table: str) -> str:
    """Where in the archive the rows of a table are."""
    return f"tables/{table}.jsonl"


def read_manifest(text: bytes) -> Manifest:
    """Raises ArchiveError for another format, and ValueError, KeyError or TypeError for what is no manifest."""
    values = json.loads(text)
    if values["format"] != FORMAT:
        raise ArchiveError(
            f"This archive has format {values['format']}, this program knows {FORMAT}. "
            f"Install version {values.get('tool_version')} of hoitomalli and restore with it."
        )
    tables = {name: TableEntry(**entry) for name, entry in values.pop("tables").items()}
    return Manifest(**values, tables=tables)
