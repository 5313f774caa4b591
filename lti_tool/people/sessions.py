"""A session for each launch: the address says which launch, a cookie signed for that launch proves it.

One cookie a launch, since several frames of one course page launch at the same moment, and of writers to a shared
cookie the last would win. Each is `Partitioned`, else browsers drop it in a frame (measured in Chromium 156).

Browsers give a partition 10 kB and silently drop the oldest cookie beyond it, proxies refuse a header over 8 kB. So a
cookie holds nothing but its signature and the ids of notices that nobody has seen yet (`notices.py`).
"""

from __future__ import annotations

import hmac
import re

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response as BaseResponse

LAUNCHES_KEPT = 10
_LAUNCH_IN_PATH = re.compile(r"^/l/([\w-]{22})(?:/|$)", re.ASCII)


class LaunchSessions(SessionInterface):
    """Flask's session, kept in a cookie whose name carries the launch of the address.

    It holds `launch` (the key), `csrf_token` (derived, so that it takes no room) and `notices` (a list of ids).
    """

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:
        """The launch's session, an empty one where the cookie does not prove it; None outside of launches."""
        found = _LAUNCH_IN_PATH.match(request.path)
        if found is None:
            return None
        launch_key = found[1]
        try:
            notices = _serializer(app, launch_key).loads(request.cookies.get(self.prefix + launch_key, ""))
        except BadSignature:
            return SecureCookieSession()
        return SecureCookieSession({"launch": launch_key, "csrf_token": _csrf_token(app, launch_key), "notices": notices})

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing but the notices ever changes."""
        if session.accessed:
            response.vary.add("Cookie")
        if session.modified and "launch" in session:
            self._keep(app, response, session["launch"], session["notices"])

    def start(self, app: Flask, request: Request, response: BaseResponse, launch_key: str) -> None:
        """Set the cookie of a new launch; the oldest beyond ten go."""
        self._keep(app, response, launch_key, [])
        for name in oldest_beyond(LAUNCHES_KEPT - 1, self.prefix, request):
            set_cookie(response, name, "", max_age=0)

    def _keep(self, app: Flask, response: BaseResponse, launch_key: str, notices: list[int]) -> None:
        set_cookie(response, self.prefix + launch_key, str(_serializer(app, launch_key).dumps(notices)))


def set_cookie(response: BaseResponse, name: str, value: str, max_age: int | None = None) -> None:
    """A cookie that browsers keep in a frame of another site; `max_age=0` takes it away."""
    response.set_cookie(name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="None", partitioned=True)


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
