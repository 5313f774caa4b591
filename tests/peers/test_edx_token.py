"""The token endpoint of Open edX takes the tool's client assertion, by the key that the tool publishes."""

import time

import jwt
import pytest

from lti_tool import db
from lti_tool.lti.keys import rotate_key
from lti_tool.lti.login import find_registration
from lti_tool.lti.outgoing import CallFailed
from lti_tool.lti.services import ask_for_token, signed_assertion
from tests.conftest import SECRET, serve

MEMBERS = "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"


@pytest.fixture
def tool_keys(app, edx):
    """The tool served over HTTP, so that the platform can fetch the tool's keys."""
    server = serve(app)
    edx.tool_keys_url = f"http://127.0.0.1:{server.server_port}/lti/jwks"
    yield
    server.shutdown()
    server.server_close()


@pytest.fixture
def registration(app, edx, tool_keys):
    with app.app_context():
        yield find_registration({"iss": edx.origin, "client_id": edx.client_id})


def token_request(assertion, scope=MEMBERS):
    kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    return {"grant_type": "client_credentials", "client_assertion_type": kind, "client_assertion": assertion, "scope": scope}


def published_kids(app):
    return [key["kid"] for key in app.test_client().get("/lti/jwks").json["keys"]]


def test_the_assertion_is_accepted_and_grants_the_member_list(edx, registration):
    answer = edx.consumer().access_token(token_request(signed_assertion(registration)))
    assert answer["scope"] == MEMBERS
    assert edx.consumer().check_token(answer["access_token"], [MEMBERS])
    assert not edx.consumer().check_token(answer["access_token"], [SCORE])


def test_the_assertion_says_who_we_are_to_whom_and_how_long(app, edx, registration):
    """Open edX checks the signature and `exp` only, so the rest is looked at here."""
    assertion = signed_assertion(registration)
    claims = jwt.decode(assertion, options={"verify_signature": False})
    assert (claims["iss"], claims["sub"], claims["aud"]) == (edx.client_id, edx.client_id, f"{edx.origin}/token")
    assert time.time() - 10 < claims["iat"] <= time.time() < claims["exp"] <= claims["iat"] + 300
    assert claims["jti"] != jwt.decode(signed_assertion(registration), options={"verify_signature": False})["jti"]
    assert [jwt.get_unverified_header(assertion)["kid"]] == published_kids(app)


def test_an_assertion_signed_with_another_key_is_refused(edx, registration, other_pem):
    ours = jwt.decode_complete(signed_assertion(registration), options={"verify_signature": False})
    forged = jwt.encode(ours["payload"], other_pem, algorithm="RS256", headers={"kid": ours["header"]["kid"]})
    with pytest.raises(jwt.InvalidSignatureError):
        edx.consumer().access_token(token_request(forged))


def test_after_a_key_change_the_new_key_is_taken(app, edx, registration):
    before = jwt.get_unverified_header(signed_assertion(registration))["kid"]
    rotate_key(SECRET, at_once=True)
    db.session.commit()
    assertion = signed_assertion(registration)
    assert set(published_kids(app)) == {before, jwt.get_unverified_header(assertion)["kid"]}
    assert len(published_kids(app)) == 2
    assert edx.consumer().access_token(token_request(assertion))["scope"] == MEMBERS


def test_a_token_is_fetched_over_http(edx, registration):
    answer = ask_for_token(registration, [MEMBERS])
    assert edx.consumer().check_token(answer["access_token"], [MEMBERS])


def test_a_scope_it_does_not_know_is_left_out_without_an_error(registration):
    assert ask_for_token(registration, [MEMBERS, "https://example.org/other"])["scope"] == MEMBERS


def test_a_tool_whose_keys_it_does_not_know_gets_no_token(edx, registration):
    edx.tool_keys_url = f"{edx.origin}/public_keysets"  # its own keys, not ours
    with pytest.raises(CallFailed, match="invalid_client"):
        ask_for_token(registration, [MEMBERS])
