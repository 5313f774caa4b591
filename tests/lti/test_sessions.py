"""Launches side by side, of others, and at their end."""

from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.people.models import Launch
from tests.lti.conftest import Begun


def test_three_frames_of_one_page_launch_at_the_same_time(visitor, open_course):
    """All logins are begun before any is answered, and each frame keeps its own session."""
    open_course()
    begun = [Begun(visitor) for _ in range(3)]
    bases = [login.answer().location for login in reversed(begun)]
    assert len(set(bases)) == 3
    tokens = set()
    for visitor.base in bases:
        tokens.add(visitor.token())
    assert len(tokens) == 3
    for visitor.base in bases:
        assert visitor.add(f"Yritys {bases.index(visitor.base)}").status_code == 303


def test_the_form_of_one_frame_is_not_taken_by_another(visitor, open_course):
    open_course()
    first, second = (Begun(visitor).answer().location for _ in range(2))
    visitor.base = first
    token = visitor.token()
    page = visitor.request("POST", second + "partners/everyday/add", data={"csrf_token": token, "name": "Yritys"})
    assert page.status_code == 403


@pytest.mark.parametrize("path", ["", "tiers/everyday", "no/such/page"])
def test_a_launch_of_another_browser_is_refused(maija, other_visitor, path):
    page = other_visitor.request("GET", maija.base + path)
    assert page.status_code in (403, 404)
    assert "<h1>" in page.text
    assert "Koskela" not in page.text
    assert "frame-ancestors https:" in page.headers["Content-Security-Policy"]


def test_ones_own_launch_does_not_open_anothers(maija, olli):
    assert olli.request("GET", maija.base).status_code == 403


def test_the_cookie_of_one_launch_does_not_prove_another(maija, other_visitor):
    key = maija.base.split("/")[2]
    other_visitor.open()
    own = other_visitor.client.get_cookie("__Host-l_" + other_visitor.base.split("/")[2], "tool.test")
    other_visitor.client.set_cookie("__Host-l_" + key, own.value, domain="tool.test")
    assert other_visitor.request("GET", maija.base).status_code == 403


def test_a_launch_that_never_was_is_refused(visitor):
    assert visitor.request("GET", f"/l/{'x' * 22}/").status_code == 403


def test_an_expired_launch_shows_what_was_typed(maija, change):
    form = {"csrf_token": maija.token(), "name": "Kahvila <Kerttuli>", "description": "Oppimisjaksot keväällä"}
    change(Launch, expires_at=db.now() - timedelta(seconds=1))
    page = maija.request("POST", maija.base + "partners/everyday/add", data=form)
    assert page.status_code == 403
    assert "Kahvila &lt;Kerttuli&gt;" in page.text
    assert "Oppimisjaksot keväällä" in page.text
    assert form["csrf_token"] not in page.text


def test_an_expired_launch_opens_no_page(maija, change):
    change(Launch, expires_at=db.now() - timedelta(seconds=1))
    page = maija.get()
    assert page.status_code == 403
    assert "Everyday" not in page.text


def test_a_later_launch_clears_expired_ones_away(maija, visitor, change, rows, monkeypatch):
    monkeypatch.setattr("lti_tool.lti.launch.CLEANED_EVERY", 1)
    change(Launch, expires_at=db.now() - timedelta(seconds=1))
    visitor.open("olli")
    assert rows() == [2, 1, 1, 2]
