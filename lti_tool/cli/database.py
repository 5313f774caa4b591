"""The database as a command finds it: asked before anything is made, migrated or served.

Only `serve` and `demo` make one or bring it up to date, and `restore` fills an empty one; the others work on what is there.
"""

from __future__ import annotations

import logging
import os
import pwd

from sqlalchemy import create_engine, inspect, make_url
from sqlalchemy.exc import SQLAlchemyError

from .. import migrate
from ..engines import close_engine, make_engine, sqlite_file

CORRECT = "correct HOITOMALLI_DATABASE_URL"
CURES = {
    "database is locked": "Another program holds it: try again in a moment.",
    "malformed": "Keep the file, and restore the last good backup; the guide tells how: Running the tool, Backups.",
    "disk is full": "Make room.",
    "does not exist": f"Make it as the guide tells, or {CORRECT}.",
    "refused": "Does PostgreSQL run there, and is HOITOMALLI_DATABASE_URL right?",
    "timeout": "Does PostgreSQL run there, does the firewall let us through, and is HOITOMALLI_DATABASE_URL right?",
}


class DatabaseTrouble(Exception):
    """The database is not there, not ours, of another version, or may not be written; the message says what to do."""


def place_of(url: str) -> str:
    """Where a database is: the whole path of a file, or the name at a host. Never the user's password."""
    file = sqlite_file(url)
    if file:
        return str(file.resolve())
    parsed = make_url(url)
    host = parsed.host or parsed.query.get("host") or "this machine"
    return f"{parsed.database or parsed.username} at {host}" + (f":{parsed.port}" if parsed.port else "")


def make_ready(url: str) -> None:
    """Make the database if there is none, its file for nobody else to read, and bring it up to date.

    Raises DatabaseTrouble for one that is newer or another program's, before anything is written.
    """
    refuse_unusable(url)
    file = sqlite_file(url)
    if file and not file.exists():
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))  # the -wal and -shm beside it take their rights from it
    engine = make_engine(url)
    logging.getLogger("alembic").setLevel(logging.INFO)
    try:
        migrate.upgrade(engine)
    finally:
        close_engine(engine)


def refuse_unusable(url: str) -> None:
    """What could neither be made nor brought up to date. Raises DatabaseTrouble."""
    refuse_rights(url)
    known_version(url)


def refuse_unready(url: str) -> None:
    """For a command that works on what is there, of this program's version. Raises DatabaseTrouble."""
    found, newest = refuse_absent(url)
    if found != newest:
        cure = "Restart `hoitomalli serve`: it brings it up to date."
        raise DatabaseTrouble(f"The database {place_of(url)} is of version {found}, this program needs {newest}. {cure}")


def refuse_absent(url: str) -> tuple[str, str | None]:
    """The version of the database that is there, and this program's. Raises DatabaseTrouble; SQLite itself would make one."""
    refuse_rights(url)
    cure = f"Start `hoitomalli serve` once, or {CORRECT}."
    file = sqlite_file(url)
    if file and (not file.exists() or file.stat().st_size == 0):
        raise DatabaseTrouble(f"There is no database at {place_of(url)}. {cure}")
    found, newest = known_version(url)
    if found is None:
        raise DatabaseTrouble(f"The database {place_of(url)} holds nothing of hoitomalli. {cure}")
    return found, newest


def refuse_rights(url: str) -> None:
    """A SQLite file, or the folder for it, that this user may not write; SQLite puts files beside it even to read."""
    file = sqlite_file(url)
    if not file:
        return
    folder = file.resolve().parent
    if not os.path.isdir(folder):  # False also where we may not look
        raise DatabaseTrouble(f"{this_user()} finds no folder {folder} for the database. Make it, or {CORRECT}.")
    if os.path.isdir(file):
        raise DatabaseTrouble(f"{file.resolve()} is a folder, not a database file: {CORRECT}.")
    for path, rights in ((folder, os.R_OK | os.W_OK | os.X_OK), (file.resolve(), os.R_OK | os.W_OK)):
        if os.path.exists(path) and not os.access(path, rights, effective_ids=True):
            cure = "Run this as the user of the service, or give it the folder and the file (chown)."
            raise DatabaseTrouble(f"{this_user()} may not write {path}. {cure}")


def in_words(error: SQLAlchemyError) -> str:
    """The driver's own first line and what to do."""
    reason = str(getattr(error, "orig", error)).strip().partition("\n")[0].rstrip(".")
    cure = next((cure for word, cure in CURES.items() if word in reason), "Is HOITOMALLI_DATABASE_URL right?")
    return f"{reason}. {cure}"


def this_user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # in a container
        return f"User {os.geteuid()}"


def known_version(url: str) -> tuple[str | None, str | None]:
    """The database's version and this program's. Raises DatabaseTrouble for one that a newer or another program made."""
    file = sqlite_file(url)
    if file and not file.exists():
        return None, None
    engine = create_engine(url) if file else make_engine(url, writing=False)  # ours would make another program's file WAL
    try:
        with engine.connect() as connection:
            found, newest = migrate.revisions(connection)
            is_shared = found is not None or engine.dialect.name == "postgresql"
            foreign = [] if is_shared else inspect(connection).get_table_names()
    except SQLAlchemyError as error:
        raise DatabaseTrouble(f"The database {place_of(url)} cannot be used: {in_words(error)}") from error
    finally:
        engine.dispose()
    if foreign:
        raise DatabaseTrouble(
            f"{place_of(url)} holds nothing of hoitomalli, but another program's table {foreign[0]}: {CORRECT}."
        )
    if found is not None and found not in migrate.known_revisions():
        what = f"The database {place_of(url)} is of version {found}, newer than this program's {newest}"
        raise DatabaseTrouble(f"{what}: use the program that serves it, or {CORRECT}.")
    return found, newest
