"""The platform's keys: fetched once, cached, fetched again with restraint."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import redirect

from lti_tool.lti import platform_keys
from lti_tool.lti.models import Registration
from tests.lti.conftest import Begun
from tests.visitor import Visitor

NOW = timedelta(0)
ODD_KEYS = [{"kid": None}, {"kid": "x", "n": float("nan")}, {"kid": "\0\ud800"}, "x", None, 5, []]


@pytest.fixture
def publish(lms):
    """Let the LMS's key address answer something else."""

    def answer(body):
        lms.app.view_functions["key_set.show_key_set"] = body if callable(body) else lambda: body

    return answer


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


@pytest.mark.parametrize("fault", ["key_set_down", "key_set_garbage", "key_set_huge"])
def test_keys_that_cannot_be_fetched_are_explained(begun, lms, refuses, fault):
    setattr(lms.faults, fault, True)
    refuses("keys_unreachable", begun.answer)
    refuses("keys_unreachable", begun.answer)  # not asked again at once, but still for this reason
    assert lms.calls["certs"] == 1


def test_a_platform_that_comes_back_is_asked_again(begun, lms, refuses, monkeypatch):
    lms.faults.key_set_down = True
    refuses("keys_unreachable", begun.answer)
    lms.faults.key_set_down = False
    monkeypatch.setattr(platform_keys, "RETRY", NOW)
    assert begun.answer().status_code == 303


@pytest.mark.parametrize(
    "body",
    ["", "[]", "null", "5", "{}", '{"keys": {}}', '{"keys": "x"}', '{"keys": null}', b"\xff\xfe", "[" * 100_000],
    ids=lambda body: str(body)[:20],
)
def test_an_answer_that_is_no_key_set_is_explained(begun, publish, refuses, body):
    publish(body)
    refuses("keys_unreachable", begun.answer)


def test_a_redirected_key_address_is_not_followed(begun, lms, publish, refuses):
    publish(lambda: redirect(lms.origin + "/elsewhere"))
    refuses("keys_unreachable", begun.answer)


def test_an_address_where_nobody_answers_is_explained(begun, change, refuses):
    change(Registration, key_set_url="http://127.0.0.1:9/certs")
    refuses("keys_unreachable", begun.answer)


def test_odd_keys_beside_the_right_one_do_no_harm(begun, lms, publish):
    publish(lambda: {"keys": ODD_KEYS + lms.key_set()["keys"]})
    assert begun.answer().status_code == 303


@pytest.mark.parametrize(
    "changes",
    [{"kty": "oct", "k": "c2VjcmV0"}, {"n": "", "e": ""}, {"alg": "RS512"}, {"alg": None}, {"kty": "EC"}, {"n": 5}, {"kty": None}],
    ids=str,
)
def test_a_published_key_that_is_no_key_of_ours_proves_nothing(begun, lms, publish, refuses, changes):
    publish(lambda: {"keys": [lms.keys[-1].public() | changes]})
    refuses("token_invalid", begun.answer)


def test_frames_that_launch_at_once_before_any_key_is_known_all_open(app, lms, visitor):
    """Only one asks the platform; the others wait for its answer."""
    begun = [Begun(Visitor(app, lms)) for _ in range(3)]
    lms.faults.key_set_slow = 0.3
    together = threading.Barrier(3, timeout=30)

    def launch(login):
        together.wait()
        return login.answer().status_code

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(launch, begun)) == [303, 303, 303]
    assert lms.calls["certs"] == 1
