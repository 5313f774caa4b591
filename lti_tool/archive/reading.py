"""Reading an archive, and whether it is what it says: nothing is written before all of it was looked through."""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table

from .. import migrate
from .manifest import MEMBER, ArchiveError, Manifest, TableEntry, member_name, read_manifest
from .schema import schema_at

# What zipfile and the decoding of values answer to a file that is damaged.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
)


@dataclass(frozen=True)
class Archive:
    """An open archive that was found whole, and the tables of its revision."""

    manifest: Manifest
    schema: MetaData
    file: zipfile.ZipFile

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The table's rows, in the archive's values."""
        columns = self.manifest.tables[table.name].columns
        with _damage_told(), self.file.open(member_name(table.name)) as lines:
            for line in lines:
                yield dict(zip(columns, json.loads(line), strict=True))


@contextlib.contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """The archive, after all of it was read and checked; raises ArchiveError."""
    try:
        source = path.open("rb")
    except OSError as error:
        raise ArchiveError(f"{path} cannot be read: {error.strerror}.") from error
    with source:
        with _damage_told():
            archive = _checked(zipfile.ZipFile(source))
        yield archive


@contextlib.contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except _DAMAGE as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ArchiveError(
            f"The archive is damaged or not whole ({reason}). Take another copy of it, or an older archive."
        ) from error


def _checked(file: zipfile.ZipFile) -> Archive:
    for info in file.infolist():
        if info.compress_type not in (zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED) or info.flag_bits & 1:
            raise ValueError(f"{info.filename} is packed in a way of its own")
    if MEMBER not in file.namelist():
        raise ValueError(f"it has no {MEMBER}")
    manifest = read_manifest(file.read(MEMBER))
    if manifest.revision not in migrate.known_revisions():
        raise ArchiveError(
            f"This archive is of version {manifest.revision}, which this program does not know: it was made by a newer one. "
            f"Install version {manifest.tool_version} of hoitomalli, or a later one, and restore with it."
        )
    members = [MEMBER, *map(member_name, manifest.tables)]
    if sorted(members) != sorted(file.namelist()):
        raise ValueError(f"its members are not those of its manifest: {', '.join(sorted({*members} ^ {*file.namelist()}))}")
    schema = schema_at(manifest.revision)
    if sorted([*manifest.tables, *manifest.left_out]) != sorted(schema.tables):
        raise ValueError(f"its tables are not those of version {manifest.revision}")
    for name, entry in manifest.tables.items():
        _check_table(file, schema.tables[name], entry)
    return Archive(manifest, schema, file)


def _check_table(file: zipfile.ZipFile, table: Table, entry: TableEntry) -> None:
    if sorted(entry.columns) != sorted(column.name for column in table.columns):
        raise ValueError(f"{table.name} has other columns")
    columns = [table.columns[name] for name in entry.columns]
    digest = hashlib.sha256()
    count = 0
    with file.open(member_name(table.name)) as lines:
        for line in lines:
            digest.update(line)
            count += 1
            for column, value in zip(columns, json.loads(line), strict=True):
                if not (column.nullable if value is None else column.info["is_value"](value)):
                    raise ValueError(f"row {count} of {table.name} has no possible value of {column.name}")
    if count != entry.rows:
        raise ValueError(f"{table.name} has {count} rows, {entry.rows} are announced")
    if digest.hexdigest() != entry.sha256:
        raise ValueError(f"{table.name} has another SHA-256 than announced")
