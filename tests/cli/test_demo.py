"""`hoitomalli demo`, as `make demo` starts it."""

import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from lti_tool.cli import main

PATIENCE = 120  # seconds


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


@contextmanager
def running_demo(port):
    """The demo's process; killed at the end, whatever became of it."""
    command = [Path(sys.executable).with_name("hoitomalli"), "demo", "--port", str(port)]
    hear_ctrl_c = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # `nohup make test &` has it ignored
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, preexec_fn=hear_ctrl_c)
    try:
        yield demo
    finally:
        demo.kill()
        demo.communicate(timeout=PATIENCE)


@pytest.mark.parametrize("ends", [[signal.SIGINT], [signal.SIGTERM] * 3], ids=["Ctrl-C", "three kills"])
def test_the_demo_starts_prints_its_address_and_ends(ends):
    port = free_port()
    with running_demo(port) as demo:
        printed = next(line for line in demo.stdout if line.startswith("Open "))
        address = re.search(r"http://localhost:\d+/", printed)[0]
        assert "Maija Koskela" in requests.get(address, timeout=30).text
        assert requests.get(f"http://localhost:{port + 1}/lti/jwks", timeout=30).json()["keys"]
        elsewhere = requests.get(f"http://127.0.0.1:{port}/", headers={"Accept-Language": "en"}, timeout=30)
        assert elsewhere.status_code == 400
        assert f'<a href="{address}">' in elsewhere.text
        for end in ends:
            demo.send_signal(end)
            time.sleep(0.01)
        rest, _nothing = demo.communicate(timeout=PATIENCE)
        assert "nothing was kept" in rest
        assert demo.returncode == 0


@pytest.mark.parametrize("taken", [0, 1])
def test_a_taken_port_is_told_in_a_line_before_anything_is_prepared(taken):
    port = free_port()
    with socket.create_server(("127.0.0.1", port + taken)):
        result = CliRunner().invoke(main, ["demo", "--port", str(port)])
    assert result.exit_code == 1
    [line] = result.output.splitlines()
    assert line.startswith(f"Error: Port {port + taken} cannot be had (Address already in use). Try another")
    assert "make demo PORT=" in line
