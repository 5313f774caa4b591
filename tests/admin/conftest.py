"""An admin with the pages open, one of another college, and pressing what a page shows."""

from __future__ import annotations

import pytest

from lti_tool import db
from lti_tool.demo.demo import connect, tool_link
from lti_tool.demo.lms import Lms
from lti_tool.people.models import Course
from tests.admin.checking import lines
from tests.conftest import TOOL, serve
from tests.visitor import Visitor


@pytest.fixture
def pirjo(visit, open_course):
    """The college's admin in an open course."""
    open_course()
    return visit("pirjo", language="en")


@pytest.fixture
def press():
    """Post a form of an admin page, and read the page it leads to."""

    def post(visitor, path, data=None, page="admin/"):
        answer = visitor.post_from(visitor.get(page), path, data or {})
        return visitor.request("GET", answer.location) if answer.status_code == 303 else answer

    return post


@pytest.fixture
def stranger(app, lms_key):
    """The admin of another college, of another Moodle."""
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)], lms_key)
    server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{server.server_port}"
    with app.app_context():
        other = connect(lms, "Toinen opisto")
        db.session.add(Course(organisation_id=other, issuer=lms.origin, context_id="2", open_to="teachers"))
        db.session.commit()
    visitor = Visitor(app, lms)
    visitor.open("pirjo", language="en")
    yield visitor
    server.shutdown()
    server.server_close()


@pytest.fixture
def try_to_open(app, lms):
    """What someone meets who opens the activity: 303 or a page that says why not."""

    def launch(username="maija"):
        visitor = Visitor(app, lms)
        form = lms.login_initiation(lms.users[username], lms.courses[2], language="en")
        begun = visitor.request("POST", "/lti/login", data=form, headers={"Accept-Language": "en"})
        if begun.status_code != 303:
            return begun
        asked = visitor.request("GET", begun.location, headers={"Accept-Language": "en"})
        return visitor.request("POST", "/lti/launch", data=visitor.answer(asked.location), headers={"Accept-Language": "en"})

    return launch


@pytest.fixture
def platform(app, pirjo, lms):
    """The lines of the LMS, which reads our keys from where we are really served."""
    server = serve(app)
    lms.tools[0].jwks_url = f"http://127.0.0.1:{server.server_port}/lti/jwks"
    yield lambda: lines(pirjo.get("admin/check/1"))
    server.shutdown()
    server.server_close()
