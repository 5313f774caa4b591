"""A registration token is good once, for an hour, in the LMS that made it."""

import time

import pytest

from lti_tool.demo.lms import Lms, new_key


@pytest.mark.parametrize("is_again", [False, True])
def test_a_token_works_once(lms, register, is_again):
    token = lms.registration_token(lms.tools[0] if is_again else None)
    assert register(token=token).status_code == 200
    answer = register(token=token)
    assert (answer.status_code, answer.json) == (401, {"message": "token_already_used"})
    assert len(lms.tools) == (1 if is_again else 2)


def test_a_refused_registration_does_not_use_up_its_token(lms, register, asked):
    token = lms.registration_token()
    assert register({}, token).status_code == 400
    assert register(asked, token).status_code == 200


def test_a_token_is_good_for_an_hour(lms, register, monkeypatch):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3590)
    fresh = lms.registration_token()
    monkeypatch.setattr(time, "time", lambda: now - 3610)
    old = lms.registration_token()
    monkeypatch.undo()
    assert register(token=fresh).status_code == 200
    assert register(token=old).status_code == 401


def test_a_rotated_key_leaves_tokens_good_until_it_is_dropped(lms, register):
    first = lms.registration_token()
    second = lms.registration_token()
    lms.rotate_key()
    assert register(token=first).status_code == 200
    lms.rotate_key(drop_old=True)
    assert register(token=second).status_code == 401


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic x", "Bearer x", "Bearer x.y.z", "bearer {}", "{}"])
def test_a_header_without_a_good_token_is_refused(lms, client, asked, header):
    headers = {} if header is None else {"Authorization": header.format(lms.registration_token())}
    answer = client.post("/mod/lti/openid-registration.php", json=asked, headers=headers)
    assert answer.status_code == 401
    assert "registration_token" in answer.json["message"]
    assert len(lms.tools) == 1


def _token(now, **changes):
    claims = {"sub": "Vim", "scope": "reg", "iat": now, "exp": now + 60, "jti": "1"} | changes
    return {name: value for name, value in claims.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "signing"),
    [
        ({"exp": 1}, {}),
        ({"exp": None}, {}),
        ({"sub": None}, {}),
        ({"jti": None}, {}),
        ({"scope": "openid"}, {}),
        ({"scope": "reg-update"}, {}),
        ({}, {"key": new_key()}),
        ({}, {"key": new_key().private}),
        ({}, {"algorithm": "none"}),
        ({}, {"headers": {"kid": None}}),
    ],
)
def test_a_token_that_is_not_the_lms_own_is_refused(lms, register, changes, signing):
    now = int(time.time())
    assert register(token=lms.sign(_token(now, **changes), **signing)).status_code == 401
    assert len(lms.tools) == 1
    assert register(token=lms.sign(_token(now))).status_code == 200


def test_another_lms_token_and_a_launch_are_refused(lms, register):
    assert register(token=Lms(lms.origin).registration_token()).status_code == 401
    launch = lms.claims(lms.users["pirjo"], lms.courses[2], "n", aud=None)
    assert register(token=lms.sign(launch)).status_code == 401
