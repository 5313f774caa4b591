"""mod/lti/token.php: gives an access token to a tool that proves with its own key who it is."""

import secrets
import time

import jwt
import requests
from flask import Blueprint, jsonify, request

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_ASSERTION = 3600
SCOPES = [
    "https://purl.imsglobal.org/spec/lti-bo/scope/basicoutcome",
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly",
    "https://purl.imsglobal.org/spec/lti-ags/scope/score",
    "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
    "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting",
]


class Refused(Exception):
    """A token request that is not granted: an OAuth error code and the reason."""

    def __init__(self, error, reason):
        super().__init__(reason)
        self.error = error
        self.reason = reason


def token_pages(lms):
    """The endpoint for one LMS; each assertion is good for one token."""
    pages = Blueprint("access_tokens", __name__)
    used = set()

    @pages.post("/mod/lti/token.php")
    def give_token():
        lms.calls["token"] += 1
        try:
            _check_kind(request.form)
            tool, claims = _proven_claims(lms, request.form.get("client_assertion", ""))
            _use_once(used, claims)
            scope = _granted_scope(request.form, tool)
        except Refused as refused:
            return jsonify(error=refused.error, error_description=refused.reason), 400
        return jsonify(access_token=secrets.token_hex(16), token_type="Bearer", expires_in=3600, scope=scope)

    return pages


def _check_kind(form):
    if form.get("grant_type") != "client_credentials":
        raise Refused("unsupported_grant_type", "grant_type is not client_credentials")
    if form.get("client_assertion_type") != ASSERTION_TYPE:
        raise Refused("invalid_request", "client_assertion_type is not jwt-bearer")


def _granted_scope(form, tool):
    granted = [scope for scope in form.get("scope", "").split() if scope in SCOPES and tool.may_use(scope)]
    if not granted:
        raise Refused("invalid_scope", "no known scope was asked for")
    return " ".join(granted)


def _proven_claims(lms, assertion):
    """The tool and the assertion's claims once its signature and every single claim are as they should be."""
    try:
        tool = _tool_named_in(lms, assertion)
        claims = jwt.decode(
            assertion,
            _key_of(tool, jwt.get_unverified_header(assertion).get("kid"), lms.http),
            algorithms=["RS256"],
            audience=f"{lms.origin}/mod/lti/token.php",
            issuer=tool.client_id,
            subject=tool.client_id,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "jti"]},
        )
    except jwt.PyJWTError as error:
        raise Refused("invalid_client", str(error)) from error
    if claims["exp"] > time.time() + LONGEST_ASSERTION:
        raise Refused("invalid_client", "exp is more than an hour ahead")
    return tool, claims


def _tool_named_in(lms, assertion):
    issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss")
    for tool in lms.tools:
        if tool.client_id == issuer:
            return tool
    raise Refused("invalid_client", "no tool has this client id")


def _key_of(tool, kid, http):
    """The tool's public key of this name, fetched each time: a demo has no hurry, and rotation shows at once."""
    try:
        keys = http.get(tool.jwks_url, timeout=5).json()["keys"]
    except (requests.RequestException, ValueError, KeyError) as error:
        raise Refused("invalid_client", f"the tool's keys can't be read: {error}") from error
    for key in keys:
        if kid and key.get("kid") == kid and key.get("kty") == "RSA":
            return jwt.PyJWK(key, algorithm="RS256")
    raise Refused("invalid_client", "the tool publishes no RSA key of this kid")


def _use_once(used, claims):
    mark = (claims["iss"], claims["jti"])
    if mark in used:
        raise Refused("invalid_client", "this jti has been used")
    used.add(mark)
