"""A session for each launch: the address says which launch, a cookie signed for that launch proves it.

One cookie a launch, since several frames of one course page launch at the same moment, and of writers to a shared
cookie the last would win. Each is `Partitioned`, else browsers drop it in a frame (measured in Chromium 156).

Browsers give a partition 10 kB and silently drop the oldest cookie beyond it, proxies refuse a header over 8 kB. So a
cookie holds nothing but its signature and the ids of notices that nobody has seen yet (`notices.py`).

A window of its own (`windows.py`) has a plain cookie, `SameSite=Lax`, which no frame of another site is sent.
"""

from __future__ import annotations

import hmac
import re
from contextlib import suppress

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response as BaseResponse

LAUNCHES_KEPT = 10
_LAUNCH_IN_PATH = re.compile(r"^/l/([\w-]{22})(?:/|$)", re.ASCII)


class LaunchSessions(SessionInterface):
    """Flask's session, kept in a cookie whose name carries the launch of the address.

    It holds `launch` (the key), `csrf_token` (derived, so that it takes no room), `is_window`, `notices` (a list of ids) and
    `is_taken`: that the form sent last led to a page, which is told once, since the script keeps drafts until then.
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """The launch's session, an empty one where no cookie proves it; None outside of launches."""
        found = _LAUNCH_IN_PATH.match(request.path)
        return self._session_of(app, request, found[1]) if found else None

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing but what was said last, and whether a form was taken, ever changes."""
        if session.accessed:
            response.vary.add("Cookie")
        if session.modified and "launch" in session:
            kept = [int(session["is_taken"]), *session["notices"]]
            self._keep(app, response, session["launch"], kept, session["is_window"])

    def start(self, app: Flask, request: Request, response: BaseResponse, launch_key: str, *, is_window: bool = False) -> None:
        """Set the cookie of a new launch; the oldest beyond ten go."""
        self._keep(app, response, launch_key, [0], is_window)
        for name in oldest_beyond(LAUNCHES_KEPT - 1, self._prefix_of(is_window), request):
            set_cookie(response, name, "", max_age=0, is_window=is_window)

    def proven_launches(self, app: Flask, request: Request) -> list[str]:
        """The keys of all launches that this browser has cookies of, windows' first, the newest first; they may have ended."""
        prefixes = (self._prefix_of(is_window=False), self._prefix_of(is_window=True))
        keys = [name.removeprefix(prefix) for prefix in prefixes for name in request.cookies if name.startswith(prefix)]
        return [key for key in reversed(keys) if self._session_of(app, request, key)]

    def _session_of(self, app: Flask, request: Request, launch_key: str) -> SecureCookieSession:
        for is_window in (False, True):
            cookie = request.cookies.get(self._prefix_of(is_window) + launch_key, "")
            with suppress(BadSignature):
                is_taken, *notices = _serializer(app, launch_key).loads(cookie) or [0]
                own = {"launch": launch_key, "csrf_token": _csrf_token(app, launch_key), "is_window": is_window}
                return SecureCookieSession({**own, "notices": notices, "is_taken": bool(is_taken)})
        return SecureCookieSession()

    def _keep(self, app: Flask, response: BaseResponse, launch_key: str, kept: list[int], is_window: bool) -> None:
        value = str(_serializer(app, launch_key).dumps(kept))
        set_cookie(response, self._prefix_of(is_window) + launch_key, value, is_window=is_window)

    def _prefix_of(self, is_window: bool) -> str:
        return self.prefix + ("w_" if is_window else "l_")


def set_cookie(response: BaseResponse, name: str, value: str, max_age: int | None = None, *, is_window: bool = False) -> None:
    """A cookie that browsers keep in a frame of another site, or only in windows of our own; `max_age=0` takes it away."""
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path="/",
        secure=True,
        httponly=True,
        samesite="Lax" if is_window else "None",
        partitioned=not is_window,
    )


def oldest_beyond(kept: int, prefix: str, request: Request) -> list[str]:
    """The cookies of this kind that are too many; browsers send the oldest first (RFC 6265, 5.4)."""
    ours = [name for name in request.cookies if name.startswith(prefix)]
    return ours[: max(0, len(ours) - kept)]


def _serializer(app: Flask, launch_key: str) -> URLSafeSerializer:
    """Signs for one launch only: a browser may rename its cookies. Its time ends in the database."""
    return URLSafeSerializer(app.config["SECRET_KEY"], salt="launch:" + launch_key)


def _csrf_token(app: Flask, launch_key: str) -> str:
    """What Flask-WTF signs into forms; as secret as the cookie, since both come from the installation's secret."""
    return hmac.digest(app.config["SECRET_KEY"].encode(), b"csrf:" + launch_key.encode(), "sha256").hex()
