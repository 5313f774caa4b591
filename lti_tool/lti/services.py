"""Access tokens for a platform's services, asked for with a client assertion of our own (security framework 4.1.1).

PyLTI1p3's service connector is not used: it knows one key, no size limit and any address.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

import jwt
from flask import current_app

from .keys import signing_key
from .models import Registration
from .outgoing import Answer, CallFailed, call

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_SECONDS = 60


class NothingGranted(CallFailed):
    """The platform knows us and grants none of these scopes."""


class ClientRefused(CallFailed):
    """The platform has no tool of our client id (any more), or could not check our signature."""


OAUTH_ERRORS = {"invalid_scope": NothingGranted, "invalid_client": ClientRefused}  # RFC 6749, 5.2


def signed_assertion(registration: Registration) -> str:
    """A JWT that proves to the platform's token endpoint who we are; good once, for a minute (RFC 7523)."""
    kid, private_key = signing_key(current_app.config["SECRET_KEY"])
    issued = int(time.time())
    claims = {
        "iss": registration.client_id,
        "sub": registration.client_id,
        "aud": registration.auth_token_url,
        "iat": issued,
        "exp": issued + ASSERTION_SECONDS,
        "jti": secrets.token_urlsafe(16),
    }
    return jwt.encode(claims, private_key, algorithm="RS256", headers={"kid": kid})


def ask_for_token(registration: Registration, scopes: list[str]) -> dict[str, Any]:
    """The platform's token answer (`access_token`, `scope`, `expires_in`); raises CallFailed, `detail` is what it said.

    NothingGranted is that failure which is only a matter of the platform's settings, ClientRefused one that does not pass.
    """
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": signed_assertion(registration),
        "scope": " ".join(scopes),
    }
    answer = call("POST", registration.auth_token_url, data=form)
    if answer.status != 200:
        error = answer.json.get("error") if isinstance(answer.json, dict) else None
        raise OAUTH_ERRORS.get(str(error), CallFailed)("status", _said(answer))
    if not isinstance(answer.json, dict) or not isinstance(answer.json.get("access_token"), str):
        raise CallFailed("not_json", registration.auth_token_url)
    return answer.json


def _said(answer: Answer) -> str:
    """An OAuth error in the platform's own words (RFC 6749, 5.2)."""
    given = answer.json if isinstance(answer.json, dict) else {}
    words = [str(given[name]) for name in ("error", "error_description") if given.get(name)]
    return f"{answer.status}: {', '.join(words)}" if words else str(answer.status)
