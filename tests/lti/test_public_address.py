"""A name is looked up once, and the address that was checked is the one that is called; over TLS too."""

import socket
import threading
from contextlib import suppress

import pytest

from lti_tool.lti import public_address
from lti_tool.lti.public_address import is_allowed_address

PUBLIC = ["8.8.8.8", "193.166.3.2", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "2001:4860::1", "2a00:1450::1"]
NOT_PUBLIC = [
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "100.64.0.1",
    "100.127.255.255",
    "0.0.0.0",
    "0.1.2.3",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%lo",
    "fec0::1",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "ff0e::1",
    "::ffff:8.8.8.8",
    "::ffff:127.0.0.1",
    "::8.8.8.8",
    "::127.0.0.1",
    "2002:808:808::1",
    "2002:7f00:1::1",
    "2001:0:808:808::1",
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::a00:1",
    "2001:db8::1",
    "100::1",
]


def test_public_addresses_may_be_called_and_no_others():
    assert [address for address in PUBLIC if not is_allowed_address(address)] == []
    assert [address for address in NOT_PUBLIC if is_allowed_address(address)] == []


def test_a_name_is_looked_up_once_and_the_checked_address_called(leads_to, serve_at, call_moodle):
    port = serve_at("127.0.0.2")
    serve_at("127.0.0.1", port)
    lookups = leads_to("127.0.0.2", "127.0.0.1")
    assert call_moodle(port) == {"at": "127.0.0.2"}
    assert len(lookups) == 1
    assert call_moodle(port) == "private_address"  # the next call asks anew


@pytest.mark.parametrize("addresses", ["127.0.0.1", "10.0.0.1", "127.0.0.2 127.0.0.1", "127.0.0.1 127.0.0.2"])
def test_a_name_that_leads_inside_with_any_of_its_addresses_is_not_called(leads_to, serve_at, call_moodle, addresses):
    leads_to(addresses)
    assert call_moodle(serve_at("127.0.0.2")) == "private_address"


def test_a_name_with_a_dead_address_is_still_reached_but_not_with_many(leads_to, serve_at, call_moodle, monkeypatch):
    dead = "127.0.0.3"
    port = serve_at("127.0.0.2")
    monkeypatch.setattr(public_address, "is_allowed_address", lambda address: address in ("127.0.0.2", dead))
    leads_to(f"{dead} 127.0.0.2", " ".join([dead] * 50) + " 127.0.0.2")
    assert call_moodle(port) == {"at": "127.0.0.2"}
    assert call_moodle(port) == "unreachable"


@pytest.mark.parametrize("head", [None, b"", b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{", b"HTTP/1.0 200 OK\r\nX: "])
def test_who_drips_over_tls_is_cut_off(leads_to, tls, call_moodle, monkeypatch, head):
    """None: not even the handshake is made."""
    monkeypatch.setattr(public_address, "LONGEST_SECONDS", 0.3)
    opened = socket.create_server(("127.0.0.2", 0))
    gone = threading.Event()

    def drip():
        visitor, _address = opened.accept()
        with suppress(OSError), visitor if head is None else tls.wrap_socket(visitor, server_side=True) as visitor:
            visitor.sendall(head or b"\x16")
            while not gone.wait(0.02):
                visitor.sendall(b" " if head else b"H" if head == b"" else b"\x03")

    threading.Thread(target=drip, daemon=True).start()
    leads_to("127.0.0.2")
    assert call_moodle(opened.getsockname()[1]) == "too_slow"  # while it still drips
    gone.set()
    opened.close()
