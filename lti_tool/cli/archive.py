"""Backup and restore: everything the tool keeps, out of one database and into another."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy import Connection, insert
from sqlalchemy.exc import SQLAlchemyError

from .. import db
from ..app import create_app
from ..archive.backup import back_up
from ..archive.manifest import ArchiveError, Manifest
from ..archive.restore import restore
from ..config import Settings, read_settings
from ..engines import close_engine, make_engine
from ..people.admin_log import AdminAct
from ..privacy.ledger import LedgerUnreadable
from ..privacy.replay import Replayed, replay
from .database import refuse_absent, refuse_rights
from .main import main
from .one_process import NotClaimed, refuse_served
from .troubles import troubles_told

FILE = click.argument("file", type=click.Path(path_type=Path))
AFTER_RESTORE = """\
Next: start the tool; everybody opens the activity in Moodle again. Then run: hoitomalli doctor
The secret must be the one of that time. If it is lost: hoitomalli keys rotate --at-once"""
NO_LEDGER = """\
There is no erasure ledger at {path}: whoever was erased after this backup is in the database again.
If there is one elsewhere, put it there, remove the restored database and restore once more.
If nobody was ever erased, all is well."""
CUT_SHORT = "Its last line is cut short and was left out: look who was erased last, the person may be in the database again."


@main.command("backup")
@FILE
def backup_command(file: Path) -> None:
    """Write everything the tool keeps into one archive, while people work."""
    with _whole_or_nothing():
        url = read_settings().database_url
        found, newest = refuse_absent(url)
        manifest = back_up(url, file)
    click.echo(f"{file}: {_contents(manifest)}.")
    if found == newest:
        _note_backup(url)


@main.command("restore")
@FILE
def restore_command(file: Path) -> None:
    """Fill an empty database from an archive, of SQLite or PostgreSQL, of this version or an older one."""
    with _whole_or_nothing():
        settings = read_settings()
        refuse_rights(settings.database_url)
        refuse_served(settings.database_url)
        manifest, replayed = _restore(settings, file)
    click.echo(f"Restored: {_contents(manifest)}.")
    click.echo(_told_of_ledger(replayed, settings))
    click.echo(AFTER_RESTORE)


def _restore(settings: Settings, file: Path) -> tuple[Manifest, Replayed]:
    """All of it in one transaction: at no moment does anybody see a person again who was erased."""
    create_app(settings)  # each feature registers what it knows of people
    done: list[Replayed] = []

    def finish(connection: Connection, manifest: Manifest) -> None:
        done.append(replay(connection, Path(settings.ledger_file), datetime.fromisoformat(manifest.made_at)))
        _note(connection, "archive.restore", "hoitomalli restore")

    return restore(settings.database_url, file, finish), done[0]


def _told_of_ledger(replayed: Replayed, settings: Settings) -> str:
    if not replayed.has_ledger:
        return NO_LEDGER.format(path=settings.ledger_file)
    told = f"People erased once more, as the erasure ledger says: {replayed.erased}."
    return f"{told}\n{CUT_SHORT}" if replayed.is_cut_short else told


def _note_backup(url: str) -> None:
    """Into the admin act log; a database that may not be written to now is backed up nevertheless."""
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            _note(connection, "archive.backup", "hoitomalli backup")
    except SQLAlchemyError:
        click.echo("This backup could not be noted in the admin act log: the database took no writing.", err=True)
    finally:
        close_engine(engine)


def _note(connection: Connection, act: str, command: str) -> None:
    line = {"done_at": db.now(), "done_by": command, "act": act, "subject": ""}
    connection.execute(insert(AdminAct.__table__), [line])  # type: ignore[arg-type]


def _contents(manifest: Manifest) -> str:
    rows = {name: entry.rows for name, entry in manifest.tables.items()}
    colleges = rows["organisation"]
    partners = rows["partner"]
    people = rows["person"]
    content = f"colleges {colleges}, partners {partners}, people {people}, rows in all {sum(rows.values())}"
    return f"{content}; of {manifest.made_at}, version {manifest.revision}"


@contextmanager
def _whole_or_nothing() -> Iterator[None]:
    """Whatever hinders is told in one line; a SIGTERM leaves nothing half-done either."""
    before = signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("Stopped. Nothing was changed."))
    try:
        with troubles_told():
            yield
    except (ArchiveError, LedgerUnreadable, NotClaimed) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or 'A file'} cannot be written: {error.strerror}. Nothing was changed."
        ) from error
    finally:
        signal.signal(signal.SIGTERM, before)
