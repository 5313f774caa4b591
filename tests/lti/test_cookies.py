"""Cookies in a frame of another site: one for each login, one for each launch."""

import hashlib
import itertools
import re
import time

import pytest
from itsdangerous import TimestampSigner

from lti_tool.lti.login import LOGINS_KEPT
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


def cookie_header(visitor):
    """As a browser sends it."""
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in visitor.client._cookies.values())


def test_sixty_frames_of_one_page_stay_under_eight_kilobytes(visitor, open_course):
    """nginx refuses a longer header, and Chromium drops the oldest cookies beyond ten."""
    open_course()
    begun = [Begun(visitor) for _ in range(60)]
    assert len(cookie_header(visitor)) < 8000
    answers = [login.lms.sign(login.claims()) for login in begun]
    form_of = {id(login): {"state": login.state, "id_token": token} for login, token in zip(begun, answers, strict=True)}
    all_logins = list(visitor.client._cookies.items())
    launches = {}
    for login in begun:  # at the same moment: none knows the others' cookies
        visitor.client._cookies.clear()
        visitor.client._cookies.update(all_logins)
        assert visitor.launch(form_of[id(login)]).status_code == 303
        launches.update((key, cookie) for key, cookie in visitor.client._cookies.items() if "l_" in cookie.key)
    visitor.client._cookies.clear()
    visitor.client._cookies.update([*all_logins, *launches.items()])
    assert len([cookie for cookie in visitor.client._cookies.values() if cookie.key.startswith("__Host-l_")]) == 60
    assert len(cookie_header(visitor)) < 8000


def test_logins_that_lead_nowhere_do_not_pile_up(visitor):
    for _ in range(65):
        visitor.begin()
    names = [cookie.key for cookie in visitor.client._cookies.values()]
    assert len(names) == LOGINS_KEPT


def test_notices_that_nobody_looks_at_do_not_fill_the_cookie(maija):
    token = maija.token()
    names = [hashlib.sha512(bytes([number])).hexdigest() for number in range(30)]
    for name in names:
        form = {"csrf_token": token, "name": name, "description": "y"}
        assert maija.request("POST", maija.base + "partners/everyday/add", data=form).status_code == 303
    assert len(cookie_header(maija)) < 200
    page = maija.get("tiers/everyday")
    assert re.findall(r"<span>(\w{128})", page.text) == names[-5:]
    assert '<div class="notice">' not in maija.get("tiers/everyday").text
