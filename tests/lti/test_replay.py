"""A token works once, for the login it answers."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from lti_tool.lti import views
from lti_tool.lti.launch import use_nonce
from tests.lti.conftest import Begun
from tests.visitor import Visitor


@pytest.fixture
def give_cookie(state_cookie):
    """Let a browser have the state cookie of a login, as if it had never been deleted."""

    def give(begun, visitor):
        name = state_cookie(begun)
        visitor.client.set_cookie(name, name.rpartition("_")[2], domain="tool.test")

    return give


def test_a_token_works_once(begun, refuses, give_cookie):
    token = begun.lms.sign(begun.claims())
    assert begun.post(token).status_code == 303
    give_cookie(begun, begun.visitor)
    refuses("token_reused", begun.post, token)


def test_a_second_token_for_the_same_login_is_refused(begun, refuses, give_cookie):
    assert begun.answer().status_code == 303
    give_cookie(begun, begun.visitor)
    refuses("token_reused", begun.answer, {"sub": "4"})


def test_going_back_and_sending_the_form_again_is_refused(begun, refuses):
    token = begun.lms.sign(begun.claims())
    assert begun.post(token).status_code == 303
    refuses("other_browser", begun.post, token)


def test_a_refused_token_does_not_use_the_login_up(begun, refuses):
    refuses("wrong_audience", begun.answer, {"aud": "other"})
    assert begun.answer().status_code == 303


def test_of_two_requests_at_once_one_succeeds(app, lms, begun, give_cookie, rows, monkeypatch):
    """Both are verified before either uses the nonce up."""
    begun.visitor.open()  # the platform's keys are known
    both_verified = threading.Barrier(2, timeout=30)

    def meet_and_use_nonce(login):
        both_verified.wait()
        use_nonce(login)

    monkeypatch.setattr(views, "use_nonce", meet_and_use_nonce)
    visitors = [Visitor(app, lms), Visitor(app, lms)]
    for visitor in visitors:
        give_cookie(begun, visitor)
    fields = {"state": begun.state, "id_token": lms.sign(begun.claims())}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda visitor: visitor.launch(fields), visitors))
    assert sorted(answer.status_code for answer in answers) == [303, 401]
    assert rows() == [1, 1, 2, 2]


@pytest.mark.parametrize("nonce", ["of another login", "", None, 5, [], "x" * 10_000])
def test_a_nonce_that_is_not_this_logins_is_refused(begun, refuses, nonce):
    refuses("token_reused", begun.answer, {"nonce": nonce})


def test_a_token_without_nonce_is_refused(begun, refuses):
    refuses("token_reused", begun.answer, without=["nonce"])


def test_the_nonce_of_another_login_of_the_same_browser_is_refused(begun, refuses):
    other = Begun(begun.visitor)
    refuses("token_reused", begun.answer, {"nonce": other.nonce})


def test_the_nonce_of_a_login_at_another_platform_is_refused(app, begun, other_lms, refuses):
    begun.visitor.lms = other_lms
    other = Begun(begun.visitor)
    refuses("token_reused", begun.answer, {"nonce": other.nonce})
    refuses("token_reused", other.answer, {"nonce": begun.nonce})
