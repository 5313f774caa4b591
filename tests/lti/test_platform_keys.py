"""The platform's keys: fetched once, cached, fetched again with restraint, and never waited for by more than one."""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from lti_tool import db
from lti_tool.lti.models import PlatformKeySet
from lti_tool.lti.views import MOST_ATTEMPTS
from tests.lti.conftest import Begun
from tests.visitor import Visitor


@pytest.fixture
def age(change):
    """Let this much time pass since the keys were fetched and the platform was asked."""

    def pass_time(**time):
        change(PlatformKeySet, fetched_at=db.now() - timedelta(**time), tried_at=db.now() - timedelta(**time))

    return pass_time


def go_on(visitor, page):
    """Press the button of the page that says *One moment*."""
    assert page.status_code == 503, page.text
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return visitor.launch({name: html.unescape(value) for name, value in fields})


def test_a_second_launch_fetches_no_keys(visitor, lms):
    for _ in range(3):
        visitor.open()
    assert lms.calls["certs"] == 1


def test_a_login_fetches_no_keys(begun, lms):
    assert lms.calls["certs"] == 0


def test_a_flood_of_unknown_keys_asks_the_platform_once_more(visitor, lms, refuses, age):
    visitor.open()
    begun = Begun(visitor)
    age(seconds=11)
    refuses("key_unknown", begun.answer, headers={"kid": "made up"})
    assert lms.calls["certs"] == 2
    for number in range(50):
        assert begun.answer(headers={"kid": f"made up {number}"}).status_code == 503
    assert lms.calls["certs"] == 2
    assert begun.answer().status_code == 303


def test_a_flood_before_any_launch_asks_the_platform_once(begun, lms):
    for number in range(20):
        begun.answer(headers={"kid": f"made up {number}"})
    assert lms.calls["certs"] == 1
    assert begun.answer().status_code == 303


def test_a_new_key_works_a_moment_after_the_last_fetch(visitor, lms, age):
    """It is not refused: the browser comes again until the platform may be asked."""
    visitor.open()
    lms.rotate_key()
    page = Begun(visitor).answer()
    page = go_on(visitor, page)
    assert lms.calls["certs"] == 1
    age(seconds=11)
    assert go_on(visitor, page).status_code == 303
    visitor.open()
    assert lms.calls["certs"] == 2


def test_a_key_that_never_comes_is_refused_in_the_end(visitor, lms, refuses):
    visitor.open()
    page = Begun(visitor).answer(headers={"kid": "made up"})
    for _attempt in range(MOST_ATTEMPTS - 1):
        page = go_on(visitor, page)
    refuses("keys_unreachable", go_on, visitor, page)


@pytest.mark.parametrize("attempt", ["-5", "x", "99999999999999999999", "2\0"])
def test_a_forged_count_of_attempts_breaks_nothing(visitor, attempt):
    visitor.open()
    begun = Begun(visitor)
    token = begun.lms.sign(begun.claims(), headers={"kid": "made up"})
    assert visitor.launch({"state": begun.state, "id_token": token, "attempt": attempt}).status_code in (400, 503)


def test_the_page_that_comes_again_shows_wherever_the_platform_frames_it(visitor, lms):
    """From which host is known only from the token, and that is not verified yet."""
    visitor.open()
    page = Begun(visitor).answer(headers={"kid": "made up"})
    assert f"frame-ancestors https: {lms.origin}" in page.headers["Content-Security-Policy"]
    assert page.headers["Cache-Control"] == "no-store"


def test_a_withdrawn_key_proves_nothing_after_an_hour(begun, lms, refuses, age):
    begun.visitor.open()
    old = lms.keys[-1]
    lms.rotate_key(drop_old=True)
    age(minutes=59)
    assert Begun(begun.visitor).answer(key=old).status_code == 303
    age(minutes=61)
    refuses("key_unknown", begun.answer, key=old)


def test_keys_are_fetched_anew_after_an_hour(visitor, lms, age):
    visitor.open()
    age(minutes=61)
    visitor.open()
    assert lms.calls["certs"] == 2


def test_a_known_key_still_proves_while_the_platform_is_down_but_not_for_ever(visitor, lms, refuses, age):
    visitor.open()
    lms.faults.key_set_down = True
    age(hours=11)
    visitor.open()
    visitor.open()  # asked again only after a while
    assert lms.calls["certs"] == 2
    age(hours=13)
    refuses("keys_unreachable", Begun(visitor).answer)


def test_the_operator_drops_a_withdrawn_key_at_once(begun, lms, refuses, run):
    begun.visitor.open()
    old = lms.keys[-1]
    lms.rotate_key(drop_old=True)
    assert "1 set of keys" in run("forget-platform-keys", lms.origin).output
    refuses("key_unknown", begun.answer, key=old)
    assert run("forget-platform-keys", "https://unknown.test").exit_code == 1


def test_twenty_launches_at_once_before_any_key_is_known_all_open(app, lms, visitor, monkeypatch):
    """One asks the platform, which takes its time; no other waits for it: each is answered at once and comes again."""
    begun = [Begun(Visitor(app, lms)) for _ in range(20)]
    is_asked = Event()
    may_answer = Event()
    answer = lms.app.view_functions["key_set.show_key_set"]

    def answer_late():
        is_asked.set()
        assert may_answer.wait(60)
        return answer()

    lms.app.view_functions["key_set.show_key_set"] = answer_late
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(begun[0].answer)
        assert is_asked.wait(60)
        pages = [login.answer() for login in begun[1:]]
        assert {page.status_code for page in pages} == {503}
        may_answer.set()
        assert first.result(60).status_code == 303
    assert {go_on(login.visitor, page).status_code for login, page in zip(begun[1:], pages, strict=True)} == {303}
    assert lms.calls["certs"] == 1
