"""The operator's command `hoitomalli`."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy import select
from waitress import serve as serve_wsgi

from . import db, migrate
from .app import create_app
from .config import Settings, SettingsError, read_settings
from .demo.demo import run_demo
from .lti.keys import ensure_key
from .lti.operations import PlatformDetails, register_platform
from .people.models import Course, Organisation
from .people.operations import open_course


def prepare(settings: Settings) -> Flask:
    """The app with its database brought up to date and its first key made."""
    migrate.upgrade(db.make_engine(settings.database_url))
    app = create_app(settings)
    with app.app_context():
        ensure_key(settings.secret)
        db.session.commit()
    return app


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the app, committed when it succeeds; a missing setting is told in one line."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        try:
            app = prepare(read_settings())
        except SettingsError as error:
            raise click.ClickException(str(error)) from error
        with app.app_context():
            result = command(*args, **options)
            db.session.commit()
            return result

    return run


@click.group()
def main() -> None:
    """Hoitomalli: partnership care inside Moodle, an LTI 1.3 tool."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the tool; put a proxy with https in front of it."""
    try:
        settings = read_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Serving {settings.public_url} on http://{host}:{port}")
    app = prepare(settings)
    gc.collect()
    gc.freeze()  # what lives as long as the process need not be looked through at each collection
    serve_wsgi(app, host=host, port=port, threads=8, ident="hoitomalli")


@main.command()
@click.option("--port", default=8080, show_default=True, help="Port of the LMS; the tool takes the next one.")
@click.option("--host", default="localhost", show_default=True, help="Name under which your browser reaches this machine.")
def demo(port: int, host: str) -> None:
    """A small LMS with the tool in it, filled with invented partners. Nothing is kept."""
    run_demo(host, port, prepare)


@main.command()
@click.option("--organisation", required=True, help="Name of the college whose data this leads to.")
@click.option("--issuer", required=True, help="Platform ID, e.g. https://moodle.example.fi")
@click.option("--client-id", required=True)
@click.option("--deployment-id", default="1", show_default=True)
@click.option("--auth-login-url", help="Authentication request URL; Moodle's by default.")
@click.option("--auth-token-url", help="Access token URL; Moodle's by default.")
@click.option("--key-set-url", help="Public keyset URL; Moodle's by default.")
@with_app
def register(organisation: str, issuer: str, client_id: str, deployment_id: str, **urls: str | None) -> None:
    """Connect a platform by hand, with the values its tool page shows."""
    moodle = issuer.rstrip("/") + "/mod/lti/"
    details = PlatformDetails(
        issuer=issuer, client_id=client_id, deployment_id=deployment_id,
        auth_login_url=urls["auth_login_url"] or moodle + "auth.php",
        auth_token_url=urls["auth_token_url"] or moodle + "token.php",
        key_set_url=urls["key_set_url"] or moodle + "certs.php",
    )  # fmt: skip
    if details.problems():
        raise click.ClickException("\n".join(details.problems()))
    try:
        register_platform(organisation, details)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Registered. Give the platform:\n{_own_addresses()}")


@main.command("open-course")
@click.option("--organisation", required=True)
@click.option("--course", required=True, help="The course's id in the LMS, e.g. the number in Moodle's course address.")
@click.option("--to", "open_to", type=click.Choice(["teachers", "everyone"]), default="teachers", show_default=True)
@with_app
def open_course_command(organisation: str, course: str, open_to: str) -> None:
    """Open a course that has been launched once, without an administrator's launch."""
    query = select(Course).join(Organisation, Organisation.id == Course.organisation_id)
    found = list(db.session.scalars(query.where(Organisation.name == organisation, Course.context_id == course)))
    if len(found) != 1:
        raise click.ClickException(
            f"{len(found)} courses with the id {course} of {organisation!r} have been launched. "
            "Open the activity once, then try again."
        )
    open_course(found[0], open_to)
    click.echo(f"{found[0].title or course}: open to {open_to}.")


def _own_addresses() -> str:
    from flask import current_app

    origin = current_app.config["PUBLIC_URL"]
    domain = urlsplit(origin).hostname
    return (f"  Tool URL and redirection URI  {origin}/lti/launch\n  Initiate login URL            {origin}/lti/login\n"
            f"  Public keyset                 {origin}/lti/jwks\n  Domain                        {domain}")  # fmt: skip
