"""A small Moodle-shaped LMS, to try the tool in and to test it against; it knows nothing of the tool's own code."""

import json
import secrets
from collections import Counter

import requests
from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from lti_tool.demo.access_tokens import token_pages
from lti_tool.demo.authorisation import authorisation_pages
from lti_tool.demo.choice import chosen_language
from lti_tool.demo.course_pages import course_pages
from lti_tool.demo.faults import Faults
from lti_tool.demo.key_set import key_set_pages
from lti_tool.demo.keys import SigningKey, new_key, sign_token
from lti_tool.demo.platform import launch_claims
from lti_tool.demo.registration import registration_pages
from lti_tool.demo.registration_start import registration_start_pages
from lti_tool.demo.registration_tokens import LIFETIME, sign_registration_token
from lti_tool.demo.school import COLLEGE, Launch, ToolLink, demo_courses, demo_users
from lti_tool.demo.sharing import withhold
from lti_tool.demo.tool_admin import tool_admin_pages
from lti_tool.demo.words import in_language

__all__ = ["Faults", "Lms", "SigningKey", "ToolLink", "new_key"]

PAGES = [
    course_pages,
    authorisation_pages,
    key_set_pages,
    token_pages,
    registration_pages,
    registration_start_pages,
    tool_admin_pages,
]


class Lms:
    """One LMS: its people, courses, tools and keys, and its web pages in app.

    The origin may be changed at any time, since a test knows its port only when the server runs.
    """

    def __init__(self, origin, tools=(), key=None):
        self.origin = origin
        self.tools = list(tools)
        self.users = demo_users()
        self.courses = demo_courses()
        self.keys = [key or new_key()]
        self.faults = Faults()
        self.calls = Counter()
        # A test sets http.verify to its own certificate, or mounts an adapter that needs no network.
        self.http = requests.Session()
        self._launches = {}
        self._last_deployment = 0
        self.app = _create_app(self)

    def key_set(self):
        """The public keys as certs.php publishes them."""
        return {"keys": [key.public() for key in self.keys]}

    def rotate_key(self, drop_old=False):
        """Sign with a new key from now on; the old ones stay published unless dropped."""
        self.keys = [new_key()] if drop_old else [*self.keys, new_key()]

    def sign(self, claims, headers=None, key=None, algorithm="RS256"):
        """Sign claims as a JWT.

        The key is a SigningKey, a private key object or, for HMAC, bytes; anything but a SigningKey still names the
        LMS's own kid, unless the headers say otherwise.
        """
        own = self.keys[-1]
        kid = key.kid if isinstance(key, SigningKey) else own.kid
        private = key.private if isinstance(key, SigningKey) else key
        if private is None:
            private = own.private
        return sign_token(claims, {"kid": kid, **(headers or {})}, private, algorithm)

    def claims(self, user, course, nonce, **changes):
        """The claims of a user's launch of the first tool; a change with value None removes its claim."""
        claims = self.claims_of(Launch(user, course, self.tools[0], course.activities[0]), nonce) | changes
        return {name: value for name, value in claims.items() if value is not None}

    def claims_of(self, launch, nonce):
        """The claims of any launch, as far as its tool may have them, with the present faults."""
        claims = launch_claims(launch, nonce, self.origin)
        withhold(claims, launch.tool, self.faults)
        return claims

    def registration_token(self, tool=None, lifetime=LIFETIME):
        """A token for one registration: of a new tool, or of this tool again."""
        return sign_registration_token(self, tool, lifetime)

    def next_deployment_id(self):
        """The number of the next tool; a deleted tool's number is not given again."""
        self._note_deployments()
        return str(self._last_deployment + 1)

    def delete_tool(self, tool):
        """Forget a tool."""
        self._note_deployments()
        self.tools.remove(tool)

    def _note_deployments(self):
        known = [int(tool.deployment_id) for tool in self.tools if tool.deployment_id.isdecimal()]
        self._last_deployment = max(self._last_deployment, *known, 0)

    def login_initiation(self, user, course, tool=None, activity=0, language="fi", in_window=False):
        """The form that starts a login at the tool; its hint works once."""
        tool = tool or self.tools[0]
        launch = Launch(user, course, tool, course.activities[activity], language, in_window)
        launch_id = f"ltilaunch{launch.activity.id}_{secrets.randbelow(2**31)}"
        self._launches[launch_id] = launch
        return {
            "iss": self.origin,
            "target_link_uri": launch.activity.url or tool.launch_url,
            "login_hint": user.id,
            "lti_message_hint": json.dumps({"cmid": int(launch.activity.id), "launchid": launch_id}, separators=(",", ":")),
            "client_id": tool.client_id,
            "lti_deployment_id": tool.deployment_id,
        }

    def take_launch(self, hint):
        """The launch a hint stands for, or None; the hint is used up."""
        try:
            return self._launches.pop(json.loads(hint)["launchid"], None)
        except (ValueError, KeyError, TypeError):
            return None


def _create_app(lms):
    app = Flask(__name__, static_folder=None)
    for pages in PAGES:
        app.register_blueprint(pages(lms))
    app.context_processor(_page_words)

    @app.errorhandler(HTTPException)
    def show_error(error):
        return render_template("lms/error.html", message=error.description), error.code

    @app.after_request
    def keep_nothing(answer):
        # Moodle's pages are not cached either: going back must not post a used hint again.
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return app


def _page_words():
    """What every template has: the college, the page's language and its words in it."""
    language = chosen_language()
    return {"college": COLLEGE, "language": language, "_": lambda text: in_language(text, language)}
