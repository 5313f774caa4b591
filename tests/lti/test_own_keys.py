"""Our own keys: rotated without a break, unreadable without the secret."""

from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.lti.keys import KeyUnreadable, ensure_key, retire_key, rotate_key, signing_key
from lti_tool.lti.models import ToolKey
from tests.conftest import SECRET
from tests.lti.own_keys import OwnKeys


@pytest.fixture
def keys(app):
    return OwnKeys(app)


def test_a_new_key_is_published_at_once_and_signs_a_day_later(keys):
    old = keys.signer()
    new = keys.run(rotate_key, SECRET)
    assert keys.published().keys() == {old, new.kid}
    assert timedelta(hours=23, minutes=59) < new.signs_from - db.now() <= timedelta(days=1)
    assert keys.signer() == old
    keys.wait_a_day()
    assert keys.signer() == new.kid
    assert keys.published().keys() == {old, new.kid}


def test_at_once_it_signs_now(keys):
    old = keys.signer()
    new = keys.run(rotate_key, SECRET, at_once=True)
    assert keys.signer() == new.kid
    assert keys.published().keys() == {old, new.kid}


def test_a_retired_key_is_published_no_longer(keys):
    old = keys.signer()
    new = keys.run(rotate_key, SECRET, at_once=True).kid
    keys.run(retire_key, old)
    assert keys.published().keys() == {new}


def test_the_signing_key_and_unknown_ones_are_not_retired(keys):
    old = keys.signer()
    waiting = keys.run(rotate_key, SECRET).kid
    for kid, reason in ((old, "signs at present"), ("unknown", "no key unknown")):
        with pytest.raises(ValueError, match=reason):
            keys.run(retire_key, kid)
    assert keys.published().keys() == {old, waiting}
    keys.run(retire_key, waiting)
    assert keys.published().keys() == {old}


def test_only_an_installation_without_key_gets_its_first(keys):
    before = keys.published()
    keys.run(ensure_key, SECRET)
    assert keys.published() == before


def test_another_secret_does_not_open_our_key(keys):
    with pytest.raises(KeyUnreadable, match=keys.signer()):
        keys.run(signing_key, "x" * 64)
    assert keys.run(signing_key, SECRET)[1].startswith(b"-----BEGIN PRIVATE KEY-----")


def test_the_private_key_is_nowhere_to_be_read(keys):
    kid, pem = keys.run(signing_key, SECRET)
    stored = keys.run(lambda: str(vars(db.session.get(ToolKey, kid))))
    assert pem.decode().splitlines()[1] not in stored
    assert "BEGIN" not in stored
    assert keys.published()[kid].keys() == {"kid", "kty", "alg", "use", "n", "e"}
