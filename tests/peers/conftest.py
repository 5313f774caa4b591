"""Open edX registered as a platform of the tool, and its members with a browser."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from lti_tool import db, history
from lti_tool.lti.operations import PlatformDetails, register_platform
from lti_tool.people import operations
from lti_tool.people.models import Course
from lti_tool.people.operations import get_or_create_organisation
from tests.conftest import TOOL, serve
from tests.peers.edx import Block, Edx, new_pem
from tests.visitor import Visitor


def asked_of(authorisation_url):
    """The parameters of the tool's authorisation request."""
    return dict(parse_qsl(urlsplit(authorisation_url).query))


class EdxVisitor(Visitor):
    """A browser whose launches come from Open edX; the block begins the login with a GET."""

    def begin(self, member, block):
        bounced = self.request("GET", "/lti/login?" + urlencode(self.lms.initiation(member, block)))
        assert bounced.status_code == 303, bounced.text
        asked = self.request("GET", bounced.location)
        assert asked.status_code == 302, asked.text
        return asked.location

    def answer(self, authorisation_url):
        return self.lms.answer(asked_of(authorisation_url))

    def open(self, member, block):
        response = self.launch(self.answer(self.begin(member, block)))
        assert response.status_code == 303, response.text
        self.base = response.location
        return response


@pytest.fixture(scope="session")
def edx_pem():
    """One key for all: making one is slow."""
    return new_pem()


@pytest.fixture(scope="session")
def other_pem():
    return new_pem()


@pytest.fixture
def block():
    return Block()


@pytest.fixture
def edx(app, edx_pem):
    """The platform, registered by hand as its block's page shows it; its keys are fetched over real HTTP."""
    edx = Edx(edx_pem, TOOL)
    server = serve(edx.app())
    edx.origin = f"http://127.0.0.1:{server.server_port}"
    with app.app_context():
        register(edx)
        db.session.commit()
    yield edx
    server.shutdown()
    server.server_close()


def register(edx):
    """Gives the deployment."""
    addresses = (f"{edx.origin}/launch", f"{edx.origin}/token", f"{edx.origin}/public_keysets")
    details = PlatformDetails(edx.origin, edx.client_id, edx.deployment_id, *addresses)
    assert details.problems() == []
    return register_platform(get_or_create_organisation("Keskuspuiston ammattiopisto").id, details)


@pytest.fixture
def visitor(app, edx):
    return EdxVisitor(app, edx)


@pytest.fixture
def open_block(app, edx, block):
    """Open the block's course to "teachers" or "everyone"."""

    def open_to(open_to="teachers"):
        with app.app_context():
            organisation_id = register(edx).organisation_id
            keys = {"organisation_id": organisation_id, "issuer": edx.origin, "context_id": block.course_id}
            course = db.get_or_create(Course, **keys)
            operations.open_course(course, open_to, history.Unnamed(organisation_id, "a test"))
            db.session.commit()

    return open_to


@pytest.fixture
def reason_of(caplog):
    """Why an answer refuses, out of the log; the answer itself is a readable page."""

    def find(response):
        assert 400 <= response.status_code < 500, response.text
        assert re.search(r"<h1>\w.+</h1>", response.text)
        [line] = [record.getMessage() for record in caplog.records if record.name == "hoitomalli.launch"]
        return re.search(r"reason=(\w+)", line)[1]

    return find
