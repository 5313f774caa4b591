"""The state: signed by us, fresh, and of this browser."""

import pytest
from itsdangerous import URLSafeTimedSerializer

from lti_tool.lti import login
from tests.conftest import SECRET
from tests.lti.conftest import Begun


def test_an_answer_without_state_is_refused(begun, refuses):
    begun.state = ""
    refuses("state_missing", begun.answer)


@pytest.mark.parametrize("state", ["rubbish", "a.b.c", "å.ä.ö", "x" * 10_000])
def test_a_garbage_state_is_refused(begun, refuses, state):
    token = begun.lms.sign(begun.claims())
    refuses("state_invalid", begun.visitor.launch, {"state": state, "id_token": token})


@pytest.mark.parametrize(("secret", "salt"), [("t" * 64, "lti-login"), (SECRET, "cookie-session")])
def test_a_state_that_was_not_signed_as_one_is_refused(begun, refuses, secret, salt):
    begun.state = URLSafeTimedSerializer(secret, salt=salt).dumps(["0" * 16, 1, begun.nonce])
    refuses("state_invalid", begun.answer)


def test_a_state_with_another_payload_is_refused(begun, refuses):
    payload = URLSafeTimedSerializer("x").dumps(["0" * 16, 1, begun.nonce]).split(".")[0]
    begun.state = ".".join([payload, *begun.state.split(".")[1:]])
    refuses("state_invalid", begun.answer)


def test_an_old_state_is_refused(begun, refuses, monkeypatch):
    monkeypatch.setattr(login, "STATE_SECONDS", -1)
    refuses("state_expired", begun.answer)


def test_a_login_of_another_browser_is_refused(begun, other_visitor, refuses):
    begun.visitor = other_visitor
    refuses("other_browser", begun.answer)


def test_another_login_of_this_browser_does_not_help_a_foreign_one(begun, other_visitor, refuses):
    Begun(other_visitor)
    begun.visitor = other_visitor
    refuses("other_browser", begun.answer)


@pytest.mark.parametrize("value", ["", "0123456789abcdef", "ä", "x" * 3000])
def test_a_cookie_with_another_value_is_refused(begun, other_visitor, refuses, state_cookie, value):
    other_visitor.client.set_cookie(state_cookie(begun), value, domain="tool.test")
    begun.visitor = other_visitor
    refuses("other_browser", begun.answer)


def test_the_platforms_own_error_is_explained(visitor, lms, refuses):
    lms.faults.answer_error = "access_denied"
    refuses("platform_error", visitor.launch, visitor.answer(visitor.begin()))


def test_an_error_of_someone_else_is_not_believed(begun, other_visitor, refuses):
    refuses("other_browser", other_visitor.launch, {"state": begun.state, "error": "access_denied"})


def test_an_answer_without_a_token_is_refused(begun, refuses):
    refuses("token_missing", begun.post, "")
