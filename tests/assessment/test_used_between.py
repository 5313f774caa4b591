"""A link that was open when it was looked at, and is not any more when the answers are kept."""

from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.assessment.answering import Given, answer_as_partner
from lti_tool.assessment.models import AssessmentLink
from lti_tool.assessment.queries import find_link
from lti_tool.errors import RuleBroken
from tests.assessment.conftest import KEYS

ANSWERS = {KEYS[0]: {"score": 4, "comment": ""}}


@pytest.fixture
def press(app, outsider, change):
    """press(**changes): the link is found open, then changed by another, then the answers are sent, or a step is kept."""

    def answer(is_sent=True, **changes):
        with app.test_request_context():
            link = find_link(outsider.path.rpartition("/")[2])
        assert link.state == "open"
        change(AssessmentLink, **changes)
        with app.test_request_context(method="POST"):
            answer_as_partner(link, Given(ANSWERS, ANSWERS, is_sent=is_sent))
            db.keep()

    return answer


@pytest.mark.parametrize(
    "changes",
    [{"used_at": db.now()}, {"is_revoked": True}, {"expires_at": db.now() - timedelta(seconds=1)}],
    ids=lambda changes: next(iter(changes)),
)
@pytest.mark.parametrize("is_sent", [True, False], ids=["sent", "a step"])
def test_answers_that_come_too_late_are_not_taken(maija, press, changes, is_sent):
    with pytest.raises(RuleBroken) as broken:
        press(is_sent, **changes)
    assert broken.value.field == "link"
    assert "Nobody has answered yet" in maija.get("assessments/1").text


def test_answers_to_an_open_link_are_taken(maija, press):
    press(language="sv")
    assert "partner's 1" in maija.get("assessments/1").text
