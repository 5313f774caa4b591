"""A person with a browser: goes through a real launch and then reads and posts pages, as forms would."""

from __future__ import annotations

import html
import io
import re
import zipfile
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException

from tests.second_college import MARK

_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Visitor:
    """One browser; `base` is the address of the launch it was given last."""

    def __init__(self, app, lms):
        self.client = app.test_client()
        self.lms = lms
        self.base = ""

    def request(self, method, url, **kwargs):
        """A request to the tool at its public address; no answer shows anything of the second college."""
        path = urlsplit(url)
        kwargs.setdefault("query_string", path.query)
        response = self.client.open(path.path, method=method, base_url="https://tool.test", **kwargs)
        assert MARK.lower() not in shown_by(response).lower(), f"{method} {url} shows what is another college's"
        return response

    def begin(self, username="maija", course_id=2, language="fi"):
        """Login up to the platform's door: gives the authorisation request's address."""
        lms = self.lms
        form = lms.login_initiation(lms.users[username], lms.courses[course_id], language=language)
        bounced = self.request("POST", "/lti/login", data=form)
        assert bounced.status_code == 303, bounced.text
        return self.request("GET", bounced.location).location

    def answer(self, authorisation_url):
        """What the platform posts back: the fields of its form."""
        path = urlsplit(authorisation_url)
        page = self.lms.app.test_client().get(path.path, query_string=path.query)
        return {name: html.unescape(value) for name, value in _FIELD.findall(page.text)}

    def launch(self, fields):
        return self.request("POST", "/lti/launch", data=fields)

    def open(self, username="maija", course_id=2, language="fi"):
        """The whole launch."""
        response = self.launch(self.answer(self.begin(username, course_id, language)))
        assert response.status_code == 303, response.text
        self.base = response.location
        return response

    def get(self, path="", **kwargs):
        return self.request("GET", self.base + path, **kwargs)

    def token(self):
        """The CSRF token of this launch, out of a light page with a form: a notice is shown there, as on a page in between."""
        return re.search(r'name="csrf_token" value="([^"]+)"', self.get("calendar/").text)[1]

    def post(self, path, data=None, *, htmx=False, **kwargs):
        """Post as the page's form does; with `htmx` as the script does."""
        headers = {"HX-Request": "true", "HX-Current-URL": f"https://tool.test{self.base}tiers/everyday"} if htmx else {}
        form = {"csrf_token": self.token(), **(data or {})}
        assert self.is_known("POST", self.base + path), f"nothing takes a post at {path}"
        return self.request("POST", self.base + path, data=form, headers=headers, **kwargs)

    def is_known(self, method, url):
        """Whether a route takes it: a misspelt address in a test is refused too, and proves nothing."""
        application = getattr(self.client, "application", None)
        if application is None:  # the tool is another process
            return True
        try:
            return bool(application.url_map.bind("tool.test").match(urlsplit(url).path, method))
        except HTTPException:
            return False

    def add(self, name="Kahvila Kerttuli Ky", description="Oppimisjaksot", contact=None, tier="everyday", **data):
        """Add a partner; the form has oneself as contact person, until another or none (an empty text) is written there."""
        contact = {} if contact is None else {"contact": contact}
        return self.post(f"partners/{tier}/add", {"name": name, "description": description, **contact, **data})

    def post_from(self, page, path, data):
        """Post the form of this page."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        return self.request("POST", self.base + path, data={"csrf_token": token, **data})


def shown_by(response):
    """All texts of an answer: its headers, its page, or what is packed into a Word file."""
    body = response.data
    if zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(map(packed.read, packed.namelist()))
    return f"{response.headers}{body.decode(errors='replace')}"
