"""The launch as it should be: login, bounce, launch, course, page."""

import socket

import pytest

from lti_tool.demo.platform import LTI
from tests.conftest import TOOL
from tests.lti.conftest import Begun


def test_a_teacher_comes_from_the_lms_to_the_overview(maija):
    page = maija.get()
    assert page.status_code == 200
    assert "Everyday" in page.text


def test_a_launch_leaves_person_and_course(begun, launch_of, open_course):
    open_course()
    launch = launch_of(begun.answer())
    assert (launch.person.name, launch.person.email) == ("Maija Koskela", "maija@keskuspuisto.example")
    assert (launch.person.issuer, launch.person.subject) == (begun.lms.origin, "3")
    assert (launch.course.context_id, launch.course.title) == ("2", "Henkilöstö: kumppanuudet")


def test_of_who_is_not_let_in_no_name_is_kept(begun, launch_of):
    person = launch_of(begun.answer()).person
    assert (person.name, person.email, person.search_text) == ("", "", "")


def test_the_same_person_and_course_are_found_again(visitor, launch_of, rows):
    first, second = (launch_of(Begun(visitor).answer()) for _ in range(2))
    assert (first.person_id, first.course_id) == (second.person_id, second.course_id)
    assert first.key != second.key
    assert rows() == [1, 1, 2, 2]


def test_a_link_to_an_inner_page_leads_there(open_course, begun):
    open_course()
    response = begun.answer({LTI + "target_link_uri": TOOL + "/tiers/everyday"})
    assert response.location.endswith("/tiers/everyday")
    assert begun.visitor.request("GET", response.location).status_code == 200


@pytest.mark.parametrize(
    "path", ["", "/", "/lti/launch", "/lti/login", "/no/such/page", "//evil.example/", "/course/open", "/../lti/jwks", "/\\evil"]
)
def test_any_other_link_leads_to_the_overview(begun, launch_of, path):
    response = begun.answer({LTI + "target_link_uri": TOOL + path})
    assert response.location == f"/l/{launch_of(response).key}/"


def test_a_closed_course_shows_nothing_of_the_model(visit):
    page = visit("maija", language="en").get()
    assert page.status_code == 403
    assert "Everyday" not in page.text


def test_only_the_platform_may_frame_a_page(maija):
    assert f"frame-ancestors {maija.lms.origin}" in maija.get().headers["Content-Security-Policy"]


def test_a_launch_with_known_keys_asks_nobody(visitor, monkeypatch):
    visitor.open()
    begun = Begun(visitor)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("an outgoing call"))
    assert begun.answer().status_code == 303


def test_our_keys_are_published_without_their_private_half(app):
    answer = app.test_client().get("/lti/jwks")
    assert answer.mimetype == "application/json"
    [key] = answer.json["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}


def test_a_launch_address_opened_by_hand_is_a_readable_page(visitor):
    page = visitor.request("GET", "/lti/launch")
    assert page.status_code == 405
    assert "<h1>" in page.text
