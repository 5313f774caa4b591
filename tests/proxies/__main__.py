"""The figure of `make proxies`: how long a teacher waits while others flood, drip and stand still. Asserts nothing on time.

A thousand logins in five seconds, eight *Check* pages whose platforms drip, 150 unfinished bodies; all on this machine.
"""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import ssl
import statistics
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, text

from lti_tool.demo.demo import tool_link
from lti_tool.demo.lms import Lms, new_key
from tests.conftest import other_database, prepare, serve, start_postgresql
from tests.proxies.proxy import Certificate, proxied
from tests.serving import PATIENCE, TOOL, Caller, furnish, served

LOGINS = 1000
SECONDS = 5
CHECKS = 8
UNFINISHED = 150


class DrippingLms(Lms):
    """An LMS whose keys come a byte at a time once `drips` is set; at most a minute long."""

    def __init__(self, key):
        super().__init__("http://127.0.0.1", [tool_link(TOOL)], key)
        self.drips = False
        self.server = serve(self.answer)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, environ, start_response):
        if not self.drips or not environ["PATH_INFO"].endswith("certs.php"):
            return self.app(environ, start_response)
        start_response("200 OK", [("Content-Type", "application/json")])
        return self.drip()

    def drip(self):
        for _byte in range(120):
            yield b" "
            time.sleep(0.5)


def flood(port, authority, forms):
    """The logins, spread over the five seconds; gives their statuses and how long they took. In a process of its own."""
    began = time.monotonic()
    mine = threading.local()
    headers = {"Host": "tool.test", "Content-Type": "application/x-www-form-urlencoded"}

    def log_in(number):
        time.sleep(max(0, began + number * SECONDS / LOGINS - time.monotonic()))
        if not hasattr(mine, "connection"):
            context = ssl.create_default_context(cafile=authority)
            mine.connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=PATIENCE)
        mine.connection.request("POST", "/lti/login", urlencode(forms[number]), headers)
        answer = mine.connection.getresponse()
        answer.read()
        return answer.status

    with ThreadPoolExecutor(64) as pool:
        statuses = list(pool.map(log_in, range(LOGINS)))
    return statuses, time.monotonic() - began


def unfinished_bodies(proxy, stack):
    for _number in range(UNFINISHED):
        connection = stack.enter_context(proxy.connect())
        connection.sendall(b"POST /lti/login HTTP/1.1\r\nHost: tool.test\r\nContent-Length: 900000\r\n\r\n" + b"x" * 10_000)


def wait_for_pages(teacher, until):
    """How long each of the teacher's pages took, one after the other."""
    spent = []
    while not spent or until():
        began = time.monotonic()
        assert teacher.get("tiers/everyday").status_code == 200
        spent.append(time.monotonic() - began)
    return spent


def measure(kind, what, certificate, dripping, *tools):
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hoitomalli-proxies-")))
        proxy = stack.enter_context(proxied(kind, folder, certificate, *[tool.port for tool in tools]))
        teacher = Caller(proxy.origin, dripping[0], certificate.authority)
        teacher.open("maija")
        alone = statistics.median(wait_for_pages(teacher, iter([True] * 4 + [False]).__next__))
        admins = []
        for lms in dripping[1:]:
            admin = Caller(proxy.origin, lms, certificate.authority)
            admin.open("pirjo")
            admins.append(admin)
        for lms in dripping[1:]:
            lms.drips = True
        addresses = [re.search(r"admin/check/\d+", admin.get("admin/check").text)[0] for admin in admins]
        checks = [
            threading.Thread(target=admin.get, args=[address], daemon=True)
            for admin, address in zip(admins, addresses, strict=True)
        ]
        unfinished_bodies(proxy, stack)
        for check in checks:
            check.start()
        lms = dripping[0]
        forms = [lms.login_initiation(lms.users["maija"], lms.courses[2]) for _number in range(LOGINS)]
        with ProcessPoolExecutor(1) as pool:
            logins = pool.submit(flood, proxy.port, certificate.authority, forms)
            spent = wait_for_pages(teacher, lambda: not logins.done())
            statuses, seconds = logins.result()
        for lms in dripping:
            lms.drips = False
        for check in checks:
            check.join(60)
    answered = statuses.count(303)
    print(
        f"  {kind:6} {what:28} page: median {statistics.median(spent):5.2f} s, worst {max(spent):5.2f} s of {len(spent)} "
        f"(alone {alone:.2f} s); {answered} of {LOGINS} logins in {seconds:.1f} s",
        flush=True,
    )


def main():
    key = new_key()
    dripping = [DrippingLms(key) for _number in range(CHECKS + 1)]
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hoitomalli-figure-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)  # PostgreSQL runs as a user of its own
        certificate = Certificate(folder)
        (folder / "pg").mkdir()
        postgresql = start_postgresql(folder / "pg")
        stack.callback(postgresql.cleanup)
        address = postgresql.get_uri().replace("postgresql://", "postgresql+psycopg://")
        with create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CREATE DATABASE figure"))
        urls = {"SQLite": f"sqlite:///{folder}/figure.db", "PostgreSQL": other_database(address, "figure")}
        print(
            f"A teacher's page during {LOGINS} logins in {SECONDS} s, {CHECKS} dripping platforms, {UNFINISHED} unfinished bodies"
        )
        print(f"(at most 1 s; load of this machine now: {os.getloadavg()[0]:.1f})")
        for name, url in urls.items():
            prepare(url)
            furnish(url, *dripping)
            with served(url, folder / "one.log") as one:
                for kind in ("nginx", "caddy"):
                    measure(kind, f"{name}, one process", certificate, dripping, one)
        with served(urls["PostgreSQL"], folder / "one.log") as one, served(urls["PostgreSQL"], folder / "two.log") as two:
            for kind in ("nginx", "caddy"):
                measure(kind, "PostgreSQL, two processes", certificate, dripping, one, two)


if __name__ == "__main__":
    main()
