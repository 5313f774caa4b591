"""A launch message, verified. PyLTI1p3 carries the protocol; what it leaves open is closed here (LTI 1.3 Core, ch. 5)."""

from __future__ import annotations

import json
from typing import Any, TypeGuard

from pylti1p3.contrib.flask import FlaskCookieService, FlaskMessageLaunch, FlaskRequest, FlaskSessionService
from pylti1p3.exception import LtiException
from pylti1p3.tool_config import ToolConfDict

from .. import db
from .login import Login, check_target
from .models import PlatformKeySet, Registration
from .platform_keys import KeySet, key_set_with
from .refusals import LaunchRefused

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
CLOCK_SKEW_SECONDS = 60
LONGEST_LIFE_SECONDS = 3600
LATEST_TIME = 253_402_300_800  # the year 10000
LONGEST_SUBJECT = 255  # LTI core 5.3.6; a cut one could be someone else's
FORBIDDEN_HEADERS = ("jku", "jwk", "x5u", "x5c", "crit")  # a token may not bring its own key along (RFC 8725, 3.10)


class Message(FlaskMessageLaunch):
    """PyLTI1p3's message launch for one registration that our state has named, with keys we have fetched."""

    @classmethod
    def of(cls, registration: Registration, id_token: str, keys: KeySet) -> Message:
        config = ToolConfDict(
            {
                registration.platform.issuer: {  # type: ignore[dict-item]
                    "client_id": registration.client_id,
                    "auth_login_url": registration.auth_login_url,
                    "auth_token_url": registration.auth_token_url,
                    "key_set_url": registration.key_set_url,
                    "key_set": keys,
                    "deployment_ids": [deployment.deployment_id for deployment in registration.deployments],
                }
            }
        )
        request = FlaskRequest(cookies={}, session={}, request_data={"id_token": id_token}, request_is_secure=True)
        message = cls(request, config, FlaskSessionService(request), FlaskCookieService(request))
        message.our_client_id = registration.client_id
        message.set_jwt_verify_options({"verify_aud": False, "verify_exp": False, "verify_iat": False, "verify_nbf": False})
        message.set_auto_validation(False)
        return message

    our_client_id: str

    def get_client_id(self) -> str:
        """Ours: PyLTI1p3 looks only at the first of several audiences, `_check_audience` at all of them."""
        return self.our_client_id

    def verified_claims(self) -> dict[str, Any]:
        """The body, once the signature holds. State, nonce, audience and times are checked by us."""
        self.validate_jwt_format()
        self.validate_registration()
        self.validate_jwt_signature()
        return dict(self._jwt["body"])


def verify(registration: Registration, cached_keys: PlatformKeySet | None, login: Login, id_token: str) -> dict[str, Any]:
    """The claims of a message from this registration's platform in answer to this login; raises LaunchRefused."""
    kid = _checked_header(id_token)
    keys = key_set_with(registration.key_set_url, kid, cached_keys)
    message = Message.of(registration, id_token, keys)
    try:
        claims = message.verified_claims()
    except Exception as error:  # PyLTI1p3 lets errors of PyJWT, jwcrypto and odd shapes through; each means: not verified
        raise LaunchRefused("token_invalid", f"{type(error).__name__}: {error}") from error
    _check_audience(claims, registration)
    _check_times(claims)
    if claims.get("nonce") != login.nonce:
        raise LaunchRefused("token_reused", "the nonce is not that of this login")
    _check_message(claims, message)
    check_target(claims.get(CLAIM + "target_link_uri"))
    return claims


def _checked_header(id_token: str) -> str:
    """The `kid` of a token whose header is one we take: RS256 only, no key brought along."""
    try:
        header = json.loads(Message.urlsafe_b64decode(id_token.split(".")[0]))
        algorithm = header.get("alg")
        kid = header.get("kid")
    except Exception as error:
        raise LaunchRefused("token_invalid", "no readable header") from error
    if algorithm != "RS256":
        raise LaunchRefused("token_invalid", f"alg {algorithm!r}")
    if any(name in header for name in FORBIDDEN_HEADERS):
        raise LaunchRefused("token_invalid", f"header has {sorted(header)}")
    if not isinstance(kid, str) or not kid:
        raise LaunchRefused("token_invalid", "no kid")
    return kid


def _check_audience(claims: dict[str, Any], registration: Registration) -> None:
    """`aud` names us; with several, or where `azp` is there, `azp` is us (OpenID Connect core 3.1.3.7)."""
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if registration.client_id not in audiences:
        raise LaunchRefused("wrong_audience", f"aud {audience!r}")
    authorised = claims.get("azp")
    if (len(audiences) > 1 or "azp" in claims) and authorised != registration.client_id:
        raise LaunchRefused("wrong_audience", f"azp {authorised!r}")


def _check_times(claims: dict[str, Any]) -> None:
    """`exp` and `iat` must be there, near now and near each other; `nbf`, where it is there, has passed."""
    issued = claims.get("iat")
    expires = claims.get("exp")
    present = db.now().timestamp()
    begins = claims.get("nbf", issued)
    if not (_is_time(issued) and _is_time(expires) and _is_time(begins)):
        raise LaunchRefused("token_invalid", "iat, exp or nbf is no time")
    if max(issued, begins) > present + CLOCK_SKEW_SECONDS:
        raise LaunchRefused("token_future", f"{max(issued, begins) - present:.0f} s ahead")
    if expires < present - CLOCK_SKEW_SECONDS or issued < present - LONGEST_LIFE_SECONDS:
        raise LaunchRefused("token_expired", f"iat {present - issued:.0f} s ago")
    if expires - issued > LONGEST_LIFE_SECONDS + CLOCK_SKEW_SECONDS:
        raise LaunchRefused("token_invalid", f"a life of {expires - issued:.0f} s")


def _is_time(value: object) -> TypeGuard[float]:
    """A number of seconds; JSON in Python also knows NaN, which is neither before nor after anything."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < LATEST_TIME


def _check_message(claims: dict[str, Any], message: Message) -> None:
    """Deployment, version, type, resource link, user (PyLTI1p3), and only the message we serve."""
    if claims.get(CLAIM + "message_type") != "LtiResourceLinkRequest":
        raise LaunchRefused("wrong_message", f"message_type {claims.get(CLAIM + 'message_type')!r}")
    subject = str(claims.get("sub", ""))
    if not subject or len(subject) > LONGEST_SUBJECT or not subject.isprintable():
        raise LaunchRefused("no_user", f"a sub of {len(subject)} characters")
    try:
        message.validate_deployment()
    except LtiException as error:
        raise LaunchRefused("unknown_deployment", f"deployment {claims.get(CLAIM + 'deployment_id')!r}") from error
    try:
        message.validate_message()
    except (LtiException, AttributeError) as error:
        raise LaunchRefused("wrong_message", str(error)) from error
