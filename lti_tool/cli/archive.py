"""Backup and restore: everything the tool keeps, out of one database and into another."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ..archive.backup import back_up
from ..archive.manifest import ArchiveError, Manifest
from ..archive.restore import restore
from ..config import read_settings
from .database import refuse_absent, refuse_rights
from .main import main
from .one_process import NotClaimed, refuse_served
from .troubles import troubles_told

FILE = click.argument("file", type=click.Path(path_type=Path))
AFTER_RESTORE = """\
Next: start the tool; everybody opens the activity in Moodle again. Then run: hoitomalli doctor
The secret must be the one of that time. If it is lost: hoitomalli keys rotate --at-once"""


@main.command("backup")
@FILE
def backup_command(file: Path) -> None:
    """Write everything the tool keeps into one archive, while people work."""
    with _whole_or_nothing():
        url = read_settings().database_url
        refuse_absent(url)
        manifest = back_up(url, file)
    click.echo(f"{file}: {_contents(manifest)}.")


@main.command("restore")
@FILE
def restore_command(file: Path) -> None:
    """Fill an empty database from an archive, of SQLite or PostgreSQL, of this version or an older one."""
    with _whole_or_nothing():
        url = read_settings().database_url
        refuse_rights(url)
        refuse_served(url)
        manifest = restore(url, file)
    click.echo(f"Restored: {_contents(manifest)}.\n{AFTER_RESTORE}")


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
    except (ArchiveError, NotClaimed) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or 'A file'} cannot be written: {error.strerror}. Nothing was changed."
        ) from error
    finally:
        signal.signal(signal.SIGTERM, before)
