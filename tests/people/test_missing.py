"""What is not there says so in the launch's language, and has a way back."""

from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.people.models import Launch

WORDS = {"fi": "Tässä osoitteessa ei ole mitään", "sv": "Det finns inget på den här adressen", "en": "There is nothing"}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("path", ["no/such/page", "partners/999", "tiers/unknown", "partners/rows/x"])
def test_a_missing_page_of_a_launch_leads_to_its_overview(visit, open_course, path, language):
    open_course()
    visitor = visit("maija", language=language)
    page = visitor.get(path, headers={"Accept-Language": "de"})
    assert page.status_code == 404
    assert f'lang="{language}"' in page.text
    assert f'href="{visitor.base}"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_page_that_takes_no_such_request_leads_back_too(maija):
    page = maija.get("partners/rows/1/archive")
    assert page.status_code == 405
    assert f'href="{maija.base}"' in page.text


@pytest.mark.parametrize("path", ["nothing", "l/x/partners/", f"l/{'x' * 22}/nothing"])
def test_outside_of_a_launch_there_is_nothing_to_go_back_to(maija, path):
    page = maija.request("GET", f"/{path}")
    assert page.status_code in (403, 404)
    assert "<a class" not in page.text.partition("<main")[2]


def test_anothers_launch_is_no_way_back(maija, olli):
    page = olli.request("GET", maija.base + "no/such/page")
    assert page.status_code == 404
    assert maija.base not in page.text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_launch_that_is_over_leads_to_its_course_in_its_language(visit, open_course, lms, change, method):
    open_course()
    visitor = visit("maija", language="sv")
    change(Launch, expires_at=db.now() - timedelta(seconds=1))
    path = "tiers/everyday" if method == "GET" else "partners/everyday/add"
    page = visitor.request(method, visitor.base + path, headers={"Accept-Language": "en"})
    assert page.status_code == 403
    assert 'lang="sv"' in page.text
    assert f'href="{lms.origin}/course/view.php?id=2" target="_top"' in page.text


def test_of_a_launch_that_is_over_others_learn_nothing(maija, other_college, lms, change):
    stranger = other_college("maija")
    change(Launch, expires_at=db.now() - timedelta(seconds=1))
    page = stranger.request("GET", maija.base)
    assert page.status_code == 403
    assert "view.php" not in page.text
