"""Looking after an installation: the check, and the tool's own keys."""

from __future__ import annotations

from collections.abc import Iterable

import click
from flask import current_app

from .. import db
from ..admin.check import BAD, Line, own_lines
from ..admin.platform_check import platform_lines
from ..admin.queries import all_deployments
from ..care_model.content_check import complaints
from ..config import read_settings
from ..language import speaking
from ..lti.keys import all_keys, current_key, retire_key, rotate_key
from ..lti.platform_keys import forget_platform_keys
from .doctor import operator_lines
from .ledger_check import ledger_line
from .main import main, with_app

SIGNS = {"good": "ok      ", "bad": "WRONG   ", "optional": "optional", "unknown": "unknown ", "trial": "trial   "}


@main.command()
@with_app
def doctor() -> None:
    """Check the installation and every platform; ends with 1 when something needs attention."""
    db.only_read()
    with speaking("en"):
        settings = read_settings()
        is_wrong = _show("This tool", [*own_lines(None), *operator_lines(settings), ledger_line(settings)])
        for deployment in all_deployments():
            registration = deployment.registration
            which = f"client {registration.client_id}, deployment {deployment.deployment_id}"
            title = f"{registration.platform.issuer}, {deployment.organisation.name}, {which}"
            is_wrong |= _show(title, platform_lines(deployment))
    if is_wrong:
        raise SystemExit(1)


def _show(title: str, lines: Iterable[Line]) -> bool:
    """Print the lines; whether one is wrong."""
    click.echo(title)
    is_wrong = False
    for line in lines:
        click.echo(f"  {SIGNS[line.state]}  {line.name}: {line.text}")
        if line.cure:
            click.echo(f"            {line.cure}")
        is_wrong |= line.state == BAD
    return is_wrong


@main.command("check-content")
def check_content() -> None:
    """Check the packaged texts and methods: whole, linked, the same in all languages; ends with 1 when something is wrong."""
    found = complaints()
    for complaint in found:
        click.echo(complaint)
    if found:
        raise SystemExit(1)
    click.echo("All packaged texts are whole.")


@main.command("forget-platform-keys")
@click.argument("issuer")
@with_app
def forget_platform_keys_command(issuer: str) -> None:
    """Ask a platform for its keys anew at the next launch, e.g. when it has withdrawn one after a leak."""
    forgotten = forget_platform_keys(issuer)
    if not forgotten:
        raise click.ClickException(f"No keys of {issuer} are known. Is it written as in Admin, Platforms, with https:// ?")
    click.echo(f"{forgotten} set of keys forgotten. The next launch asks {issuer} for them.")


@main.group()
def keys() -> None:
    """The keys with which the tool proves to platforms who it is."""


@keys.command("list")
@with_app
def list_keys() -> None:
    """All published keys, oldest first."""
    signing = current_key()
    for key in all_keys():
        note = "signs now" if key is signing else "published"
        click.echo(f"{key.kid}  made {key.created_at:%Y-%m-%d}  signs from {key.signs_from:%Y-%m-%d %H:%M} UTC  {note}")


@keys.command()
@click.option("--at-once", is_flag=True, help="Let it sign now, e.g. after a leak: platforms that keep our keys may lag behind.")
@with_app
def rotate(at_once: bool) -> None:
    """Make a new key. It is published now and signs a day later, so that nothing breaks in between."""
    key = rotate_key(current_app.config["SECRET_KEY"], at_once=at_once)
    click.echo(f"{key.kid} is published and signs from {key.signs_from:%Y-%m-%d %H:%M} UTC. Retire the old one after that.")


@keys.command()
@click.argument("kid")
@with_app
def retire(kid: str) -> None:
    """Publish a key no longer."""
    try:
        retire_key(kid)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{kid} is no longer published.")
