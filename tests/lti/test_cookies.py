"""Cookies in a frame of another site: one for each login, one for each launch."""

import itertools
import time

import pytest
from itsdangerous import TimestampSigner

from tests.lti.conftest import Begun

ATTRIBUTES = {"Secure", "HttpOnly", "Path=/", "SameSite=None", "Partitioned"}


def set_cookies(response):
    """The cookies of an answer: name -> (value, attributes)."""
    parts = [line.split("; ") for line in response.headers.getlist("Set-Cookie")]
    return {first.partition("=")[0]: (first.partition("=")[2], set(rest)) for first, *rest in parts}


@pytest.fixture
def kept(visitor):
    """The names of the launch cookies this browser has."""
    return lambda: [c.key for c in visitor.client._cookies.values() if c.key.startswith("__Host-l_")]


def test_the_logins_cookie_is_kept_in_a_frame(visitor, lms):
    form = lms.login_initiation(lms.users["maija"], lms.courses[2])
    [(name, (value, attributes))] = set_cookies(visitor.request("POST", "/lti/login", data=form)).items()
    assert name == "__Host-st_" + value
    assert attributes >= ATTRIBUTES
    assert "Max-Age=600" in attributes
    assert not any(attribute.startswith("Domain") for attribute in attributes)


def test_a_launch_takes_the_logins_cookie_away(begun, state_cookie):
    name = state_cookie(begun)
    assert begun.visitor.client.get_cookie(name, "tool.test")
    _value, attributes = set_cookies(begun.answer())[name]
    assert "Max-Age=0" in attributes
    assert attributes >= ATTRIBUTES  # without them a browser would not find the cookie to delete
    assert begun.visitor.client.get_cookie(name, "tool.test") is None


def test_a_launch_takes_no_other_logins_cookie_away(begun, state_cookie):
    other = Begun(begun.visitor)
    begun.answer()
    assert begun.visitor.client.get_cookie(state_cookie(other), "tool.test")


def test_the_launchs_cookie_is_kept_in_a_frame(begun, launch_of):
    response = begun.answer()
    value, attributes = set_cookies(response)["__Host-l_" + launch_of(response).key]
    assert value
    assert attributes >= ATTRIBUTES
    assert not any(attribute.startswith(("Domain", "Max-Age", "Expires")) for attribute in attributes)


def test_the_ten_newest_launches_are_kept(visitor, kept, launch_of, monkeypatch):
    seconds = itertools.count(int(time.time()))
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: next(seconds))
    keys = [launch_of(Begun(visitor).answer()).key for _ in range(12)]
    assert sorted(kept()) == sorted("__Host-l_" + key for key in keys[-10:])


def test_a_cookie_we_cannot_read_goes_first(visitor, kept, launch_of):
    for number in range(3):
        visitor.client.set_cookie(f"__Host-l_rubbish{number}", "rubbish", domain="tool.test")
    keys = [launch_of(Begun(visitor).answer()).key for _ in range(10)]
    assert sorted(kept()) == sorted("__Host-l_" + key for key in keys)
