"""What a tier page costs the processor of the application alone, and how many two processes give in a second."""

from __future__ import annotations

import http.client
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask

from lti_tool.demo.lms import Lms
from tests.bench.processor import application_time, described
from tests.serving import Caller, served
from tests.visitor import Visitor

PATH = "tiers/everyday"
PAGES = 300
READERS = (1, 2, 4)  # at each of the two processes, one after the other
SECONDS = 10


def described_pages(app: Flask, visitor: Visitor) -> str:
    """What one page costs the application."""
    with application_time(app) as spent:
        for _page in range(PAGES):
            assert visitor.get(PATH).status_code == 200
    return described(spent)


def pages_a_second(lms: Lms, url: str, readers: int) -> float:
    """Of two processes of `serve` with so many readers at each; these and the database are on the same machine.

    Without jobs: after 10,000 new partners they would look for doubles at that moment.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        served(url, Path(folder) / "one", "--no-jobs") as one,
        served(url, Path(folder) / "two", "--no-jobs") as two,
    ):
        reader = Caller(one.origin, lms)
        reader.open("maija")
        ports = [one.port, two.port] * readers
        until = time.monotonic() + SECONDS
        with ThreadPoolExecutor(len(ports)) as pool:
            pages = pool.map(lambda port: _read(port, reader, until), ports)
        return sum(pages) / SECONDS


def _read(port: int, reader: Caller, until: float) -> int:
    """How many pages one reader gets until then, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers = {"Host": "tool.test", "Cookie": reader.client.cookie_line()}
    path = reader.base.removeprefix("https://tool.test") + PATH
    pages = 0
    while time.monotonic() < until:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        pages += 1
    connection.close()
    return pages
