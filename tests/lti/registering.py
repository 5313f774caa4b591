"""An administrator whose LMS has opened our registration link in a frame."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from flask import jsonify
from sqlalchemy import select

from lti_tool import db
from lti_tool.demo.platform_configuration import platform_configuration
from lti_tool.lti.invites import make_invite
from lti_tool.lti.models import Deployment, Invite, Platform, Registration
from lti_tool.people.models import Organisation
from lti_tool.people.operations import get_or_create_organisation

COLLEGE = "Keskuspuiston ammattiopisto"
OTHER_COLLEGE = "Rannikon ammattiopisto"
WRITTEN = (Organisation, Platform, Registration, Deployment, Invite)


class Registering:
    """One invite of a college, and what the LMS passes on with it."""

    def __init__(self, app, lms, college=COLLEGE):
        self.app = app
        self.lms = lms
        self.invite(college)

    @property
    def address(self):
        return self.lms.origin + "/mod/lti/openid-configuration.php"

    def invite(self, college=COLLEGE):
        """Go on with a new link of this college."""
        with self.app.app_context():
            self.link = make_invite(get_or_create_organisation(college).id)
            db.session.commit()

    def show(self, **query):
        """What the frame shows; without arguments as the LMS opens it."""
        query = query or {"openid_configuration": self.address, "registration_token": self.lms.registration_token()}
        return self._request("GET", query_string=query)

    def press(self, address=None, token=None):
        """Press the page's button; the form is checked by `register`."""
        address = self.address if address is None else address
        token = self.lms.registration_token() if token is None else token
        return self._request("POST", data={"openid_configuration": address, "registration_token": token})

    def register(self, tool=None):
        """The good way: look at the page and post the form it has."""
        token = self.lms.registration_token(tool)
        page = self.show(openid_configuration=self.address, registration_token=token)
        assert page.status_code == 200, page.text
        form = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
        done = self._request("POST", data={name: html.unescape(value) for name, value in form})
        assert done.status_code == 200, done.text
        return done

    def _request(self, method, **kwargs):
        path = urlsplit(self.link).path
        kwargs.setdefault("headers", {"Accept-Language": "en"})
        return self.app.test_client().open(path, method=method, base_url="https://tool.test", **kwargs)

    def configure(self, changes=None, without=()):
        """Let the LMS describe itself with changes, and with some names left out."""
        values = platform_configuration(self.lms) | (changes or {})
        values = {name: value for name, value in values.items() if name not in without}
        self.lms.app.view_functions["registration.show_configuration"] = lambda: jsonify(values)

    def answer(self, body, status=200):
        """Let the LMS answer a registration with this."""
        self.lms.app.view_functions["registration.register"] = lambda: (jsonify(body), status)

    def rows(self, *models):
        """All values of these tables (not the second college's), or of all that a registration writes but the answer that is kept for another try."""
        with self.app.app_context(), db.own_transaction(writing=False) as short:
            tables = [model.__table__ for model in models or WRITTEN]
            asked = [[c for c in table.c if models or c.name not in ("answer", "answered_for")] for table in tables]
            return [short.execute(select(*columns).where(columns[0] > 0).order_by(columns[0])).all() for columns in asked]


@pytest.fixture
def registering(app, lms):
    """An LMS without tools whose administrator has a registration link."""
    lms.tools.clear()
    return Registering(app, lms)


@pytest.fixture
def not_registered(registering, caplog):
    """Checks that an act registers nothing: a page without any control, its code in the log, the invite as it was."""

    def check(reason, act, *args, **kwargs):
        caplog.clear()
        before = registering.rows()
        response = act(*args, **kwargs)
        assert response.status_code in (400, 404, 409, 410, 502), response.text
        assert re.search(r"<h1>\w.+</h1>\s*<p class=\"lead\">\s*\w[^<]+<", response.text)
        reference = re.search(r"<strong>([0-9A-F]{8})</strong>", response.text)[1]
        [line] = [record.getMessage() for record in caplog.records if record.name == "hoitomalli.registration"]
        assert f"{reference} reason={reason} " in line
        assert "frame-ancestors https:" in response.headers["Content-Security-Policy"].split("; ")
        assert not re.search(r"<(form|button|input|a) ", response.text.partition("<main")[2].partition("</main>")[0])
        assert not response.headers.getlist("Set-Cookie")
        assert registering.rows() == before
        return response

    return check
