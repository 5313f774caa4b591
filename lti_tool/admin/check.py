"""The doctor: what an admin would otherwise find out from a teacher's phone call. A line each, good or with its cure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Request, current_app
from flask_babel import gettext as _

from .. import db, migrate
from ..jobs.queries import left_undone, nightly_last_started
from ..lti.keys import KeyUnreadable, signing_key

GOOD = "good"
BAD = "bad"
OPTIONAL = "optional"
UNKNOWN = "unknown"  # nothing is known to be wrong: the next launch or another look tells
TRIAL = "trial"  # enough for one machine, not for people
LEFT_UNDONE = timedelta(minutes=10)
NIGHTS_MISSED = timedelta(hours=50)


@dataclass(frozen=True)
class Line:
    """What was looked at, how it is, and, unless it is good, what to do; `is_gone`: perhaps remove the connection."""

    name: str
    state: str
    text: str
    cure: str = ""
    is_gone: bool = False


def own_lines(request: Request | None) -> Iterator[Line]:
    """The tool itself; with a request also what the proxy in front of it passes on."""
    yield _check_address(request)
    if request is not None:
        yield _check_host(request)
        if current_app.config["PUBLIC_URL"].startswith("https://"):
            yield _check_proxy(request)
    yield _check_secret()
    yield _check_database()
    yield _check_jobs()


def _check_address(request: Request | None) -> Line:
    name = _("Public address")
    address = current_app.config["PUBLIC_URL"]
    if address.startswith("https://"):
        return Line(name, GOOD, address)
    text = _("%(address)s is for trying out only", address=address)
    is_tried = request is None or request.host == urlsplit(address).netloc  # else people come here by another address
    cure = _(
        "For people set HOITOMALLI_PUBLIC_URL to an https address: over http browsers send no cookies in a frame, "
        "except on one's own machine."
    )
    return Line(name, TRIAL if is_tried else BAD, text, cure)


def _check_host(request: Request) -> Line:
    name = _("Host name")
    wanted = urlsplit(current_app.config["PUBLIC_URL"]).netloc
    if request.host == wanted:
        return Line(name, GOOD, request.host)
    cure = _("Let the proxy pass the host name on (nginx: proxy_set_header Host $host), or correct HOITOMALLI_PUBLIC_URL.")
    return Line(name, BAD, _("requests arrive for %(got)s, the setting says %(wanted)s", got=request.host, wanted=wanted), cure)


def _check_proxy(request: Request) -> Line:
    """Whether the server was told of https: by a proxy that it may believe, and in a header that it understands."""
    name = _("Proxy")
    if request.is_secure or request.headers.get("X-Forwarded-Proto") == "https":
        return Line(name, GOOD, _("says how the browser came here"))
    cure = _(
        "Let the proxy say so (nginx: proxy_set_header X-Forwarded-Proto $scheme), and forward only https. "
        "If it calls from another machine, name its address: hoitomalli serve --proxy."
    )
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
    name = _("Database")
    engine = db.session.get_bind()
    now, newest = migrate.revisions(db.session.connection())
    text = _("%(kind)s, version %(version)s", kind=engine.dialect.name, version=now or _("none"))
    if now == newest:
        return Line(name, GOOD, text)
    return Line(name, BAD, text, _("This program needs version %(version)s: restart it, it migrates at start.", version=newest))


def _check_jobs() -> Line:
    name = _("Jobs")
    last = nightly_last_started()
    if left_undone(LEFT_UNDONE) or (last is not None and last < db.now() - NIGHTS_MISSED):
        cure = _("Let `hoitomalli serve` run without --no-jobs, or `hoitomalli worker` beside it.")
        return Line(name, BAD, _("nobody does them: imports and the nightly tidying wait"), cure)
    return Line(name, GOOD, _("none waits"))
