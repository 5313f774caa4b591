"""A window of its own: the press in the frame, the ticket, the launch that hangs on the first."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.lti.models import Deployment
from lti_tool.people.models import CLOSED, Course, Launch
from lti_tool.people.windows import WindowTicket
from tests.conftest import TOOL
from tests.lti.conftest import Begun
from tests.visitor import Visitor

_TICKET = re.compile(r'name="ticket" value="([^"]+)"')


def ticket_of(visitor, path="partners/?order=changed"):
    """The press of the button, as a script sends it from this page."""
    address = f"https://tool.test{visitor.base}{path}"
    form = {"csrf_token": visitor.token()}
    page = visitor.request("POST", visitor.base + "window", data=form, headers={"HX-Request": "true", "HX-Current-URL": address})
    assert page.status_code == 200
    return _TICKET.search(page.text)[1]


def open_window(visitor, ticket, origin=TOOL):
    """The first request of the new window, which has no cookie yet."""
    headers = {"Accept-Language": "en"} | ({"Origin": origin} if origin else {})
    return visitor.request("POST", "/window", data={"ticket": ticket}, headers=headers)


@pytest.fixture
def window(app, lms):
    """The new window: another jar of cookies, since the frame's are partitioned."""
    return Visitor(app, lms)


def test_the_window_shows_the_page_the_frame_was_at(maija, window):
    response = open_window(window, ticket_of(maija))
    assert response.status_code == 303
    assert response.location.endswith("/partners/?order=changed")
    assert response.location.split("/")[2] != maija.base.split("/")[2]
    page = window.request("GET", response.location)
    assert page.status_code == 200
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")
    assert 'action="/l/' in page.text
    assert "/window" not in page.text  # it is one already


def test_what_is_done_in_the_window_is_done_by_the_same_person(maija, window, launch_of, app):
    response = open_window(window, ticket_of(maija, ""))
    window.base = response.location
    assert window.add("Kahvila Ikkuna").status_code == 303
    assert "Kahvila Ikkuna" in window.get("tiers/everyday").text  # with the notice, kept in the window's own cookie
    child = launch_of(response)
    with app.app_context():
        parent = db.session.get_one(Launch, maija.base.split("/")[2])
        own = {"key", "parent_key", "frame_origins"}
        same = [column.name for column in Launch.__table__.columns if column.name not in own]
        assert [getattr(child, name) for name in same] == [getattr(parent, name) for name in same]


def test_its_cookie_is_sent_to_no_frame_of_another_site(maija, window):
    response = open_window(window, ticket_of(maija))
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert re.match(r"__Host-w_[\w-]{22}=", cookie)
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Partitioned" not in cookie
    said = window.request("POST", response.location.split("partners")[0] + "undo/1", data={})
    assert said.status_code == 403  # without its CSRF token


def test_the_ten_newest_windows_are_kept(maija, window):
    for _time in range(12):
        assert open_window(window, ticket_of(maija)).status_code == 303
    assert len([key for key in window.client._cookies if "w_" in key[2]]) == 10


def test_a_ticket_is_good_once(maija, window):
    ticket = ticket_of(maija)
    assert open_window(window, ticket).status_code == 303
    assert open_window(window, ticket).status_code == 403


@pytest.mark.parametrize(("seconds", "status"), [(59, 303), (61, 403)])
def test_a_ticket_is_good_for_a_minute(maija, window, monkeypatch, seconds, status):
    ticket = ticket_of(maija)
    later = db.now() + timedelta(seconds=seconds)
    monkeypatch.setattr("lti_tool.people.windows.db.now", lambda: later)
    assert open_window(window, ticket).status_code == status


@pytest.mark.parametrize("origin", [None, "null", "https://evil.test", "http://tool.test", TOOL + ".evil.test", TOOL + ":8443"])
def test_a_ticket_is_taken_from_our_own_pages_only(maija, window, origin):
    ticket = ticket_of(maija)
    refused = open_window(window, ticket, origin)
    assert refused.status_code == 403
    assert "could not be opened" in refused.text
    assert "Set-Cookie" not in refused.headers
    assert open_window(window, ticket).status_code == 303  # and it is not used up by others


