"""Tokens that the platform has not signed, or not in the one way we take (RFC 8725)."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from lti_tool.demo.platform import LTI

pytestmark = pytest.mark.any_database

OWN_KEYS = ["jku", "jwk", "x5u", "x5c", "crit"]


def encoded(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_a_token_signed_with_another_key_is_refused(begun, other_key, refuses):
    refuses("token_invalid", begun.answer, key=other_key.private)


def test_a_token_without_signature_is_refused(begun, refuses):
    header, body, _signature = begun.lms.sign(begun.claims()).split(".")
    refuses("token_invalid", begun.post, f"{header}.{body}.")


def test_a_token_changed_on_its_way_is_refused(begun, refuses):
    header, _body, signature = begun.lms.sign(begun.claims()).split(".")
    body = encoded(begun.claims({"sub": "2"}))
    refuses("token_invalid", begun.post, f"{header}.{body}.{signature}")


@pytest.mark.parametrize("algorithm", ["none", "RS384", "RS512", "PS256"])
def test_any_other_algorithm_is_refused(begun, refuses, algorithm):
    refuses("token_invalid", begun.answer, algorithm=algorithm)


def test_for_a_token_of_another_algorithm_no_key_is_asked_for(begun, lms, refuses):
    """The library would refuse it too, later: this guard stands before anything is called."""
    refuses("token_invalid", begun.answer, algorithm="RS384")
    assert lms.calls["certs"] == 0


@pytest.mark.parametrize("name", ["None", "NONE", "rs256", "", None, ["RS256"]])
def test_no_other_spelling_of_an_algorithm_is_taken(begun, refuses, name):
    refuses("token_invalid", begun.answer, headers={"alg": name})


@pytest.mark.parametrize("algorithm", ["HS256", "HS512"])
def test_the_public_key_is_not_taken_for_a_shared_secret(begun, refuses, algorithm):
    public = begun.lms.keys[-1].private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    refuses("token_invalid", begun.answer, key=pem, algorithm=algorithm)
    refuses("token_invalid", begun.answer, key=pem, algorithm=algorithm, headers={"alg": "RS256"})


@pytest.mark.parametrize("name", OWN_KEYS)
def test_a_token_may_not_bring_its_own_key(begun, other_key, refuses, name):
    own = {
        "jwk": RSAAlgorithm.to_jwk(other_key.private.public_key(), as_dict=True),
        "jku": "https://evil.example/keys",
        "x5u": "https://evil.example/cert",
        "x5c": ["MII"],
        "crit": ["exp"],
    }
    refuses("token_invalid", begun.answer, key=other_key.private, headers={name: own[name]})


@pytest.mark.parametrize("name", OWN_KEYS)
def test_a_signed_token_with_a_header_of_this_kind_is_refused_too(begun, refuses, name):
    refuses("token_invalid", begun.answer, headers={name: ["x"]})


@pytest.mark.parametrize("kid", [None, "", 1, ["x"], {"x": 1}])
def test_a_token_must_name_its_key(begun, refuses, kid):
    refuses("token_invalid", begun.answer, headers={"kid": kid})


@pytest.mark.parametrize("token", ["x", "a.b", "a.b.c", "ä.ö.å", ".", "..", "a.b.c.d.e", encoded([]) + "..", encoded("x")])
def test_garbage_is_refused(begun, refuses, token):
    refuses("token_invalid", begun.post, token)


@pytest.mark.parametrize("body", [[], [1], "text", 5, None, True])
def test_a_body_that_is_no_object_is_refused(begun, refuses, body):
    refuses("token_invalid", begun.post, begun.lms.sign(body))


def test_a_deeply_nested_header_or_body_is_refused(begun, refuses):
    nested = base64.urlsafe_b64encode(b"[" * 50_000).decode()
    header = encoded({"alg": "RS256", "kid": begun.lms.keys[-1].kid})
    refuses("token_invalid", begun.post, f"{nested}.x.x")
    refuses("token_invalid", begun.post, f"{header}.{nested}.x")


def test_a_huge_token_is_a_readable_page(begun, rows):
    page = begun.post("x" * 1_100_000)
    assert page.status_code == 413
    assert "<h1>" in page.text
    assert rows() == [0, 0, 0, 0]


def test_a_token_of_another_platform_is_refused(begun, other_lms, refuses):
    forged = other_lms.claims(begun.user, begun.course, begun.nonce)
    refuses("key_unknown", begun.post, other_lms.sign(forged))


def test_a_token_of_another_platform_under_this_ones_key_name_is_refused(begun, other_lms, refuses):
    refuses("token_invalid", begun.post, other_lms.sign(begun.claims(), headers={"kid": begun.lms.keys[-1].kid}))


@pytest.mark.parametrize("issuer", ["other", "", None, 5, ["x"], {}])
def test_a_platform_speaks_only_for_itself(begun, other_lms, refuses, issuer):
    issuer = other_lms.origin if issuer == "other" else issuer
    refuses("token_invalid", begun.answer, {"iss": issuer})


@pytest.mark.parametrize("name", ["iss", LTI + "target_link_uri", LTI + "deployment_id", LTI + "message_type", "aud", "sub"])
def test_a_token_without_a_required_claim_is_refused(begun, refuses, name):
    reasons = {"iss": "token_invalid", "aud": "wrong_audience", "sub": "no_user", LTI + "target_link_uri": "foreign_target"}
    reasons |= {LTI + "deployment_id": "unknown_deployment", LTI + "message_type": "wrong_message"}
    refuses(reasons[name], begun.answer, without=[name])
