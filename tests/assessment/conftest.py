"""A test that has begun, its links, and a partner without login."""

import html
import re

import pytest

from lti_tool.assessment.statements import questionnaire

ASKED = questionnaire("fi").asked("periods")
KEYS = ASKED.keys


class Outsider:
    """Someone with a link and a browser, and nothing else."""

    def __init__(self, app, link):
        self.client = app.test_client()
        self.path = link.removeprefix("https://tool.test")

    def look(self, method="GET"):
        return self.client.open(self.path, method=method, base_url="https://tool.test")

    def send(self, **answers):
        return self.client.post(self.path, data=answers, base_url="https://tool.test")


@pytest.fixture
def begin(maija):
    """begin("Team") -> the id of a new test."""

    def begin(subject="Hotellitiimi", visitor=maija):
        answer = visitor.post("assessments/", {"subject": subject})
        assert answer.status_code == 303, answer.text
        return int(re.search(r"assessments/(\d+)", answer.location)[1])

    return begin


@pytest.fixture
def make_link(maija, begin):
    """make_link() -> the address for a partner, of a new or a given test."""

    def make(number=None, language="fi"):
        answer = maija.post(f"assessments/{number or begin()}/links", {"language": language})
        return html.unescape(re.search(r'id="new-link" value="([^"]+)"', answer.text)[1])

    return make


@pytest.fixture
def outsider(app, make_link):
    return Outsider(app, make_link())
