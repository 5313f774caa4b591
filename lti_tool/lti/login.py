"""Third-party-initiated login (security framework 5.1.1): a signed state, bound to the browser by a cookie of its own.

The state is stateless, so a flood of logins writes nothing. Each login has its own cookie, since several frames of one
course page log in at the same moment. Whether the browser keeps the cookie is found out by a bounce through ourselves
*before* the platform is asked, because Moodle's message hint works only once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from flask import Request, current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug import Response

from .. import db
from ..people.sessions import oldest_beyond, set_cookie
from .launch_log import remember_for_launch_log
from .models import Deployment, Platform, Registration
from .refusals import LaunchRefused

STATE_SECONDS = 600
LOGINS_KEPT = 60  # frames of one page that log in at the same moment; with a launch each still under 8 kB of cookies
FIELDS = ("iss", "client_id", "login_hint", "target_link_uri", "lti_message_hint", "lti_deployment_id")
FIELD_LIMIT = 4000


@dataclass(frozen=True)
class Login:
    """What one login remembers until its launch; travels in the signed state."""

    id: str
    registration_id: int
    nonce: str

    @property
    def cookie(self) -> str:
        return f"{_cookie_prefix()}{self.id}"


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="lti-login")


def read_initiation(request: Request) -> dict[str, str]:
    """The initiation's parameters from form or query; raises LaunchRefused when one is missing or not ours."""
    refuse_lti_1_1(request)
    values = {name: request.values.get(name, "") for name in FIELDS}
    if not values["iss"] or not values["login_hint"] or not values["target_link_uri"]:
        raise LaunchRefused("login_incomplete", f"got {sorted(request.values)}")
    if any(len(value) > FIELD_LIMIT for value in values.values()):
        raise LaunchRefused("login_incomplete", "a parameter is too long")
    check_target(values["target_link_uri"])
    return values


def refuse_lti_1_1(request: Request) -> None:
    """Refuse a launch of LTI 1.0 to 1.2 (LTI 1.1, chapter 3) by its own name: nothing but its version is wrong with it."""
    values = request.values
    version = values.get("lti_version", "")
    if version.startswith("LTI-1") or "oauth_consumer_key" in values:
        sender = values.get("tool_consumer_instance_guid") or values.get("launch_presentation_return_url")
        raise LaunchRefused("lti_1_1", f"{version} from {sender}")


def check_target(target_link_uri: object) -> None:
    """Refuse a link off our own origin: it would make the tool an open redirect."""
    ours = urlsplit(current_app.config["PUBLIC_URL"])
    try:
        url = urlsplit(str(target_link_uri))
        same = (url.scheme, url.hostname, url.port) == (ours.scheme, ours.hostname, ours.port) and not url.username
    except ValueError:
        same = False
    if not same:
        raise LaunchRefused("foreign_target", str(target_link_uri))


def find_registration(values: dict[str, str]) -> Registration:
    """The active registration of an initiation.

    Client id and deployment are optional in LTI 1.3: without them only a platform with a single registration is known.
    """
    query = select(Registration).join(Platform).where(Platform.issuer == values["iss"])
    if values["client_id"]:
        query = query.where(Registration.client_id == values["client_id"])
    elif values["lti_deployment_id"]:
        query = query.where(Registration.deployments.any(Deployment.deployment_id == values["lti_deployment_id"]))
    with db.own_transaction(writing=False) as short:
        found = list(short.scalars(query.limit(2)).unique())
    asked = f"issuer {values['iss']} client {values['client_id']}"
    if len(found) != 1:
        raise LaunchRefused("unknown_platform", asked)
    remember_for_launch_log(found[0])
    if not (found[0].is_active and found[0].platform.is_active):
        raise LaunchRefused("inactive", asked)
    return found[0]


def make_login(registration: Registration) -> tuple[Login, str]:
    """A new login and its signed state."""
    login = Login(secrets.token_hex(8), registration.id, secrets.token_urlsafe(24))
    return login, str(_serializer().dumps([login.id, login.registration_id, login.nonce]))


def read_state(state: str) -> Login:
    """The login of a state; raises LaunchRefused when it is missing, not ours or too old."""
    if not state:
        raise LaunchRefused("state_missing")
    try:
        return Login(*_serializer().loads(state, max_age=STATE_SECONDS))
    except SignatureExpired as error:
        raise LaunchRefused("state_expired") from error
    except BadSignature as error:
        raise LaunchRefused("state_invalid") from error


def keep_login_cookie(response: Response, login: Login, request: Request) -> None:
    """Bind the login to this browser; the oldest that nobody went on with go."""
    set_cookie(response, login.cookie, login.id, max_age=STATE_SECONDS)
    for name in oldest_beyond(LOGINS_KEPT - 1, _cookie_prefix(), request):
        set_cookie(response, name, "", max_age=0)


def drop_login_cookie(response: Response, login: Login) -> None:
    """The login has led to a launch."""
    set_cookie(response, login.cookie, "", max_age=0)


def is_same_browser(request: Request, login: Login) -> bool:
    """Whether this browser began the login."""
    return secrets.compare_digest(request.cookies.get(login.cookie, "").encode(), login.id.encode())


def _cookie_prefix() -> str:
    return f"{current_app.config['COOKIE_PREFIX']}st_"


def authorisation_url(registration: Registration, login: Login, state: str, values: dict[str, str]) -> str:
    """Where the platform is asked for the id_token (OpenID implicit flow, form_post)."""
    parameters = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": registration.client_id,
        "redirect_uri": current_app.config["PUBLIC_URL"] + "/lti/launch",
        "login_hint": values["login_hint"],
        "state": state,
        "nonce": login.nonce,
    }
    if values["lti_message_hint"]:
        parameters["lti_message_hint"] = values["lti_message_hint"]
    return registration.auth_login_url + ("&" if "?" in registration.auth_login_url else "?") + urlencode(parameters)
