"""The command itself, and what it runs inside."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask import Flask

from .. import db
from ..app import create_app
from ..config import Settings, read_settings
from ..demo.demo import run_demo
from ..lti.keys import ensure_key
from .database import make_ready, refuse_unready
from .troubles import troubles_told


def prepare(settings: Settings) -> Flask:
    """The app with its database made or brought up to date, and its first key made: for those who serve."""
    make_ready(settings.database_url)
    app = create_app(settings)
    with app.app_context():
        ensure_key(settings.secret)
        db.session.commit()
    return app


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the app, committed when it succeeds; what hinders it is told in one line.

    It works on the database that is there, of this version: it makes none and migrates none.
    """

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        with troubles_told():
            settings = read_settings()
            refuse_unready(settings.database_url)
            with create_app(settings).app_context():
                result = command(*args, **options)
                db.session.commit()
                return result

    return run


@click.group()
def main() -> None:
    """Hoitomalli: partnership care inside Moodle, an LTI 1.3 tool."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)  # only a migration is told


@main.command()
@click.option(
    "--port", type=click.IntRange(1, 65534), default=8080, show_default=True, help="Port of the LMS; the tool takes the next one."
)
def demo(port: int) -> None:
    """A small LMS with the tool in it, filled with invented partners. Nothing is kept."""
    run_demo(port, prepare)
