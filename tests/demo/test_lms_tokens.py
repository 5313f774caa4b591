"""The demo LMS gives an access token only for an assertion that is right in every point."""

import json
import time
from datetime import timedelta

import pytest
from requests import ConnectionError
from requests.adapters import BaseAdapter
from requests.models import Response

from lti_tool.demo.access_tokens import ASSERTION_TYPE
from lti_tool.demo.lms import new_key

TOKEN_URL = "https://lms.test:4443/mod/lti/token.php"
NRPS_SCOPE = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
TOOL_KEY = new_key()


class ToolKeys(BaseAdapter):
    """Answers every request with the tool's key set, without a network."""

    def send(self, request, **_options):
        answer = Response()
        answer.status_code = 200
        answer.url = request.url
        answer._content = json.dumps({"keys": [TOOL_KEY.public()]}).encode()
        return answer

    def close(self):
        """Nothing to close."""


@pytest.fixture(autouse=True)
def tool_keys(lms):
    lms.http.mount("https://tool.test", ToolKeys())


def assertion(lms, key=TOOL_KEY, algorithm="RS256", headers=None, **changes):
    now = int(time.time())
    claims = {"iss": "demo", "sub": "demo", "aud": TOKEN_URL, "iat": now, "exp": now + 60, "jti": "1"} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    claims |= {name: now + int(value.total_seconds()) for name, value in claims.items() if isinstance(value, timedelta)}
    return lms.sign(claims, headers, key, algorithm)


def ask_token(client, signed, **changes):
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": signed,
        "scope": NRPS_SCOPE,
    }
    return client.post("/mod/lti/token.php", data=form | changes)


def test_a_good_assertion_gets_a_token_of_the_recorded_shape(lms, client, recorded, shape):
    answer = ask_token(client, assertion(lms), scope=f"{NRPS_SCOPE} unknown")
    assert answer.status_code == 200
    assert shape(answer.json) == shape(recorded("token_response.json"))
    assert answer.json["scope"] == NRPS_SCOPE
    assert lms.calls["token"] == 1


def test_an_assertion_works_once(lms, client):
    used = assertion(lms)
    assert ask_token(client, used).status_code == 200
    assert ask_token(client, used).status_code == 400
    assert ask_token(client, assertion(lms, jti="2")).status_code == 200


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"iss": "other"}, "client id"),
        ({"iss": None}, "client id"),
        ({"sub": "other"}, "subject"),
        ({"sub": None}, "sub"),
        ({"aud": TOKEN_URL + "/"}, "Audience"),
        ({"aud": None}, "aud"),
        ({"exp": 1}, "expired"),
        ({"exp": None}, "exp"),
        ({"exp": timedelta(seconds=8000)}, "hour"),
        ({"iat": None}, "iat"),
        ({"iat": timedelta(seconds=600)}, "iat"),
        ({"jti": None}, "jti"),
        ({"jti": 7}, "JWT ID"),
        ({"headers": {"kid": None}}, "kid"),
        ({"headers": {"kid": "unknown"}}, "kid"),
        ({"key": new_key(), "headers": {"kid": TOOL_KEY.kid}}, "Signature"),
        ({"key": TOOL_KEY, "algorithm": "RS512"}, "alg"),
        ({"algorithm": "none"}, "alg"),
    ],
)
def test_the_token_endpoint_refuses(lms, client, changes, reason):
    answer = ask_token(client, assertion(lms, **changes))
    assert answer.status_code == 400
    assert answer.json["error"] == "invalid_client"
    assert reason in answer.json["error_description"]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"client_assertion_type": "x"}, "invalid_request"),
        ({"scope": "unknown"}, "invalid_scope"),
        ({"client_assertion": "x"}, "invalid_client"),
    ],
)
def test_the_token_endpoint_refuses_other_forms(lms, client, changes, error):
    answer = ask_token(client, assertion(lms), **changes)
    assert (answer.status_code, answer.json["error"]) == (400, error)


def test_a_tool_whose_keys_cannot_be_read_gets_no_token(lms, client, monkeypatch):
    monkeypatch.setattr(ToolKeys, "send", _fail)
    answer = ask_token(client, assertion(lms))
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_client")


def _fail(*_request, **_options):
    raise ConnectionError


def test_a_registered_tool_gets_only_the_scopes_it_asked_for(lms, client):
    lms.tools[0].scopes = ["https://purl.imsglobal.org/spec/lti-ags/scope/score"]
    answer = ask_token(client, assertion(lms))
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_scope")
    both = f"{NRPS_SCOPE} {lms.tools[0].scopes[0]}"
    assert ask_token(client, assertion(lms, jti="2"), scope=both).json["scope"] == lms.tools[0].scopes[0]
