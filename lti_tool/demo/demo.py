"""`hoitomalli demo`: the small LMS and the tool side by side, with believable partners. Everything is gone at the end."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import Flask, render_template, request
from werkzeug.serving import BaseWSGIServer, make_server

from .. import db
from ..config import Settings
from ..jobs.runner import jobs_done
from ..lti.invites import make_invite
from ..lti.operations import PlatformDetails, register_platform
from ..people.operations import get_or_create_organisation
from .data import fill
from .lms import Lms
from .school import COLLEGE, ToolLink


def tool_link(tool_origin: str) -> ToolLink:
    """The tool as an LMS's admin adds it by hand."""
    address = f"{tool_origin}/lti/"
    return ToolLink("demo", "1", address + "login", address + "launch", address + "jwks", name="Hoitomalli")


def connect(lms: Lms, organisation: str = COLLEGE) -> int:
    """Register the LMS in the tool's database; gives the organisation's id. Needs an app context."""
    base = lms.origin + "/mod/lti/"
    link = lms.tools[0]
    details = PlatformDetails(
        lms.origin, link.client_id, link.deployment_id, base + "auth.php", base + "token.php", base + "certs.php"
    )
    return register_platform(get_or_create_organisation(organisation).id, details).organisation_id


def lead_to_origin(lms: Lms) -> None:
    """At another address, such as 127.0.0.1, say where the LMS is: the tool lets no other address frame it."""

    @lms.app.before_request
    def tell_address() -> tuple[str, int] | None:
        if request.host == urlsplit(lms.origin).netloc:
            return None
        return render_template("lms/address.html", origin=lms.origin), 400


def _listen(port: int, app: Flask) -> BaseWSGIServer:
    """A server that has its port; it answers when it is told to serve."""
    try:
        with socket.create_server(("127.0.0.1", port)) as listening:
            return make_server("127.0.0.1", port, app, threaded=True, fd=listening.fileno())
    except OSError as error:
        cure = f"Try another: make demo PORT={port + 1000 if port < 60000 else 9000}"
        raise click.ClickException(f"Port {port} cannot be had ({os.strerror(error.errno or 0)}). {cure}") from error


def _end_once(number: int, _frame: object) -> None:
    """As Ctrl-C; told twice, as by who kills a group in which each passes the signal on, it goes on to clean up."""
    signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def run_demo(port: int, prepare: Callable[[Settings], Flask]) -> None:
    """Serve both until Ctrl-C or SIGTERM; raises ClickException when a port cannot be had, before anything is prepared."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    signal.signal(signal.SIGTERM, _end_once)  # a kill cleans up as Ctrl-C does
    lms_origin = f"http://localhost:{port}"  # browsers trust http there only
    tool_origin = f"http://localhost:{port + 1}"
    lms = Lms(lms_origin, [tool_link(tool_origin)])
    lead_to_origin(lms)
    lms_server = _listen(port, lms.app)
    tool_server = _listen(port + 1, lms.app)
    with tempfile.TemporaryDirectory(prefix="hoitomalli-demo-") as folder:
        database = f"sqlite:///{Path(folder) / 'demo.db'}"
        app = prepare(Settings(tool_origin, database, secrets.token_hex(32), frozenset({"localhost"})))
        with app.app_context():
            organisation_id = connect(lms)
            fill(organisation_id, lms)
            link = make_invite(organisation_id)
            db.session.commit()
        tool_server.app = app
        threading.Thread(target=tool_server.serve_forever, daemon=True).start()
        click.echo(f"Open {lms_origin}/ and choose who you are. Ctrl-C ends the demo.")
        click.echo(f"To try the registration, add this link in Manage tools as the administrator: {link}")
        with jobs_done(app):
            lms_server.serve_forever()  # until Ctrl-C, which Werkzeug takes
        click.echo("\nThe demo has ended; nothing was kept.")
