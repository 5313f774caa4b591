"""The server of `serve`: limits under which nobody can hold up the others, and a stop that finishes what runs."""

from __future__ import annotations

import gc
import logging
import resource
import signal
import socket
import time
from collections.abc import Iterable
from typing import Any

from flask import Flask
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel

log = logging.getLogger("hoitomalli")

BIGGEST_BODY = 12_000_000  # a little more than the proxies let through, so that what passes them gets our own page
STOP_SECONDS = 25.0  # systemd is told to wait longer (docs/guide/running.md)
IDLE_SECONDS = 1.0  # how long a connection without a request may still bring one while we stop
LIMITS: dict[str, Any] = {
    # A body is read whole before a thread sees it. It may be this long (waitress refuses what is *not shorter*) ...
    "max_request_body_size": BIGGEST_BODY + 1,
    # ... and is kept in a temporary file from this length on: a thousand unfinished ones hold 64 MB, not 500.
    "inbuf_overflow": 65_536,
    # Cookies stay under 8 kB and the longest address is a login's: nothing honest has more.
    "max_request_header_size": 32_768,
    # An unfinished body or a slow reader takes a connection, no thread. At the limit nobody else gets in (the default, 100,
    # is less than one person can open). Each takes up to three files: see `allow_files`.
    "connection_limit": 1000,
    # select() fails from file number 1,024 on.
    "asyncore_use_poll": True,
    # How long a connection may stand still, and how often that is looked at. Each byte begins it anew: a body that drips
    # for ever is the proxy's to cut off.
    "channel_timeout": 30,
    "cleanup_interval": 5,
    # A browser that has gone is no fault.
    "log_socket_errors": False,
    "ident": "hoitomalli",
}
FILES = 4096
OBJECTS_OF_A_PAGE = 50_000  # some pages' worth: Python looks through what is new after so many, after 700 otherwise
FORWARDED = {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"}  # all others are taken away


def allow_files() -> None:
    """Let the process open as many files as its connections may need: systemd and shells begin with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        allowed = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


class CannotListen(Exception):
    """The address is taken, or is not one of this machine."""


def spare_collections() -> None:
    """What lives as long as the process is looked through no more for garbage, and what a page makes not several times in it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_OF_A_PAGE)


def listening(host: str, port: int) -> socket.socket:
    """A socket that takes connections from now on: whoever comes while we start waits. Raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        why = str(error.strerror).partition(" (")[0]
        raise CannotListen(f"Cannot listen on {host}, port {port}: {why}. Choose another --port or --host.") from error


class Health:
    """Answers `/health` for a balancer, without the database; all else is the app's."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.is_leaving = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/health":
            return self.app(environ, start_response)
        start_response("503 Leaving" if self.is_leaving else "200 OK", [("Content-Type", "text/plain"), ("Content-Length", "0")])
        return []


class Server:
    """waitress on one socket, until SIGTERM or Ctrl-C. A second signal ends the process at once.

    `linger` is how many seconds new connections are still taken after the signal, while `/health` sends balancers elsewhere.
    """

    def __init__(self, app: Flask, door: socket.socket, *, proxy: str, linger: int) -> None:
        self.linger = linger
        self.connections: dict[int, Any] = {}
        self.health = Health(app)
        self.server = create_server(
            self.health,
            map=self.connections,
            sockets=[door],
            threads=app.config["THREADS"],
            trusted_proxy=proxy,
            trusted_proxy_headers=FORWARDED,
            clear_untrusted_proxy_headers=True,
            **LIMITS,
        )
        self.is_stopping = False

    def run(self) -> None:
        """Serve until a signal, then answer what has been received; gives up after STOP_SECONDS."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask_to_stop)
        while not self.is_stopping:
            self._turn(1)
        self.health.is_leaving = True
        open_until = time.monotonic() + self.linger
        while time.monotonic() < open_until:
            self._turn(0.1)
        log.info("stopping: no new connections, finishing what runs")
        self._stop_listening()
        self._finish()

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        """Only note it: an exception here could fall between a request's arrival and its place in the queue."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        self.is_stopping = True
        self.server.pull_trigger()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self.connections, count=1)

    def _stop_listening(self) -> None:
        """Take in who stands at the door, then close it: closing alone would throw them out."""
        known = -1
        while known != len(self.server.active_channels):
            known = len(self.server.active_channels)
            self.server.handle_accept()
        wasyncore.dispatcher.close(self.server)

    def _finish(self) -> None:
        last_moment = time.monotonic() + STOP_SECONDS
        while self.server.active_channels and time.monotonic() < last_moment:
            for channel in self.server.active_channels.values():
                channel.will_close |= _is_idle(channel)
            self._turn(0.1)
        left = len(self.server.active_channels)
        if left:
            log.warning("stopped although %d connections were not finished after %.0f seconds", left, STOP_SECONDS)
        self.server.task_dispatcher.shutdown(timeout=0 if left else 1)


def _is_idle(channel: HTTPChannel) -> bool:
    is_busy = channel.requests or channel.request is not None or channel.total_outbufs_len
    return not is_busy and channel.last_activity < time.time() - IDLE_SECONDS
