"""The real `hoitomalli serve` in a process of its own, and people who reach it over HTTP."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import requests

from lti_tool import db
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.demo.demo import connect
from lti_tool.people.models import Course
from tests.visitor import Visitor

TOOL = "https://tool.test"
SECRET = "5e9f0c2b7a418d36" * 4
PATIENCE = 60  # seconds until something that must come is given up; a slow machine needs a few


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_so, what):
    """Ask again until it is so."""
    given_up = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < given_up, f"{what} did not come true within {PATIENCE} s"
        time.sleep(0.02)


def accepts(port):
    """Whether somebody listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except ConnectionRefusedError:
        return False
    return True


def environment(database_url, public_url=TOOL):
    return {
        **os.environ,
        "HOITOMALLI_PUBLIC_URL": public_url,
        "HOITOMALLI_SECRET": SECRET,
        "HOITOMALLI_DATABASE_URL": database_url,
        "HOITOMALLI_PRIVATE_HOSTS": "127.0.0.1",
        "HOITOMALLI_ERASURE_LEDGER": f"{tempfile.mkdtemp()}/erasures.jsonl",  # else in the working folder
    }


class Serve:
    """One process of `hoitomalli serve`; what it writes goes into the file `log`."""

    def __init__(self, database_url, log, *options, port=None, public_url=TOOL):
        self.database_url = database_url
        self.port = port or free_port()
        self.log = log
        command = [Path(sys.executable).with_name("hoitomalli"), "serve", "--port", str(self.port), *options]
        with log.open("ab") as written:
            self.process = subprocess.Popen(command, env=environment(database_url, public_url), stdout=written, stderr=written)

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def wait_until_it_answers(self):
        wait_until(lambda: self.process.poll() is not None or accepts(self.port), "listening")
        answer = requests.get(f"{self.origin}/lti/jwks", timeout=PATIENCE)
        assert answer.status_code == 200, self.log.read_text()

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)


@contextmanager
def served(database_url, log, *options, **more):
    """Serve the database until the block ends."""
    serve = Serve(database_url, log, *options, **more)
    try:
        serve.wait_until_it_answers()
        yield serve
    finally:
        serve.end()


def furnish(database_url, *platforms):
    """Register the platforms, one college each, and open their staff courses to teachers."""
    app = create_app(Settings(TOOL, database_url, SECRET, frozenset({"127.0.0.1"})))
    with app.app_context():
        for number, lms in enumerate(platforms):
            organisation_id = connect(lms, f"Opisto {number}")
            db.session.add(Course(organisation_id=organisation_id, issuer=lms.origin, context_id="2", open_to="teachers"))
        db.session.commit()
    db.disconnect(app)


class Browser:
    """Keeps the cookies (over plain http too, where a real one would drop those that are Secure)."""

    def __init__(self, origin, verify=True):
        self.origin = origin
        self.verify = verify
        self.cookies = {}

    def open(self, path, method="GET", query_string="", headers=None, **kwargs):
        sent = {"Host": "tool.test", **(headers or {}), "Cookie": self.cookie_line()}
        answer = requests.request(
            method,
            self.origin + path,
            params=query_string,
            headers=sent,
            verify=self.verify,
            allow_redirects=False,
            timeout=PATIENCE,
            **kwargs,
        )
        for line in answer.raw.headers.getlist("Set-Cookie"):
            name, _is, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in line:
                del self.cookies[name]
        answer.location = answer.headers.get("Location", "")
        answer.data = answer.content
        return answer

    def cookie_line(self):
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


class Caller(Visitor):
    """A visitor whose browser speaks HTTP to this origin."""

    def __init__(self, origin, lms, verify=True):
        self.client = Browser(origin, verify)
        self.lms = lms
        self.base = ""

    def is_known(self, _method, _url):
        """The app is in another process: only its answer tells."""
        return True

    def request(self, method, url, **kwargs):
        path, _query, query = url.removeprefix(TOOL).partition("?")
        return self.client.open(path, method, query, **kwargs)
