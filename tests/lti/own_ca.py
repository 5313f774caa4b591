"""A server of a college with its own certificate authority, over real TLS, and calls to it."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest
import trustme
from flask import Flask, jsonify
from werkzeug.serving import make_server

from lti_tool.lti import outgoing, public_address
from lti_tool.lti.public_address import is_allowed_address
from tests.conftest import Quiet


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture
def bundle(authority, tmp_path):
    """The CA's own certificate in a file."""
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    return tmp_path / "ca.pem"


@pytest.fixture
def leads_to(monkeypatch):
    """Lets moodle.test lead somewhere: each look-up to the next of these addresses. 127.0.0.2 counts as public here."""
    look_up = socket.getaddrinfo
    lookups = []

    def answer_with(*answers):
        def answer(host, *args, **kwargs):
            if not str(host).endswith("moodle.test"):
                return look_up(host, *args, **kwargs)
            lookups.append(host)
            found = answers[min(len(lookups), len(answers)) - 1]
            return [entry for address in found.split() for entry in look_up(address, *args, **kwargs)]

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        return lookups

    monkeypatch.setattr(
        public_address, "is_allowed_address", lambda address: address == "127.0.0.2" or is_allowed_address(address)
    )
    return answer_with


@pytest.fixture
def tls(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("moodle.test").configure_cert(context)
    return context


@pytest.fixture
def serve_at(tls):
    """Serves moodle.test at an address of this machine; the answer tells which."""
    servers = []

    def serve(address, port=0):
        app = Flask(address)
        app.add_url_rule("/", view_func=lambda: jsonify(at=address))
        servers.append(make_server(address, port, app, ssl_context=tls, request_handler=Quiet, threaded=True))
        threading.Thread(target=servers[-1].serve_forever, args=[0.02], daemon=True).start()
        return servers[-1].server_port

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def call_moodle(app, bundle):
    """Call moodle.test, its CA trusted: the answer, or why not."""
    app.config["CA_BUNDLE"] = str(bundle)

    def ask(port, host="moodle.test"):
        with app.app_context():
            try:
                return outgoing.call("GET", f"https://{host}:{port}/").json
            except outgoing.CallFailed as failed:
                return failed.reason

    return ask
