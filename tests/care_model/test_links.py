"""Links to keep and to send: they lead into a launch of the college that this window has, and say nothing to others."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from lti_tool import db
from lti_tool.lti.models import Registration
from lti_tool.people.models import CLOSED, Course, Launch, Organisation, Person
from tests.people.test_windows import open_window, ticket_of
from tests.visitor import Visitor

_COPIED = re.compile(r'data-copy="https://tool\.test(/to/[^"]+)"')


@pytest.fixture
def window(app, lms, maija):
    """A window of maija's own."""
    window = Visitor(app, lms)
    window.base = open_window(window, ticket_of(maija, "")).location
    return window


@pytest.fixture
def partner(maija):
    maija.add("Salainen Leipomo Oy")
    return maija


def link_on(visitor, path):
    return _COPIED.search(visitor.get(path).text)[1]


@pytest.mark.parametrize("path", ["partners/1", "tiers/development", "partners/", "methods/company-visit", "methods/own/1"])
def test_a_copied_link_leads_back_to_its_page(partner, window, path):
    partner.post("methods/own/new", {"tier": "everyday", "title": "Oma keino", "text": "Näin"})
    link = link_on(partner, path)
    assert re.match(r"/to/[a-z_]+/[\w-]+\?course=[\w.-]+$", link)
    answer = window.request("GET", link)
    assert answer.status_code == 303
    assert answer.location.rstrip("/") == (window.base + path).rstrip("/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert window.request("GET", answer.location).status_code == 200


def test_a_link_to_a_list_keeps_how_it_is_shown_and_holds_no_name(partner, window):
    link = link_on(partner, "partners/?contact=koskela&order=changed-reversed&lacks=description").replace("&amp;", "&")
    assert "oskela" not in link
    answer = window.request("GET", link)
    query = parse_qs(urlsplit(answer.location).query)
    assert query == {"contact": ["Maija Koskela"], "order": ["changed-reversed"], "lacks": ["description"]}


@pytest.mark.parametrize("query", ["q=leipomo", "contact=Matkailutiimi", "mine=1"])
def test_a_list_that_a_link_could_not_show_has_none(partner, query):
    partner.add("Kahvila", contact="Matkailutiimi")
    assert not _COPIED.search(partner.get(f"partners/?{query}").text)


def test_a_link_names_no_colleague_of_another_college(partner, window, app):
    with app.app_context(), db.own_transaction(writing=True) as short:
        other = Organisation(name="Toinen opisto")
        short.add(other)
        short.flush()
        stranger = Person(organisation_id=other.id, issuer="https://x.example", subject="9", name="Vieras Vieno", is_staff=True)
        short.add(stranger)
        short.flush()
        number = stranger.id
    link = link_on(partner, "partners/")
    assert window.request("GET", f"{link}&who={number}").location.endswith("partners/")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_without_a_window_it_leads_to_the_course_and_says_nothing(partner, app, lms, change, language):
    change(Registration, product="moodle 4.2")
    stranger = Visitor(app, lms)
    page = stranger.request("GET", link_on(partner, "partners/1"), headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'href="{lms.origin}/course/view.php?id=2"' in page.text
    assert "Leipomo" not in page.text
    assert "Koskela" not in page.text
    assert f'lang="{language}"' in page.text
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_a_thing_that_is_not_there_looks_the_same_from_outside(partner, app, lms):
    stranger = Visitor(app, lms)
    link = link_on(partner, "partners/1")
    there, not_there = (stranger.request("GET", address).text for address in (link, link.replace("/1?", "/999999?")))
    assert there == not_there.replace("/999999?", "/1?")


@pytest.mark.parametrize("number", ["1", "2", "MQ", "MQ.x"])
def test_courses_cannot_be_counted_through(partner, app, lms, change, number):
    change(Course, address="https://portal.example/kumppanit")
    page = Visitor(app, lms).request("GET", f"/to/tier/everyday?course={number}")
    assert page.status_code == 200
    assert "portal.example" not in page.text


def test_where_two_people_use_a_browser_nobody_gets_into_the_others_window(partner, window, visit):
    """A window that the one has left open is not the other's."""
    link = link_on(partner, "partners/1")
    olli = visit("olli", language="en")
    assert window.request("GET", link).status_code == 303
    open_window(window, ticket_of(olli, ""))
    assert window.request("GET", link).status_code == 200


def test_what_an_admin_has_given_comes_first(partner, app, lms, change):
    change(Registration, product="moodle 4.2")
    change(Course, address="https://portal.example/kumppanit")
    page = Visitor(app, lms).request("GET", link_on(partner, "partners/1"))
    assert 'href="https://portal.example/kumppanit"' in page.text
    assert "view.php" not in page.text


def test_of_a_platform_that_is_not_known_no_address_is_made_up(partner, app, lms, change):
    change(Registration, product="canvas")
    page = Visitor(app, lms).request("GET", link_on(partner, "partners/1"))
    assert page.status_code == 200
    assert "<a class" not in page.text.partition("<main")[2]


def test_a_platform_that_was_connected_by_hand_says_at_a_launch_what_it_is(partner, app, lms):
    with app.app_context():
        assert db.session.query(Registration).filter(Registration.id > 0).one().product.startswith("moodle")


@pytest.mark.parametrize(
    "link", ["/to/partner/1", "/to/partner/1?course=x", "/to/partner/1?course=999999", f"/to/tier/x?course={9**20}"]
)
def test_a_link_without_its_course_leads_nowhere(window, link):
    page = window.request("GET", link)
    assert page.status_code == 200
    assert "<a class" not in page.text.partition("<main")[2]


@pytest.mark.parametrize("link", ["/to/check/x", "/to/page/introduction", "/to/partner", "/to/partner/1/edit", "/to/nothing/1"])
def test_only_what_can_be_copied_is_led_to(window, partner, link):
    course = link_on(partner, "partners/1").partition("?")[2]
    assert window.request("GET", f"{link}?{course}").status_code == 404


@pytest.mark.parametrize("name", ["abc", "-1", "999999", "..", "1%0d%0aX: y", "%00"])
def test_a_made_up_name_leads_out_of_nothing(window, partner, name):
    course = link_on(partner, "partners/1").partition("?")[2]
    answer = window.request("GET", f"/to/partner/{name}?{course}")
    if answer.status_code == 303:
        assert answer.location.startswith(window.base + "partners/")
        assert window.request("GET", answer.location).status_code == 404
    else:
        assert answer.status_code == 404


def test_a_window_of_another_college_leads_nowhere(partner, other_college):
    stranger = other_college("maija")
    page = stranger.request("GET", link_on(partner, "partners/1"))
    assert page.status_code == 200
    assert "location" not in page.headers


@pytest.mark.parametrize(("model", "values"), [(Course, {"open_to": CLOSED}), (Launch, {"expires_at": db.now()})])
def test_a_window_whose_launch_is_over_leads_nowhere(window, partner, change, model, values):
    link = link_on(partner, "partners/1")
    change(model, **values)
    assert window.request("GET", link).status_code == 200


def test_a_forged_cookie_leads_nowhere(window, partner, app, lms):
    stranger = Visitor(app, lms)
    stranger.client.set_cookie("__Host-w_" + window.base.split("/")[2], "W10.forged", domain="tool.test")
    assert stranger.request("GET", link_on(partner, "partners/1")).status_code == 200
