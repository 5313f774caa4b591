"""Proving to a platform who we are: before, during and after a rotation. The LMS checks strictly."""

import time

import pytest

from lti_tool.lti import services
from lti_tool.lti.keys import retire_key, rotate_key
from lti_tool.lti.outgoing import CallFailed
from tests.conftest import SECRET, serve
from tests.lti.own_keys import OwnKeys


@pytest.fixture
def keys(app, lms, organisation_id):
    """Our keys, which the LMS reads where the tool is really served."""
    server = serve(app)
    lms.tools[0].jwks_url = f"http://127.0.0.1:{server.server_port}/lti/jwks"
    yield OwnKeys(app)
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask_with(keys, monkeypatch):
    """Ask for a token with this assertion in place of a new one."""

    def ask(assertion):
        with monkeypatch.context() as patched:
            patched.setattr(services, "signed_assertion", lambda registration: assertion)
            return keys.ask()

    return ask


def test_a_platform_believes_us_before_during_and_after_a_rotation(keys):
    old = keys.signer()
    tokens = {keys.ask()}
    new = keys.run(rotate_key, SECRET).kid
    tokens.add(keys.ask())
    keys.wait_a_day()
    assert keys.signer() == new
    tokens.add(keys.ask())
    keys.run(retire_key, old)
    tokens.add(keys.ask())
    keys.run(rotate_key, SECRET, at_once=True)
    tokens.add(keys.ask())
    assert len(tokens) == 5


def test_what_a_retired_key_has_signed_is_believed_no_longer(keys, ask_with):
    old = keys.signer()
    signed = keys.assertion()
    keys.run(rotate_key, SECRET, at_once=True)
    keys.run(retire_key, old)
    with pytest.raises(CallFailed, match="kid"):
        ask_with(signed)


def test_an_assertion_works_once(keys, ask_with):
    signed = keys.assertion()
    assert ask_with(signed)
    with pytest.raises(CallFailed, match="jti has been used"):
        ask_with(signed)
    assert ask_with(keys.assertion())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "other"}, "client id"),
        ({"sub": "other"}, "subject"),
        ({"aud": "https://other.test/token"}, "Audience"),
        ({"exp": int(time.time()) - 5}, "expired"),
        ({"kid": "unknown"}, "kid"),
    ],
)
def test_a_wrong_assertion_is_refused(keys, ask_with, changes, reason):
    """So what it takes from us above is right in every one of these."""
    with pytest.raises(CallFailed, match=reason):
        ask_with(keys.assertion(**changes))
