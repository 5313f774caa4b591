"""Every call goes to a public address over https, and by no other way."""

import socket

import pytest

from lti_tool.lti import outgoing
from tests.lti.conftest import Begun
from tests.visitor import Visitor

PRIVATE = [
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://0177.0.0.1",
    "https://0x7f.1",
    "https://10.0.0.1",
    "https://172.16.0.1",
    "https://192.168.1.1",
    "https://100.64.0.1",
    "https://169.254.169.254",
    "https://0.0.0.0",
    "https://0",
    "https://[::1]",
    "https://[::]",
    "https://[fe80::1]",
    "https://[fd00::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[::ffff:7f00:1]",
    "https://[64:ff9b::7f00:1]",
    "https://localhost",
    "https://LOCALHOST.",
    "HTTPS://127.0.0.1",
]
ODD_PATHS = ["?x", "/a b", "/ä", "/a/../b", "/%7e", "/\\", "/<>", "", "/ "]  # requests writes these in another way
NO_ADDRESS = [
    "",
    "x",
    "//127.0.0.1/",
    "https://",
    "https:///x",
    "https://[",
    "https://[x]/",
    "https://moodle.test:x/",
    "https://moodle.test:99999/",
    "https://user@moodle.test/",
    "https://user:pass@127.0.0.1/",
    "https://@moodle.test/",
    "https://moodle.test/#x",
    f"https://{'x' * 64}.test/",
    "https://a..test/",
    "https://.test/",
    "https://*.test/",
    "https://\N{FULLWIDTH DIGIT ONE}27.0.0.1/",
]
NOT_HTTPS = ["http://moodle.test/", "http://localhost/", "ftp://127.0.0.1/", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1/"]


def reason_of(app, url, **request):
    """Why a call fails."""
    with app.app_context(), pytest.raises(outgoing.CallFailed) as failed:
        outgoing.call("GET", url, **request)
    return failed.value.reason


@pytest.fixture
def unlisted(app):
    """No host may be a private one."""
    app.config["PRIVATE_HOSTS"] = frozenset()
    return app


@pytest.fixture
def port():
    """Someone listens inside the network; fails when anybody comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


def test_no_private_address_is_called(unlisted, port):
    for address in PRIVATE:
        assert reason_of(unlisted, f"{address}:{port}/x") == "private_address", address
    for path in ODD_PATHS:
        assert reason_of(unlisted, f"https://127.0.0.1:{port}{path}") == "private_address", path


def test_what_is_no_address_or_not_https_is_not_called(app, unlisted):
    for address in NO_ADDRESS:
        assert reason_of(app, address) in ("bad_address", "not_https"), address
    for address in NOT_HTTPS:
        assert reason_of(app, address) == "not_https", address


def test_such_an_address_is_explained_and_the_link_stays_good(app, registering, not_registered):
    listed = app.config["PRIVATE_HOSTS"]
    app.config["PRIVATE_HOSTS"] = frozenset()
    for address, reason in [
        ("https://169.254.169.254/latest", "private_address"),
        ("https://[::ffff:127.0.0.1]/", "private_address"),
        ("https://10.0.0.1/", "private_address"),
        (registering.address, "not_https"),
        ("https://x:y@moodle.test/", "bad_address"),
        ("https://[", "bad_address"),
        ("garbage", "bad_address"),
        (f"https://{'x' * 64}.test/", "bad_address"),
    ]:
        not_registered(reason, registering.press, address)
        not_registered(reason, registering.show, openid_configuration=address)
    not_registered("bad_address", registering.press, "")
    app.config["PRIVATE_HOSTS"] = listed
    registering.register()


def test_keys_are_fetched_from_listed_hosts_only(app, lms, organisation_id, refuses):
    begun = Begun(Visitor(app, lms))
    app.config["PRIVATE_HOSTS"] = frozenset()
    refuses("keys_unreachable", begun.answer)
    assert lms.calls["certs"] == 0


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "127.1"])
def test_only_the_very_host_that_is_listed_may_be_private(app, port, host):
    assert reason_of(app, f"https://{host}:{port}/") == "private_address"


@pytest.mark.parametrize("name", ["http_proxy", "ALL_PROXY"])
def test_no_proxy_of_the_environment_is_asked(app, lms, port, monkeypatch, name):
    monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with app.app_context():
        assert outgoing.call_json("GET", lms.origin + "/mod/lti/certs.php") == lms.key_set()
