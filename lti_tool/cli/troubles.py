"""What hinders a command, in one line instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from ..config import SettingsError
from .database import DatabaseTrouble, in_words


@contextmanager
def troubles_told() -> Iterator[None]:
    """A missing setting, a database that is away, damaged, of another version or no database: raises ClickException."""
    try:
        yield
    except (SettingsError, DatabaseTrouble) as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(f"The database cannot be used: {in_words(error)}") from error
    except ImportError as error:
        if error.name and not error.name.startswith("psycopg"):
            raise click.ClickException(f"{error.name} is not installed. Install hoitomalli again, see the guide.") from error
        reason = str(error).partition("\n")[0].rstrip(". ")
        cure = "Install hoitomalli with [postgresql], see the guide."
        raise click.ClickException(f"PostgreSQL cannot be used: {reason}. {cure}") from error
