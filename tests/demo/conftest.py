"""A demo LMS with one tool, and the recordings of a real Moodle to hold it against."""

import html
import json
import re
from pathlib import Path

import pytest

from lti_tool.demo.lms import Lms, ToolLink, new_key

RECORDINGS = Path(__file__).parent.parent / "moodle"
TOOL = "https://tool.test/lti/"


@pytest.fixture(scope="session")
def lms_key():
    """One key for all tests: making one is slow."""
    return new_key()


@pytest.fixture
def lms(lms_key):
    return Lms("https://lms.test:4443", [ToolLink("demo", "1", TOOL + "login", TOOL + "launch", TOOL + "jwks")], lms_key)


@pytest.fixture
def client(lms):
    return lms.app.test_client()


@pytest.fixture
def recorded():
    """Reads a recording by its file name."""
    return lambda name: json.loads((RECORDINGS / name).read_text())


@pytest.fixture
def shape():
    """Gives the keys and types of a JSON value, all the way down."""
    return _shape


def _shape(value):
    if isinstance(value, dict):
        return {key: _shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shape(inner) for inner in value]
    return type(value).__name__


@pytest.fixture
def asked(recorded):
    """The registration that a real Moodle took."""
    return recorded("registration_request.json")


@pytest.fixture
def register(lms, client, asked):
    """Posts a registration; each call gets a token of its own unless it brings one."""

    def post(body=asked, token=None):
        headers = {"Authorization": f"Bearer {token or lms.registration_token()}"}
        return client.post("/mod/lti/openid-registration.php", json=body, headers=headers)

    return post


@pytest.fixture
def pending():
    """A tool that waits for its activation."""
    addresses = [f"https://r.test/{page}" for page in ("login", "launch", "jwks")]
    return ToolLink("reg", "2", *addresses, name="Odottava", is_active=False)


@pytest.fixture
def form_of():
    """Gives the address and the fields of the form in a page."""
    return _form_of


def _form_of(answer):
    action = re.search(r'action="([^"]*)"', answer.text)[1]
    fields = re.findall(r'name="([^"]*)" value="([^"]*)"', answer.text)
    return html.unescape(action), {name: html.unescape(value) for name, value in fields}
