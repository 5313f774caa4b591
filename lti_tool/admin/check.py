"""The doctor: what an admin would otherwise find out from a teacher's phone call. A line each, good or with its cure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request, current_app
from flask_babel import gettext as _

from .. import db, migrate
from ..lti.keys import KeyUnreadable, signing_key

GOOD, BAD, OPTIONAL = "good", "bad", "optional"


@dataclass(frozen=True)
class Line:
    """What was looked at, how it is, and, unless it is good, what to do."""

    name: str
    state: str
    text: str
    cure: str = ""


def own_lines(request: Request | None) -> Iterator[Line]:
    """The tool itself; with a request also what the proxy in front of it passes on."""
    yield _check_address()
    if request is not None:
        yield _check_host(request)
        yield _check_proxy(request)
    yield _check_secret()
    yield _check_database()


def _check_address() -> Line:
    name, address = _("Public address"), current_app.config["PUBLIC_URL"]
    if address.startswith("https://"):
        return Line(name, GOOD, address)
    cure = _("Set HOITOMALLI_PUBLIC_URL to an https address: over http browsers send no cookies in a frame.")
    return Line(name, BAD, _("%(address)s is for trying out only", address=address), cure)


def _check_host(request: Request) -> Line:
    name, wanted = _("Host name"), urlsplit(current_app.config["PUBLIC_URL"]).netloc
    if request.host == wanted:
        return Line(name, GOOD, request.host)
    cure = _("Let the proxy pass the host name on (nginx: proxy_set_header Host $host), or correct HOITOMALLI_PUBLIC_URL.")
    return Line(name, BAD, _("requests arrive for %(got)s, the setting says %(wanted)s", got=request.host, wanted=wanted), cure)


def _check_proxy(request: Request) -> Line:
    name, said = _("Proxy"), request.headers.get("X-Forwarded-Proto", "")
    if not current_app.config["PUBLIC_URL"].startswith("https://") or request.is_secure or said == "https":
        return Line(name, GOOD, _("says how the browser came here"))
    cure = _("Let the proxy say so (nginx: proxy_set_header X-Forwarded-Proto $scheme), and check that it forwards only https.")
    return Line(name, BAD, _("does not say that the browser came by https"), cure)


def _check_secret() -> Line:
    name = _("Secret and our keys")
    try:
        kid, _private = signing_key(current_app.config["SECRET_KEY"])
        return Line(name, GOOD, _("key %(kid)s signs", kid=kid))
    except KeyUnreadable as unreadable:
        cure = _("Put the old secret back, or make a new key: hoitomalli keys rotate --at-once")
        return Line(name, BAD, _("the secret does not open the key %(kid)s", kid=str(unreadable)), cure)


def _check_database() -> Line:
    name, engine = _("Database"), db.session.get_bind()
    now, newest = migrate.revisions(db.session.connection())
    text = _("%(kind)s, version %(version)s", kind=engine.dialect.name, version=now or _("none"))
    if now == newest:
        return Line(name, GOOD, text)
    return Line(name, BAD, text, _("This program needs version %(version)s: restart it, it migrates at start.", version=newest))
