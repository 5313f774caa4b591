"""What the platform's key address may answer, and what it may not."""

from datetime import timedelta

import pytest
from flask import redirect, request

from lti_tool import db
from lti_tool.lti import platform_keys
from lti_tool.lti.models import PlatformKeySet, Registration

pytestmark = pytest.mark.any_database

NOW = timedelta(0)
ODD_KEYS = [{"kid": None}, {"kid": "x", "n": float("nan")}, {"kid": "\0\ud800"}, "x", None, 5, []]


@pytest.fixture
def publish(lms):
    """Let the LMS's key address answer something else."""

    def answer(body):
        lms.app.view_functions["key_set.show_key_set"] = body if callable(body) else lambda: body

    return answer


@pytest.mark.parametrize("fault", ["key_set_down", "key_set_garbage", "key_set_huge"])
def test_keys_that_cannot_be_fetched_are_explained(begun, lms, refuses, fault):
    setattr(lms.faults, fault, True)
    refuses("keys_unreachable", begun.answer)
    assert begun.answer().status_code == 503  # not asked again at once
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


def test_a_key_set_may_be_only_so_long(begun, lms, publish, refuses, monkeypatch):
    monkeypatch.setattr(platform_keys, "RETRY", NOW)
    publish(lambda: lms.key_set() | {"padding": "x" * platform_keys.SIZE_LIMIT})
    refuses("keys_unreachable", begun.answer)
    publish(lambda: lms.key_set() | {"padding": "x" * (platform_keys.SIZE_LIMIT // 2)})
    assert begun.answer().status_code == 303


def test_a_redirected_key_address_is_not_followed(begun, lms, publish, refuses):
    publish(lambda: lms.key_set() if request.args else redirect(request.url + "?elsewhere=1"))
    refuses("keys_unreachable", begun.answer)


def test_an_address_where_nobody_answers_is_explained(begun, change, refuses):
    change(Registration, key_set_url="http://127.0.0.1:9/certs")
    refuses("keys_unreachable", begun.answer)


def test_odd_keys_beside_the_right_one_do_no_harm(begun, lms, publish):
    publish(lambda: {"keys": ODD_KEYS + lms.key_set()["keys"]})
    assert begun.answer().status_code == 303


def test_of_a_key_only_texts_are_kept(app, begun, lms, publish):
    publish(lambda: {"keys": ODD_KEYS + lms.key_set()["keys"]})
    begun.answer()
    with app.app_context(), db.own_transaction(writing=False) as short:
        kept = short.query(PlatformKeySet).one().keys
    assert len(kept) == 4
    assert {type(value) for key in kept for value in key.values()} == {str}


@pytest.mark.parametrize(
    "changes",
    [
        {"kty": "oct", "k": "c2VjcmV0"},
        {"n": "", "e": ""},
        {"alg": "RS512"},
        {"kty": "EC"},
        {"n": 5},
        {"kty": None},
    ],
    ids=str,
)
def test_a_published_key_that_is_no_key_of_ours_proves_nothing(begun, lms, publish, refuses, changes):
    publish(lambda: {"keys": [lms.keys[-1].public() | changes]})
    refuses("token_invalid", begun.answer)


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "PS256"])
def test_a_key_published_for_another_algorithm_does_not_allow_it(begun, lms, publish, refuses, algorithm):
    publish(lambda: {"keys": [lms.keys[-1].public() | {"alg": algorithm}]})
    refuses("token_invalid", begun.answer, algorithm=algorithm)
