"""The doctor's lines for the operator: where the database is, whether it can be written, and who may read our files.

Not on the admin's page: a college's admin has no use for the server's paths, and the whole file is read.
"""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from ..admin.check import BAD, GOOD, Line
from ..archive.whole_file import LEFT_BESIDE
from ..archive.wholeness import broken_references, damage
from ..config import Settings
from ..engines import make_engine, sqlite_file
from .database import CURES, in_words, place_of, this_user

LEAST_FREE = 100  # MB: a busy day's, and time to notice


def operator_lines(settings: Settings) -> Iterator[Line]:
    """The database, written in a transaction that is rolled back, and the rights of the files."""
    yield _try_writing(settings.database_url)
    file = sqlite_file(settings.database_url)
    if file:
        yield _check_file(settings.database_url)
        yield _check_room(file.resolve().parent)
    yield from check_rights(settings)


def _try_writing(url: str) -> Line:
    name = "Writing"
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
            connection.rollback()
    except SQLAlchemyError as error:
        return Line(name, BAD, f"{place_of(url)}, tried as {this_user()}", in_words(error))
    finally:
        engine.dispose()
    return Line(name, GOOD, f"{place_of(url)}, tried as {this_user()}")


def _check_file(url: str) -> Line:
    """Whether SQLite's file is whole; PostgreSQL sees to that itself."""
    name = "Database file"
    engine = make_engine(url, writing=False)
    try:
        with engine.connect() as connection:
            found = [*damage(connection), *broken_references(connection)]
    finally:
        engine.dispose()
    return Line(name, BAD, "; ".join(found), CURES["malformed"]) if found else Line(name, GOOD, "whole")


def _check_room(folder: Path) -> Line:
    name = "Room on the disk"
    free = shutil.disk_usage(folder).free // 1_000_000
    if free >= LEAST_FREE:
        return Line(name, GOOD, f"{free} MB")
    return Line(name, BAD, f"{free} MB left for {folder}", "Make room: when the disk is full, nothing can be saved.")


def check_rights(settings: Settings) -> Iterator[Line]:
    """Who has the secret can pass for anybody, who has the database can read everything."""
    name = "Rights of the files"
    files = [Path(settings.secret_file)] if settings.secret_file else []
    folders = []
    database = sqlite_file(settings.database_url)
    if database:
        files += [database, *(Path(f"{database}{suffix}") for suffix in LEFT_BESIDE)]
        folders = [database.parent]
    present = [path.resolve() for path in files if path.exists()]
    too_open = [path for path in present if path.stat().st_mode & stat.S_IRWXO]
    too_open += [path.resolve() for path in folders if path.stat().st_mode & stat.S_IWOTH]
    if too_open:
        cure = f"chmod o-rwx {' '.join(map(str, too_open))}"
        yield Line(name, BAD, "every user of this machine gets at the secret or the database", cure)
    elif present:
        yield Line(name, GOOD, "closed to others: " + ", ".join(path.name for path in present))
