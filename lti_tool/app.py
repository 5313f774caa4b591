"""create_app: settings, features, headers. The one place that knows every feature."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask, Response, current_app, g
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect

from . import (
    admin,
    agenda,
    agreements,
    assessment,
    assets,
    calendar_feed,
    care_model,
    contacts,
    days,
    db,
    encounters,
    errors,
    exports,
    fields,
    figures,
    handover,
    imports,
    insights,
    jobs,
    language,
    links,
    lti,
    merging,
    methods,
    multilang,
    notices,
    pages,
    partners,
    people,
    plan,
    privacy,
    teams,
    tiers,
)
from .assessment import partner_views
from .config import Settings
from .dispatch import Tool
from .lti import PROTECTED_BY_THE_PROTOCOL
from .people import access, body_size, window_views
from .people.sessions import LaunchSessions

HTMX_CONFIG = {
    "includeIndicatorStyles": False,
    "allowEval": False,
    "selfRequestsOnly": True,
    "historyCacheSize": 0,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "(409|422)", "swap": True},
        {"code": "[45]..", "swap": True, "error": True, "target": "body", "swapOverride": "innerHTML show:window:top"},
    ],
}
BIGGEST_REQUEST = 1_000_000
FEATURES = (
    assets,
    jobs,
    lti,
    people,
    tiers,
    teams,
    methods,
    partners,
    contacts,
    encounters,
    agreements,
    assessment,
    figures,
    plan,
    agenda,
    handover,
    merging,
    imports,
    exports,
    privacy,
    insights,
    care_model,
    calendar_feed,
    admin,
)  # in this order: what is registered on a page stands in it


def create_app(settings: Settings) -> Flask:
    """The WSGI application for these settings; the database is expected to be migrated."""
    app = Tool(__name__, static_folder=None)
    app.url_map.strict_slashes = False  # an address with or without its slash is the same page, without a redirect
    app.url_map.merge_slashes = False
    app.config.update(_flask_config(settings))
    app.session_interface = LaunchSessions(app.config["COOKIE_PREFIX"])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        htmx_config=json.dumps(HTMX_CONFIG),
        own_placeholder_name=access.own_placeholder_name,
        is_admin=access.is_admin,
        launch_here=access.launch_here,
        now=db.now,
        theirs_in_words=fields.theirs_in_words,
        address_of=pages.address_of,
    )
    app.jinja_env.filters.update(links=pages.fill_links, linked=pages.link_addresses)
    app.add_template_test(links.is_web_link, "web_link")
    language.init_app(app)
    days.init_app(app)
    multilang.init_app(app)
    db.init_app(app, settings.database_url)
    body_size.init_app(app)
    access.init_app(app)
    csrf = CSRFProtect(app)
    for blueprint in PROTECTED_BY_THE_PROTOCOL:
        csrf.exempt(blueprint)
    csrf.exempt(partner_views.blueprint)  # no session there: the secret address protects it
    csrf.exempt(window_views.first_request)  # nor there: its ticket does, and that it comes from a page of ours
    errors.init_app(app)
    notices.init_app(app)
    Compress(app)
    for feature in FEATURES:
        feature.init_app(app)
    app.after_request(_set_headers)
    return app


def _flask_config(settings: Settings) -> dict[str, Any]:
    """What Flask, its extensions and the tool itself read in `app.config`."""
    return {
        "SECRET_KEY": settings.secret,
        "PUBLIC_URL": settings.public_url,
        "PRIVATE_HOSTS": settings.private_hosts,
        "THREADS": settings.threads,
        "CA_BUNDLE": settings.ca_bundle,
        "IS_CA_ADDED": settings.is_ca_added,
        "ERASURE_LEDGER": settings.ledger_file,
        "CONTACT_HISTORY_YEARS": settings.contact_history_years,
        "COOKIE_PREFIX": "__Host-" if settings.is_https else "",  # browsers take the prefix over https only
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_SAMESITE": "None",
        "SESSION_COOKIE_PARTITIONED": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 6,  # a page of 100 rows and its files stay under 60 kB; 7 costs twice the time
        "MAX_CONTENT_LENGTH": BIGGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": BIGGEST_REQUEST,
        "BABEL_DEFAULT_TIMEZONE": days.ZONE.key,
        "WTF_I18N_ENABLED": False,  # our forms say in which language they are (`fields.TextForm`)
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the launch
        "WTF_CSRF_SSL_STRICT": False,  # compares with the Host header, which a proxy may change
        "WTF_CSRF_CHECK_DEFAULT": True,
    }


def _set_headers(response: Response) -> Response:
    """Strict CSP; who may frame is this launch's platform, for pages without any control every https site."""
    anywhere = "https:" if current_app.config["PUBLIC_URL"].startswith("https:") else "http: https:"  # http: the demo
    frames = anywhere if g.get("framed_anywhere") else g.get("frame_origins", "'none'")
    response.headers["Content-Security-Policy"] = (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        f"form-action 'self'; frame-ancestors {frames}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if "frame_origins" in g:
        response.headers["Cache-Control"] = "no-store"  # pages of a launch hold personal data
    return response
