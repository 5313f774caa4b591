"""A requests adapter that connects to public addresses only, to the very address that was checked, and not for long."""

from __future__ import annotations

import ipaddress
import socket
import threading
from contextlib import suppress

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.connection import create_connection

LONGEST_SECONDS = 10  # for a whole answer, however slowly it drips
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotPublic(OSError):
    """A name that leads to an address inside a network."""


def is_allowed_address(address: str) -> bool:
    """Whether an IP address is a public one; forms that wrap another address in it never are."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in _NAT64):
        return False
    return ip.is_global and not ip.is_multicast


def _connect(connection: HTTPConnection, is_private_allowed: bool) -> socket.socket:
    """A socket to the address that was checked; after LONGEST_SECONDS it is closed whatever is going on."""
    addresses = [str(found[4][0]) for found in socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM)]
    if not is_private_allowed and not all(is_allowed_address(address) for address in addresses):
        raise NotPublic(f"{connection.host} leads to {addresses[0]}")
    opened = _connect_to_any(addresses, connection)

    def cut_off() -> None:
        with suppress(OSError):
            (connection.sock or opened).shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(LONGEST_SECONDS, cut_off)
    timer.daemon = True
    timer.start()
    return opened


def _connect_to_any(addresses: list[str], connection: HTTPConnection) -> socket.socket:
    """The first of these addresses that answers; the last one's error when none does."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return create_connection((address, connection.port), connection.timeout, socket_options=connection.socket_options)
    return create_connection((addresses[-1], connection.port), connection.timeout, socket_options=connection.socket_options)


class PublicAddressAdapter(HTTPAdapter):
    """Connects through `_connect`; one for each call, so that nothing is kept open."""

    def __init__(self, *, is_private_allowed: bool) -> None:
        super().__init__(max_retries=0)

        class Http(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self, is_private_allowed)

        class Https(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return _connect(self, is_private_allowed)

        class HttpPool(HTTPConnectionPool):
            ConnectionCls = Http

        class HttpsPool(HTTPSConnectionPool):
            ConnectionCls = Https

        self.poolmanager.pool_classes_by_scheme = {"http": HttpPool, "https": HttpsPool}
