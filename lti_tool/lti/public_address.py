"""A requests adapter that connects to public addresses only, to the very address that was checked, and not for long."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

LONGEST_SECONDS = 10  # for a whole answer, however slowly it drips
MOST_ADDRESSES = 4  # of one name are tried, each for the time-out
_UNICAST = ipaddress.ip_network("2000::/3")  # all public IPv6: not NAT64, nor a mapped or compatible IPv4 address


class NotPublic(OSError):
    """A name that leads to an address inside a network."""


def is_allowed_address(address: str) -> bool:
    """Whether an IP address is a public one; forms that wrap another address in it never are."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (ip not in _UNICAST or ip.sixtofour or ip.teredo):
        return False
    return ip.is_global and not ip.is_multicast


def _connect(connection: HTTPConnection, is_private_allowed: bool) -> socket.socket:
    """A socket to the address that was checked: looked up once."""
    addresses = [str(found[4][0]) for found in socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)]
    if not is_private_allowed and not all(is_allowed_address(address) for address in addresses):
        raise NotPublic(f"{connection.host} leads to {addresses[0]}")
    return _connect_to_any(addresses[:MOST_ADDRESSES], connection)


def _connect_to_any(addresses: list[str], connection: HTTPConnection) -> socket.socket:
    """The first of these addresses that answers; the last one's error when none does."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return create_connection((address, connection.port), connection.timeout, socket_options=connection.socket_options)
    return create_connection((addresses[-1], connection.port), connection.timeout, socket_options=connection.socket_options)


class PublicAddressAdapter(HTTPAdapter):
    """Connects through `_connect` and cuts off after LONGEST_SECONDS; one for each call, so that nothing is kept open."""

    is_cut_off = False
    _limit: threading.Timer | None = None

    def __init__(self, *, is_private_allowed: bool, tls: ssl.SSLContext) -> None:
        self._tls = tls
        super().__init__(max_retries=0)

        def connect(connection: HTTPConnection) -> socket.socket:
            opened = _connect(connection, is_private_allowed)
            self._begin_limit(opened)
            return opened

        class Http(HTTPConnection):
            _new_conn = connect

        class Https(HTTPSConnection):
            _new_conn = connect

        class HttpPool(HTTPConnectionPool):
            ConnectionCls = Http

        class HttpsPool(HTTPSConnectionPool):
            ConnectionCls = Https

        self.poolmanager.pool_classes_by_scheme = {"http": HttpPool, "https": HttpsPool}

    def init_poolmanager(self, *args: Any, **pool: Any) -> None:
        super().init_poolmanager(*args, **pool, ssl_context=self._tls)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Always, and only by our context: requests would have its own list read into it with each call."""
        conn.cert_reqs = "CERT_REQUIRED"

    def _begin_limit(self, opened: socket.socket) -> None:
        """Cut off whatever is going on then. By a duplicate: TLS takes the socket over, `Connection: close` lets go of it."""
        self._watched = opened.dup()
        self._limit = threading.Timer(LONGEST_SECONDS, self._cut_off)
        self._limit.daemon = True
        self._limit.start()

    def _cut_off(self) -> None:
        self.is_cut_off = True
        with suppress(OSError):
            self._watched.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._limit:
            self._limit.cancel()
            self._limit.join()  # else it could shut down what gets the number of the closed socket
            self._watched.close()
        super().close()
