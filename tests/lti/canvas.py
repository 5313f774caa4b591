"""A platform shaped like Canvas: its recorded description, answer and launches, and what its source says of the rest.

The description is told only to who has the registration's token; the token registers as often as it is used within its
hour; the deployment stands at the top of the answer; issuer and logins may stand on different hosts.
"""

from __future__ import annotations

import json
import secrets
import time
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask, jsonify, render_template_string, request

from lti_tool.demo.keys import sign_token
from tests.conftest import serve
from tests.lti.registering import COLLEGE, Registering

RECORDINGS = Path(__file__).parent.parent / "platforms"
RECORDED_AT = "https://canvas.college.example"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CONFIGURATION = "/api/lti/security/openid-configuration"
FORM = '{% for name, value in fields.items() %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}'


def recorded(name):
    return json.loads((RECORDINGS / f"canvas_{name}.json").read_text())


class Canvas:
    """One Canvas; `sso` is where it lets people log in and `account` is the college's own host, at first all one."""

    users = {"admin": "admin_account", "teacher": "teacher_account", "student": "student_account"}
    courses = {2: "course"}

    def __init__(self, key):
        self.key = key
        self.calls = Counter()
        self.asked = []
        self.tells_deployment = True
        self.tokens = set()
        self._login_hints = {}
        self.app = Flask("canvas")
        self.app.add_url_rule(CONFIGURATION, view_func=self.show_configuration)
        self.app.add_url_rule("/api/lti/registrations", view_func=self.register, methods=["POST"])
        self.app.add_url_rule("/api/lti/authorize_redirect", view_func=self.authorize)
        self.app.add_url_rule("/api/lti/security/jwks", view_func=lambda: jsonify(keys=[key.public()]))

    def stand_at(self, origin):
        self.origin = self.sso = self.account = origin

    def registration_token(self):
        self.tokens.add(token := secrets.token_urlsafe(40))
        return token

    def show_configuration(self):
        self.calls["configuration"] += 1
        if (request.args.get("registration_token") or self._bearer()) not in self.tokens:
            return jsonify(error="Access token missing"), 401
        given = recorded("openid_configuration")
        for name, host in {"issuer": self.origin, "registration_endpoint": self.account}.items():
            given[name] = given[name].replace(RECORDED_AT, host)
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            given[name] = given[name].replace(RECORDED_AT, self.sso)
        platform = given["https://purl.imsglobal.org/spec/lti-platform-configuration"]
        platform["https://canvas.instructure.com/lti/account_domain"] = self.account.partition("://")[2]
        return jsonify(given)

    def register(self):
        """As Canvas checks it: these must be there, and all scopes, messages and placements be known ones."""
        self.calls["registration"] += 1
        if self._bearer() not in self.tokens:
            return jsonify(errorMessage="JWT did not include expected contents"), 401
        asked = request.get_json()
        errors = self._errors(asked)
        if errors:
            return jsonify(errors=errors), 422
        self.asked.append(asked)
        self.client_id = str(10000000000000 + len(self.asked))
        self.deployment_id = f"{len(self.asked)}:{secrets.token_hex(20)}"
        answer = recorded("registration_response") | {"client_id": self.client_id, "deployment_id": self.deployment_id}
        if not self.tells_deployment:
            del answer["deployment_id"]
        return jsonify(answer)

    def login_initiation(self, user, course, language="en"):
        hint = secrets.token_hex(8)
        self._login_hints[hint] = user
        return {
            "iss": self.origin,
            "login_hint": hint,
            "client_id": self.client_id,
            "target_link_uri": "https://tool.test/lti/launch",
            "lti_deployment_id": self.deployment_id,
            "lti_message_hint": secrets.token_hex(8),
            "canvas_region": "not_configured",
        }

    def authorize(self):
        """The recorded claims of this user, renewed as far as they belong to one launch."""
        asked = request.args
        now = int(time.time())
        claims = recorded(self._login_hints.pop(asked["login_hint"])) | {
            "iss": self.origin,
            "aud": self.client_id,
            "azp": self.client_id,
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 3600,
            LTI + "deployment_id": self.deployment_id,
            LTI + "target_link_uri": "https://tool.test/lti/launch",
        }
        id_token = sign_token(claims, {"kid": self.key.kid}, self.key.private, "RS256")
        return render_template_string(FORM, fields={"state": asked["state"], "id_token": id_token})

    def _bearer(self):
        return request.headers.get("Authorization", "").partition("Bearer ")[2]

    def _errors(self, asked):
        known = recorded("openid_configuration")
        messages = known["https://purl.imsglobal.org/spec/lti-platform-configuration"]["messages_supported"]
        places = {message["type"]: message.get("placements", []) for message in messages}
        return [
            *(name for name in ("client_name", "initiate_login_uri", "jwks_uri", "redirect_uris") if not asked.get(name)),
            *(kind for kind in ("client_credentials", "implicit") if kind not in asked["grant_types"]),
            *(scope for scope in asked["scope"].split() if scope not in known["scopes_supported"]),
            *(message["type"] for message in asked[TOOL]["messages"] if message["type"] not in places),
            *(
                place
                for message in asked[TOOL]["messages"]
                for place in message.get("placements", [])
                if place not in places[message["type"]]
            ),
        ]


class CanvasRegistering(Registering):
    """An account admin of Canvas with a registration link; `begin_again` as when it is entered anew."""

    def __init__(self, app, canvas):
        super().__init__(app, canvas)
        self.begin_again()

    def begin_again(self):
        self.token = self.lms.registration_token()

    @property
    def address(self):
        return f"{self.lms.origin}{CONFIGURATION}?registration_token={self.token}"

    def show(self, **query):
        return super().show(openid_configuration=self.address, registration_token=self.token, **query)

    def press(self, address=None, token=None):
        return super().press(address, token or self.token)


@pytest.fixture
def canvas(lms_key):
    """A Canvas that somebody hosts for themselves: all on one host."""
    canvas = Canvas(lms_key)
    server = serve(canvas.app)
    canvas.stand_at(f"http://127.0.0.1:{server.server_port}")
    yield canvas
    server.shutdown()
    server.server_close()


@pytest.fixture
def canvas_registering(app, canvas):
    return CanvasRegistering(app, canvas)


__all__ = ["COLLEGE", "canvas", "canvas_registering"]
