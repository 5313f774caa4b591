"""`hoitomalli demo`, as `make demo` starts it."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import requests


def free_port():
    """A port with a free one after it."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def test_the_demo_starts_prints_its_address_and_ends():
    port = free_port()
    command = [Path(sys.executable).with_name("hoitomalli"), "demo", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as demo:
        try:
            printed = next(line for line in demo.stdout if line.startswith("Open "))
            address = re.search(r"http://localhost:\d+/", printed)[0]
            assert "Maija Koskela" in requests.get(address, timeout=30).text
            assert requests.get(f"http://localhost:{port + 1}/lti/jwks", timeout=30).json()["keys"]
        finally:
            demo.send_signal(signal.SIGINT)
        assert "nothing was kept" in demo.stdout.read()
    assert demo.returncode == 0