@pytest.mark.parametrize("ticket", ["", "x", "x" * 43, "Ääkkönen"])
def test_a_made_up_ticket_opens_nothing(maija, window, ticket):
    ticket_of(maija)
    assert open_window(window, ticket).status_code == 403


def test_a_ticket_leads_nowhere_once_the_connection_is_off(maija, window, change):
    ticket = ticket_of(maija)
    change(Deployment, is_active=False)
    assert open_window(window, ticket).status_code == 403


def test_a_ticket_leads_nowhere_once_its_launch_is_over(maija, window, change):
    ticket = ticket_of(maija)
    change(Launch, expires_at=db.now() - timedelta(seconds=1))
    assert open_window(window, ticket).status_code == 403


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Deployment, {"is_active": False}),
        (Course, {"open_to": CLOSED}),
        (Launch, {"expires_at": db.now() - timedelta(seconds=1)}),
    ],
)
def test_a_window_ends_as_its_launch_does(maija, window, change, model, values):
    address = open_window(window, ticket_of(maija)).location
    assert window.request("GET", address).status_code == 200
    change(model, **values)
    assert window.request("GET", address).status_code == 403


def test_a_window_ends_with_its_parent(maija, window, app):
    address = open_window(window, ticket_of(maija)).location
    with app.app_context():
        parent = db.session.get_one(Launch, maija.base.split("/")[2])
        db.session.delete(parent)
        db.session.commit()
    assert window.request("GET", address).status_code == 403


def test_a_later_launch_with_less_right_ends_the_window(app, lms, window, open_course):
    open_course("everyone")
    visitor = Visitor(app, lms)
    teacher = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
    roles = "https://purl.imsglobal.org/spec/lti/claim/roles"
    visitor.base = Begun(visitor).answer({roles: [teacher + "Instructor"]}).location
    address = open_window(window, ticket_of(visitor)).location
    Begun(visitor).answer({roles: [teacher + "Learner"]})
    assert window.request("GET", address).status_code == 403


def test_the_press_needs_its_launch_and_its_token(maija, window):
    assert maija.request("POST", maija.base + "window", data={}).status_code == 403
    assert window.request("POST", maija.base + "window", data={"csrf_token": maija.token()}).status_code == 403


def test_a_closed_course_gives_no_ticket(maija, change, app):
    token = maija.token()
    change(Course, open_to=CLOSED)
    assert maija.request("POST", maija.base + "window", data={"csrf_token": token}).status_code == 403
    with app.app_context():
        assert db.session.scalar(select(WindowTicket)) is None


@pytest.mark.parametrize("address", ["https://evil.test/x", "//evil.test", "/l/other/partners/", "javascript:alert(1)", ""])
def test_a_window_leads_into_its_launch_only(maija, window, address):
    headers = {"HX-Request": "true", "HX-Current-URL": address}
    page = maija.request("POST", maija.base + "window", data={"csrf_token": maija.token(), "back": address}, headers=headers)
    response = open_window(window, _TICKET.search(page.text)[1])
    assert re.fullmatch(r"/l/[\w-]{22}/", response.location)


def test_without_a_script_the_form_is_a_page_in_the_frame(maija, window):
    back = maija.base + "methods/"
    page = maija.post("window", {"back": back})
    assert 'target="_blank"' in page.text
    assert f'href="{back}"' in page.text
    assert open_window(window, _TICKET.search(page.text)[1]).location.endswith("/methods/")


def test_a_token_is_kept_as_a_hash_and_in_no_address(maija, app):
    ticket = ticket_of(maija)
    with app.app_context():
        (kept,) = db.session.scalars(select(WindowTicket))
        assert ticket not in (kept.token_hash, kept.path)
        assert kept.path == "partners/?order=changed"
