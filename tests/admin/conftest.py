"""An admin with the pages open, one of another college, and pressing what a page shows."""

from __future__ import annotations

import pytest

from lti_tool import db
from lti_tool.demo.demo import connect, tool_link
from lti_tool.demo.lms import Lms
from lti_tool.lti.models import Deployment
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
def second_moodle(app, lms_key, organisation_id):
    """Another Moodle of the same college: whoever came from it stays when the first one is switched off."""
    lms = Lms("http://127.0.0.1", [tool_link(TOOL)], lms_key)
    server = serve(lms.app)
    lms.origin = f"http://127.0.0.1:{server.server_port}"
    with app.app_context():
        connect(lms)
        db.session.add(Course(organisation_id=organisation_id, issuer=lms.origin, context_id="2", open_to="teachers"))
        db.session.commit()
    yield lms
    server.shutdown()
    server.server_close()


@pytest.fixture
def pirjo_of_second(app, second_moodle):
    """The admin, come from the second Moodle."""
    visitor = Visitor(app, second_moodle)
    visitor.open("pirjo", language="en")
    return visitor


@pytest.fixture
def press():
    """Post a form of an admin page, and read the page it leads to."""

    def post(visitor, path, data=None, page="admin/"):
        answer = visitor.post_from(visitor.get(page), path, data or {})
        return visitor.request("GET", answer.location) if answer.status_code == 303 else answer

    return post


@pytest.fixture
def stranger(other_college):
    """The admin of another college, of another Moodle."""
    return other_college("pirjo")


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
def platform(app, pirjo, lms, change):
    """The lines of the LMS, which reads our keys from where we are really served, and whose launches bring names."""
    change(Deployment, name_given_at=db.now(), name_missing_at=None, email_given_at=db.now(), email_missing_at=None)
    server = serve(app)
    lms.tools[0].jwks_url = f"http://127.0.0.1:{server.server_port}/lti/jwks"
    yield lambda: lines(pirjo.get("admin/check/1"))
    server.shutdown()
    server.server_close()
