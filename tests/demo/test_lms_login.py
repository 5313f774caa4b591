"""The demo LMS starts logins and answers authorisation requests as Moodle does."""

import json

import jwt
import pytest


def authorisation_request(lms, username="maija", **changes):
    login = lms.login_initiation(lms.users[username], lms.courses[2])
    asked = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": login["client_id"],
        "redirect_uri": lms.tools[0].launch_url,
        "login_hint": login["login_hint"],
        "lti_message_hint": login["lti_message_hint"],
        "nonce": "nonce-1",
        "state": "state-1",
    } | changes
    return {name: value for name, value in asked.items() if value is not None}


def test_login_initiation_has_the_recorded_fields(lms, recorded, shape):
    login = lms.login_initiation(lms.users["maija"], lms.courses[2])
    real = recorded("login_initiation.json")
    assert shape(login) == {name: kind for name, kind in shape(real).items() if name != "method"}
    assert json.loads(login["lti_message_hint"])["launchid"].startswith("ltilaunch")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_good_request_is_answered_with_a_signed_token(lms, client, method, form_of):
    asked = authorisation_request(lms)
    action, fields = form_of(client.open("/mod/lti/auth.php", method=method, **{_place(method): asked}))
    assert action == lms.tools[0].launch_url
    assert fields.keys() == {"id_token", "state"}
    assert fields["state"] == "state-1"
    key = jwt.PyJWKSet.from_dict(lms.key_set())[jwt.get_unverified_header(fields["id_token"])["kid"]]
    claims = jwt.decode(fields["id_token"], key, algorithms=["RS256"], audience="demo", issuer=lms.origin)
    assert (claims["sub"], claims["nonce"]) == ("3", "nonce-1")
    assert lms.calls["auth"] == 1


def _place(method):
    return "query_string" if method == "GET" else "data"


def test_a_hint_works_once(lms, client):
    asked = authorisation_request(lms)
    assert client.post("/mod/lti/auth.php", data=asked).status_code == 200
    again = client.post("/mod/lti/auth.php", data=asked)
    assert again.status_code == 400
    assert "id_token" not in again.text


@pytest.mark.parametrize("hint", [None, "", "x", "3", "[]", '{"launchid": []}', '{"launchid": "ltilaunch1_1"}'])
def test_an_unknown_hint_gets_an_error_page(lms, client, hint):
    asked = authorisation_request(lms, lti_message_hint=hint)
    assert client.post("/mod/lti/auth.php", data=asked).status_code == 400


def test_nothing_is_posted_to_a_redirect_uri_nobody_registered(lms, client):
    asked = authorisation_request(lms, redirect_uri="https://tool.test/lti/launch/../elsewhere")
    answer = client.post("/mod/lti/auth.php", data=asked)
    assert answer.status_code == 400
    assert "<form" not in answer.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"client_id": "other"}, "unauthorized_client"),
        ({"login_hint": "4"}, "access_denied"),
        ({"scope": "openid profile"}, "invalid_scope"),
        ({"response_type": "code"}, "unsupported_response_type"),
        ({"response_mode": None}, "invalid_request"),
        ({"prompt": "login"}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
    ],
)
def test_a_bad_request_is_answered_by_posting_an_error(lms, client, changes, error, form_of):
    _action, fields = form_of(client.post("/mod/lti/auth.php", data=authorisation_request(lms, **changes)))
    assert (fields["error"], fields["state"]) == (error, "state-1")
    assert "id_token" not in fields


def test_a_request_without_state_gets_no_token(lms, client, form_of):
    _action, fields = form_of(client.post("/mod/lti/auth.php", data=authorisation_request(lms, state=None)))
    assert fields == {"error": "invalid_request", "error_description": "Missing state"}


def test_an_error_can_be_ordered(lms, client, form_of):
    lms.faults.answer_error = "access_denied"
    _action, fields = form_of(client.post("/mod/lti/auth.php", data=authorisation_request(lms)))
    assert fields == {"error": "access_denied", "state": "state-1"}
