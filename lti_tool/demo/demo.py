"""`hoitomalli demo`: the small LMS and the tool side by side, with believable partners. Everything is gone at the end."""

from __future__ import annotations

import logging
import secrets
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from werkzeug.serving import make_server

from .. import db
from ..config import Settings
from ..lti.invites import make_invite
from ..lti.operations import PlatformDetails, register_platform
from ..people.operations import organisation_named
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
    return register_platform(organisation_named(organisation).id, details).organisation_id


def run_demo(port: int, prepare: Callable[[Settings], Flask]) -> None:
    """Serve both until Ctrl-C."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    lms_origin, tool_origin = f"http://localhost:{port}", f"http://localhost:{port + 1}"  # browsers trust http there only
    with tempfile.TemporaryDirectory(prefix="hoitomalli-demo-") as folder:
        database = f"sqlite:///{Path(folder) / 'demo.db'}"
        app = prepare(Settings(tool_origin, database, secrets.token_hex(32), frozenset({"localhost"})))
        lms = Lms(lms_origin, [tool_link(tool_origin)])
        with app.app_context():
            organisation_id = connect(lms)
            fill(organisation_id, lms)
            link = make_invite(organisation_id)
            db.session.commit()
        tool_server = make_server("127.0.0.1", port + 1, app, threaded=True)
        threading.Thread(target=tool_server.serve_forever, daemon=True).start()
        lms_server = make_server("127.0.0.1", port, lms.app, threaded=True)
        click.echo(f"Open {lms_origin}/ and choose who you are. Ctrl-C ends the demo.")
        click.echo(f"To try the registration, add this link in Manage tools as the administrator: {link}")
        lms_server.serve_forever()  # until Ctrl-C, which Werkzeug takes
        click.echo("\nThe demo has ended; nothing was kept.")
