"""What hinders a command, in one line instead of a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from ..config import SettingsError


@contextmanager
def troubles_told() -> Iterator[None]:
    """A missing setting, a database that is away, damaged or no database: raises ClickException."""
    try:
        yield
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
        raise click.ClickException(f"The database cannot be used: {reason}. Is HOITOMALLI_DATABASE_URL right?") from error
    except ModuleNotFoundError as error:
        cure = "For PostgreSQL install hoitomalli with [postgresql]" if error.name == "psycopg" else "Install hoitomalli again"
        raise click.ClickException(f"{error.name} is not installed. {cure}, see the guide.") from error
