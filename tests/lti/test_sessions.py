"""Launches side by side, of others, and at their end."""

from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.demo.platform import LTI
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


TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
STUDENT = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
ADMIN = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator"


def base_of(visitor, *roles, course_id=2):
    """Where a launch in this role leads."""
    return Begun(visitor, course_id=course_id).answer({LTI + "roles": list(roles)}).location


@pytest.mark.parametrize(("before", "later"), [([ADMIN], [TEACHER]), ([TEACHER], [STUDENT]), ([STUDENT], []), ([ADMIN], [])])
def test_a_later_launch_with_less_right_ends_the_earlier_ones_of_the_course(visitor, other_visitor, open_course, before, later):
    for course in (2, 3):
        open_course("everyone", course)
    here = base_of(visitor, *before)
    elsewhere = base_of(visitor, *before, course_id=3)
    on_the_phone = base_of(other_visitor, *before)
    base_of(visitor, *later)
    assert visitor.request("GET", here).status_code == 403
    assert other_visitor.request("GET", on_the_phone).status_code == 403
    assert visitor.request("GET", elsewhere).status_code == 200


@pytest.mark.parametrize(("before", "later"), [([STUDENT], [TEACHER]), ([TEACHER], [ADMIN]), ([TEACHER], [TEACHER])])
def test_a_later_launch_with_as_much_right_ends_none(visitor, open_course, before, later):
    open_course("everyone")
    here = base_of(visitor, *before)
    base_of(visitor, *later)
    assert visitor.request("GET", here).status_code == 200


def test_a_later_launch_of_somebody_else_ends_none(visitor, maija, olli, open_course):
    open_course("everyone")
    base_of(visitor, STUDENT)  # maija's
    assert olli.get().status_code == 200
    assert maija.get().status_code == 403


def test_a_cookie_of_another_installation_opens_nothing(maija, other_visitor):
    """The same name, signed with another secret, and what the signature covers changed."""
    name = "__Host-l_" + maija.base.split("/")[2]
    own = maija.client.get_cookie(name, "tool.test").value
    forged = [own[:-2], own + "x", "W10", "W10.", "", "W10." + "A" * 27, "WzFd" + own[3:]]
    for value in forged:
        other_visitor.client.set_cookie(name, value, domain="tool.test")
        assert other_visitor.request("GET", maija.base).status_code == 403
