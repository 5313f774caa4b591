"""Logins that wait for an answer, answers of any shape, and what every refusal looks like."""

from __future__ import annotations

import re
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.demo.demo import connect, tool_link
from lti_tool.demo.lms import Lms, new_key
from lti_tool.demo.school import COLLEGE
from lti_tool.lti.login import read_state
from lti_tool.lti.models import UsedNonce
from lti_tool.people.models import Course, Launch, Person
from tests.conftest import TOOL, serve
from tests.lti.canvas import canvas, canvas_registering  # noqa: F401 (fixtures)
from tests.lti.own_ca import authority, bundle, call_moodle, leads_to, serve_at, tls  # noqa: F401 (fixtures)
from tests.lti.registering import not_registered, registering  # noqa: F401 (fixtures)
from tests.visitor import Visitor

WRITTEN_BY_A_LAUNCH = (Person, Course, Launch, UsedNonce)


class Begun:
    """A login of one browser that waits for the platform's answer, which a test may forge."""

    def __init__(self, visitor, username="maija", course_id=2):
        asked = dict(parse_qsl(urlsplit(visitor.begin(username, course_id)).query))
        self.visitor = visitor
        self.lms = visitor.lms
        self.state = asked["state"]
        self.nonce = asked["nonce"]
        self.user = self.lms.users[username]
        self.course = self.lms.courses[course_id]

    def claims(self, changes=None, without=()):
        """What the platform would claim, with changes to any JSON value and some claims left out."""
        claims = self.lms.claims(self.user, self.course, self.nonce) | (changes or {})
        return {name: value for name, value in claims.items() if name not in without}

    def answer(self, changes=None, without=(), **signing):
        """Post a token; `signing` is passed to Lms.sign: headers, key, algorithm."""
        return self.post(self.lms.sign(self.claims(changes, without), **signing))

    def post(self, id_token):
        return self.visitor.launch({"state": self.state, "id_token": id_token})


@pytest.fixture
def visitor(app, lms, organisation_id):
    return Visitor(app, lms)


@pytest.fixture
def other_visitor(app, lms, organisation_id):
    return Visitor(app, lms)


@pytest.fixture
def begun(visitor):
    return Begun(visitor)


@pytest.fixture(scope="session")
def other_key():
    return new_key()


@contextmanager
def second_platform(app, key, college):
    """A platform with the same client id, deployment id, people and courses as the first, connected for a college."""
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)], key)
    server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{server.server_port}"
    with app.app_context():
        connect(lms, college)
        db.session.commit()
    yield lms
    server.shutdown()
    server.server_close()


@pytest.fixture
def other_lms(app, other_key):
    """The platform of another college."""
    with second_platform(app, other_key, "Rannikon ammattiopisto") as lms:
        yield lms


@pytest.fixture
def sister_lms(app, other_key):
    """Another platform of the same college."""
    with second_platform(app, other_key, COLLEGE) as lms:
        yield lms


@pytest.fixture
def rows(app):
    """How many rows there are of what a launch writes."""

    def count():
        with app.app_context(), db.own_transaction(writing=False) as short:
            return [short.scalar(select(func.count()).select_from(model)) for model in WRITTEN_BY_A_LAUNCH]

    return count


@pytest.fixture
def state_cookie(app):
    """The name of the cookie that binds a login to its browser."""

    def name(begun):
        with app.app_context():
            return read_state(begun.state).cookie

    return name


@pytest.fixture
def refuses(rows, caplog):
    """Checks that an act is refused: a readable page, its code in the log with the reason, no cookie, nothing written."""

    def check(reason, act, *args, **kwargs):
        caplog.clear()
        before = rows()
        response = act(*args, **kwargs)
        assert 400 <= response.status_code < 500 or (response.status_code, reason) == (503, "keys_unreachable"), response.text
        assert response.mimetype == "text/html"
        assert re.search(r"<h1>\w.+</h1>", response.text)
        reference = re.search(r"<strong>([0-9A-F]{8})</strong>", response.text)[1]
        [line] = [record.getMessage() for record in caplog.records if record.name == "hoitomalli.launch"]
        assert f"{reference} reason={reason} " in line
        assert "Koskela" not in line
        assert "frame-ancestors https:" in response.headers["Content-Security-Policy"]
        assert not response.headers.getlist("Set-Cookie")
        assert rows() == before
        return response

    return check
