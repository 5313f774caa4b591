"""The LTI addresses: login, launch, keys. What a platform or a browser gets wrong becomes a readable page."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from flask import Blueprint, current_app, g, jsonify, make_response, redirect, render_template, request, url_for
from sqlalchemy import bindparam, select
from werkzeug import Response
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from .. import db
from ..people.access import public
from ..people.models import Launch
from . import frames, keys, launch_log, login
from .launch import begin_launch, use_nonce
from .message import CLAIM, verify
from .models import PlatformKeySet, Registration
from .platform_keys import KeysAwaited
from .refusals import LaunchRefused

MOST_ATTEMPTS = 20  # seconds, since the page comes again each second

blueprint = Blueprint("lti", __name__, url_prefix="/lti")
blueprint.register_error_handler(LaunchRefused, launch_log.show_refusal)
_REGISTRATION_AND_KEYS = (
    select(Registration, PlatformKeySet)
    .outerjoin(PlatformKeySet, PlatformKeySet.url == Registration.key_set_url)
    .where(Registration.id == bindparam("id"))
)


@blueprint.route("/login", methods=["GET", "POST"])
@public
def begin_login() -> Response:
    """Third-party-initiated login: set this login's cookie and come back to see whether the browser keeps it."""
    values = login.read_initiation(request)
    registration = login.find_registration(values)
    new_login, state = login.make_login(registration)
    response = redirect(url_for("lti.continue_login") + "?" + urlencode({"state": state, **values}), 303)
    login.keep_login_cookie(response, new_login, request)
    return response


@blueprint.get("/login/continue")
@public
def continue_login() -> Response:
    """With the cookie: on to the platform. Without: a link that begins the login again in a window of its own."""
    values = login.read_initiation(request)
    current_login = login.read_state(request.args.get("state", ""))
    registration = login.find_registration(values)
    if registration.id != current_login.registration_id:
        raise LaunchRefused("state_invalid", "the state is another registration's")
    if not login.is_same_browser(request, current_login):
        again = url_for("lti.begin_login") + "?" + urlencode({name: value for name, value in values.items() if value})
        g.framed_anywhere = True
        return make_response(render_template("lti/new_window.html", again=again))
    return redirect(login.authorisation_url(registration, current_login, request.args["state"], values), 302)


@blueprint.post("/launch")
@public
def launch() -> Response:
    """The platform's answer: verify it strictly, use it up, begin the launch, go to what the link points at."""
    login.refuse_lti_1_1(request)
    current_login = login.read_state(request.form.get("state", ""))
    registration, cached_keys = _registration(current_login.registration_id)
    if not login.is_same_browser(request, current_login):
        raise LaunchRefused("other_browser")
    if "error" in request.form:
        raise LaunchRefused("platform_error", f"{request.form['error']}: {request.form.get('error_description', '')}")
    if not request.form.get("id_token"):
        raise LaunchRefused("token_missing")
    try:
        claims = verify(registration, cached_keys, current_login, request.form["id_token"])
    except KeysAwaited:
        return _show_one_moment(registration)
    launch_log.remember_for_launch_log(registration, claims["sub"])
    use_nonce(current_login)
    return _enter(begin_launch(registration, claims), current_login, claims[CLAIM + "target_link_uri"])


@blueprint.get("/jwks")
@public
def show_keys() -> Response:
    """Our public keys (RFC 7517)."""
    return jsonify(keys.public_key_set())


def _registration(registration_id: int) -> tuple[Registration, PlatformKeySet | None]:
    """The registration of a login and what is known of its platform's keys."""
    with db.own_transaction(writing=False) as short:
        found = short.execute(_REGISTRATION_AND_KEYS, {"id": registration_id}).unique().first()
    if found is None:
        raise LaunchRefused("unknown_platform", f"registration {registration_id}")
    registration, cached_keys = found
    launch_log.remember_for_launch_log(registration)
    if not (registration.is_active and registration.platform.is_active):
        raise LaunchRefused("inactive", f"registration {registration_id}")
    return registration, cached_keys


def _show_one_moment(registration: Registration) -> Response:
    """The platform's answer once more, for the browser to post again: by itself after a second, by a press without script."""
    attempt = request.form.get("attempt", 0, type=int) + 1
    if not 0 < attempt <= MOST_ATTEMPTS:
        raise LaunchRefused("keys_unreachable", f"not known after {MOST_ATTEMPTS} attempts")
    g.frame_origins = frames.login_frames(registration)
    return make_response(render_template("lti/one_moment.html", attempt=attempt), 503)


def _enter(new_launch: Launch, current_login: login.Login, target_link_uri: str) -> Response:
    """To the page of the link, with the launch's cookie in place of the login's."""
    response = redirect(_inner_path(target_link_uri, new_launch.key), 303)
    login.drop_login_cookie(response, current_login)
    current_app.session_interface.start(current_app, request, response, new_launch.key)  # type: ignore[attr-defined]
    return response


def _inner_path(target_link_uri: str, launch_key: str) -> str:
    """The page a link points at, inside its launch; a link to the tool itself leads to the overview."""
    overview = f"/l/{launch_key}/"
    path = overview + urlsplit(target_link_uri).path.lstrip("/")
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return overview
    return path
