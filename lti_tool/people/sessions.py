"""A session for each launch: the address says which launch, a signed cookie that names it too proves it.

One cookie a launch, since several frames of one course page launch at the same moment, and of writers to a shared
cookie the last would win. Each is `Partitioned`, else browsers drop it in a frame (measured in Chromium 156).
"""

from __future__ import annotations

import hashlib
import os
import re

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

LAUNCHES_KEPT = 10
_LAUNCH_IN_PATH = re.compile(r"^/l/([\w-]{22})(?:/|$)")


class LaunchSessions(SecureCookieSessionInterface):
    """Flask's signed cookie session under a name that carries the launch of the address."""

    def __init__(self, request_prefix: str) -> None:
        self.prefix = request_prefix

    def get_cookie_name(self, app: Flask) -> str:
        from flask import request  # the one place where Flask gives no request along

        launch = _LAUNCH_IN_PATH.match(request.path)
        return self.prefix + (launch[1] if launch else "none")

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if not _LAUNCH_IN_PATH.match(request.path):
            return None  # pages outside a launch keep nothing
        return super().open_session(app, request)

    def start(self, app: Flask, request: Request, response: Response, launch_key: str) -> None:
        """Set the cookie of a new launch; the oldest beyond ten go, so that the request header stays small."""
        serializer = self.get_signing_serializer(app)
        if serializer is None:
            raise RuntimeError("no secret key")
        csrf = hashlib.sha1(os.urandom(64), usedforsecurity=False).hexdigest()
        value = serializer.dumps({"launch": launch_key, "csrf_token": csrf})
        self._set(response, app, self.prefix + launch_key, str(value))
        # Browsers send the oldest first (RFC 6265, 5.4).
        ours = [name for name in request.cookies if name.startswith(self.prefix)]
        for name in ours[: max(0, len(ours) - LAUNCHES_KEPT + 1)]:
            self._set(response, app, name, "", max_age=0)

    @staticmethod
    def _set(response: Response, app: Flask, name: str, value: str, max_age: int | None = None) -> None:
        response.set_cookie(name, value, max_age=max_age, path="/", secure=True, httponly=True, samesite="None", partitioned=True)
