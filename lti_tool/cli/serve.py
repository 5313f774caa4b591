"""`hoitomalli serve`: what must be in order before it begins, and what is put away when it ends."""

from __future__ import annotations

import socket
from contextlib import nullcontext
from dataclasses import replace

import click

from .. import db
from ..admin.check import BAD
from ..config import THREADS, Settings, read_settings
from ..jobs.runner import jobs_done
from . import serving
from .database import refuse_unusable
from .doctor import check_rights
from .main import main, prepare
from .one_process import NotClaimed, claimed_database
from .troubles import troubles_told


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(2), help="Requests answered at once.")
@click.option(
    "--proxy", default="127.0.0.1", show_default=True, help="Address the proxy calls from: its forwarded headers count."
)
@click.option(
    "--linger", default=0, show_default=True, type=click.IntRange(0, 30), help="Seconds between a stop's 503 at /health and it."
)
@click.option("--jobs/--no-jobs", default=True, show_default=True, help="Whether it does jobs too, beside the requests.")
def serve(host: str, port: int, threads: int, proxy: str, linger: int, jobs: bool) -> None:
    """Serve the tool; put a proxy with https in front of it. SIGTERM and Ctrl-C finish what runs."""
    try:
        with troubles_told():
            settings = replace(read_settings(), threads=threads)
            refuse_unusable(settings.database_url)
            with claimed_database(settings.database_url), serving.listening(host, port) as door:
                _warn(settings)
                click.echo(f"Serving {settings.public_url} on http://{host}:{port}")
                _serve(settings, door, proxy=proxy, linger=linger, with_jobs=jobs)
    except (NotClaimed, serving.CannotListen) as error:
        raise click.ClickException(str(error)) from error


def _warn(settings: Settings) -> None:
    """Serving goes on: in a container nobody else may be there to read."""
    for line in check_rights(settings):
        if line.state == BAD:
            click.echo(f"Warning: {line.text}: {line.cure}", err=True)


def _serve(settings: Settings, door: socket.socket, *, proxy: str, linger: int, with_jobs: bool) -> None:
    serving.allow_files()
    app = prepare(settings)  # after the door is ours: a process that cannot serve migrates nothing
    serving.spare_collections()
    with jobs_done(app) if with_jobs else nullcontext():
        serving.Server(app, door, proxy=proxy, linger=linger).run()
    db.disconnect(app)
