"""An answer that does not come to its end is not waited for."""

import socket
import threading
from contextlib import suppress

import pytest

from lti_tool.lti import outgoing, public_address
from tests.lti.test_outgoing import reason_of

HEAD = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


@pytest.fixture
def server():
    """Sends one visitor these bytes and then drips others until the test is over; b"" just waits."""
    opened = socket.create_server(("127.0.0.1", 0))
    gone = threading.Event()
    shown = []

    def drip(start, drops=b""):
        shown.append((start, drops))
        return f"http://127.0.0.1:{opened.getsockname()[1]}/"

    def serve():
        visitor, _address = opened.accept()
        with visitor, suppress(OSError):
            visitor.recv(65536)
            start, drops = shown[0]
            visitor.sendall(start)
            while not gone.wait(0.02):
                visitor.sendall(drops)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield drip
    gone.set()
    opened.close()


@pytest.mark.parametrize(
    ("start", "drops"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (HEAD + b"\r\n{", b" "),
        (HEAD + b"Content-Length: 99999\r\n\r\n{", b" "),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 3, b"H"),
    ],
)
def test_who_drips_for_ever_is_cut_off(app, server, monkeypatch, start, drops):
    monkeypatch.setattr(public_address, "LONGEST_SECONDS", 0.3)
    assert reason_of(app, server(start, drops)) == "too_slow"  # while it still drips
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


@pytest.mark.parametrize("start", [b"", HEAD, HEAD + b"\r\n{"])
def test_who_stops_in_the_middle_is_not_waited_for(app, server, monkeypatch, start):
    monkeypatch.setattr(outgoing, "TIMEOUT_SECONDS", (1, 0.2))
    assert reason_of(app, server(start)) == "too_slow"


@pytest.mark.parametrize("zone", ["+9999999999999999999999", "x", "+2500"])
def test_an_odd_clock_does_no_harm(app, server, zone):
    url = server(HEAD + f"Content-Length: 2\r\nDate: Mon, 01 Jan 2029 00:00:00 {zone}\r\n\r\n{{}}".encode())
    with app.app_context():
        assert outgoing.call_json("GET", url) == {}
