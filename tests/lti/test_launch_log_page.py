"""What the admin sees of refused launches."""

import html
import re
from datetime import timedelta

import pytest
from flask_babel import force_locale

from lti_tool import db
from lti_tool.lti.models import Deployment, RefusedLaunch
from lti_tool.lti.refusals import ADMIN_STEPS, REASONS
from tests.lti.refusing import Refusing
from tests.visitor import Visitor


@pytest.fixture
def refused(app, begun, change):
    return Refusing(app, begun, change)


def test_a_removed_connection_is_brought_back_not_switched_on(app):
    with app.test_request_context(), force_locale("en"):
        assert "brought back" in str(ADMIN_STEPS["inactive"])


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_admin_reads_reason_and_next_step_in_words(app, visit, open_course, language, refused):
    refused.launch("wrong_audience")
    refused.launch("inactive")
    with app.app_context():
        db.session.execute(Deployment.__table__.update().values(is_active=True))
        db.session.commit()
    page = re.sub(r"\s*(</?td>)\s*", r"\1", html.unescape(visit("pirjo", language=language).get("admin/launches").text))
    for line in refused.log():
        with app.test_request_context(), force_locale(language):
            title = str(REASONS[line.reason][1])
            step = str(ADMIN_STEPS[line.reason])
        assert f"<td>{title}</td><td>{step}</td>" in page
        assert f"<code>{line.reference}</code>" in page
    assert re.search(r'<div class="also">[^<]*3</div>', page)
    assert "Koskela" not in page
    with app.test_request_context(), force_locale("en"):
        assert (f"<td>{REASONS['wrong_audience'][1]}</td>" in page) == (language == "en")


def test_another_colleges_admin_does_not_see_it(app, other_lms, refused):
    refused.launch("wrong_audience")
    stranger = Visitor(app, other_lms)
    stranger.open("pirjo", language="en")
    page = stranger.get("admin/launches")
    assert page.status_code == 200
    assert refused.log()[0].reference not in page.text
    assert "None: every launch was let in." in page.text


def test_after_thirty_days_a_line_is_not_shown(visit, change, refused):
    refused.launch("wrong_audience")
    old = refused.log()[0].reference
    pirjo = visit("pirjo")
    change(RefusedLaunch, refused_at=db.now() - timedelta(days=29, hours=23))
    assert old in pirjo.get("admin/launches").text
    change(RefusedLaunch, refused_at=db.now() - timedelta(days=30, minutes=1))
    assert old not in pirjo.get("admin/launches").text
