"""The platform's keys: fetched once, cached, fetched again with restraint."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from lti_tool.lti import platform_keys
from tests.lti.conftest import Begun
from tests.visitor import Visitor

NOW = timedelta(0)


def test_a_second_launch_fetches_no_keys(visitor, lms):
    for _ in range(3):
        visitor.open()
    assert lms.calls["certs"] == 1


def test_a_login_fetches_no_keys(begun, lms):
    assert lms.calls["certs"] == 0


def test_a_flood_of_unknown_keys_asks_the_platform_once_more(visitor, lms, refuses, monkeypatch):
    visitor.open()
    begun = Begun(visitor)
    monkeypatch.setattr(platform_keys, "RETRY", NOW)
    refuses("key_unknown", begun.answer, headers={"kid": "made up"})
    assert lms.calls["certs"] == 2
    monkeypatch.undo()
    for number in range(50):
        assert begun.answer(headers={"kid": f"made up {number}"}).status_code == 401
    assert lms.calls["certs"] == 2
    assert begun.answer().status_code == 303


def test_a_flood_before_any_launch_asks_the_platform_once(begun, lms):
    for number in range(20):
        begun.answer(headers={"kid": f"made up {number}"})
    assert lms.calls["certs"] == 1
    assert begun.answer().status_code == 303


def test_a_new_key_works_after_one_more_fetch(visitor, lms, monkeypatch):
    visitor.open()
    lms.rotate_key()
    monkeypatch.setattr(platform_keys, "RETRY", NOW)
    visitor.open()
    visitor.open()
    assert lms.calls["certs"] == 2


def test_a_withdrawn_key_proves_nothing_once_the_cache_is_old(begun, lms, refuses, monkeypatch):
    begun.visitor.open()
    old = lms.keys[-1]
    lms.rotate_key(drop_old=True)
    monkeypatch.setattr(platform_keys, "RETRY", NOW)
    monkeypatch.setattr(platform_keys, "LIFETIME", NOW)
    refuses("key_unknown", begun.answer, key=old)


def test_an_old_cache_is_fetched_anew(visitor, lms, monkeypatch):
    monkeypatch.setattr(platform_keys, "RETRY", NOW)
    monkeypatch.setattr(platform_keys, "LIFETIME", NOW)
    visitor.open()
    visitor.open()
    assert lms.calls["certs"] == 2


def test_an_old_key_still_proves_while_the_platform_is_down(visitor, lms, monkeypatch):
    visitor.open()
    lms.faults.key_set_down = True
    monkeypatch.setattr(platform_keys, "RETRY", NOW)
    monkeypatch.setattr(platform_keys, "LIFETIME", NOW)
    visitor.open()
    assert lms.calls["certs"] == 2


def test_frames_that_launch_at_once_before_any_key_is_known_all_open(app, lms, visitor, monkeypatch):
    """Only one asks the platform; the others wait for its answer."""
    begun = [Begun(Visitor(app, lms)) for _ in range(3)]
    lms.faults.key_set_slow = 0.3
    monkeypatch.setattr(platform_keys, "PATIENCE", timedelta(minutes=1))
    together = threading.Barrier(3, timeout=30)

    def launch(login):
        together.wait()
        return login.answer().status_code

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(launch, begun)) == [303, 303, 303]
    assert lms.calls["certs"] == 1
