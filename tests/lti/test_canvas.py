"""Canvas: registered by one link, launched, removed; and its two hosts, which are known to be one platform's."""

import pytest

from lti_tool import db
from lti_tool.lti import known_platforms
from lti_tool.lti.known_platforms import FAMILIES, Family, family_at
from lti_tool.lti.models import Deployment, Invite, Platform, Registration
from lti_tool.people.models import Course
from tests.conftest import serve
from tests.lti.canvas import CONFIGURATION, TOOL
from tests.visitor import Visitor

CANVAS = "https://canvas.instructure.com/lti/"


def test_one_press_registers(canvas, canvas_registering):
    page = canvas_registering.show()
    assert "canvas OpenSource" in page.text
    done = canvas_registering.press()
    assert done.status_code == 200, done.text
    assert "go through what Canvas shows" in done.text
    [[platform], [registration], [deployment], [invite]] = canvas_registering.rows(Platform, Registration, Deployment, Invite)
    assert (platform.issuer, registration.client_id) == (canvas.origin, canvas.client_id)
    assert deployment.deployment_id == canvas.deployment_id
    assert (invite.answer, invite.answered_for) == (None, "")
    assert canvas.calls["registration"] == 1


def test_it_asks_for_places_and_names_and_for_no_grades(canvas, canvas_registering):
    canvas_registering.press()
    [asked] = canvas.asked
    [message] = asked[TOOL]["messages"]
    assert message == {
        "type": "LtiResourceLinkRequest",
        "placements": [CANVAS + "course_navigation", CANVAS + "link_selection"],
        CANVAS + "course_navigation/default_enabled": False,  # else in the menu of every course of the college
    }
    assert asked["scope"] == "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly"
    assert {"name", "email"} < set(asked[TOOL]["claims"])  # so Canvas shares both


def test_its_description_is_told_to_who_has_the_token(canvas, canvas_registering):
    """Newer ones have it in the address, older ones want it in a header."""
    bare = canvas.origin + CONFIGURATION
    assert canvas_registering.press(address=bare).status_code == 200
    canvas_registering.invite()
    assert canvas_registering.press(address=bare, token="made up").status_code == 502


@pytest.mark.parametrize(("user", "status"), [("admin", 200), ("teacher", 200), ("student", 403)])
def test_it_is_launched_with_its_recorded_claims(app, canvas, canvas_registering, change, launch_of, user, status):
    canvas_registering.press()
    response = Visitor(app, canvas).open("admin")
    assert launch_of(response).is_admin
    change(Course, open_to="teachers")
    visitor = Visitor(app, canvas)
    visitor.open(user)
    assert visitor.get().status_code == status


def test_it_is_removed_by_the_tools_admin_and_comes_back_by_a_new_link(app, canvas, canvas_registering, visit, open_course):
    open_course()
    pirjo = visit("pirjo", language="en")  # of the college's Moodle: the last connection stays
    canvas_registering.press()
    Visitor(app, canvas).open("admin")
    page = pirjo.get("admin/deployments/2/remove")
    assert pirjo.post_from(page, "admin/deployments/2/remove", {}).status_code == 303
    refused = Visitor(app, canvas)
    form = canvas.login_initiation("admin_account", "course")
    bounced = refused.request("GET", refused.request("POST", "/lti/login", data=form).location)
    assert refused.launch(refused.answer(bounced.location)).status_code == 403
    canvas_registering.invite()
    canvas_registering.begin_again()
    assert canvas_registering.press().status_code == 200
    Visitor(app, canvas).open("admin")


HOSTED = FAMILIES[0]
ENDPOINTS = {
    "auth_login_url": "https://sso.canvaslms.com/api/lti/authorize_redirect",
    "auth_token_url": "https://sso.canvaslms.com/login/oauth2/token",
    "key_set_url": "https://sso.canvaslms.com/api/lti/security/jwks",
    "registration_endpoint": "https://college.instructure.com/api/lti/registrations",
}


def test_the_hosted_canvases_are_known_by_their_own_path_only():
    for stage in ("", "beta.", "test."):
        for host in (f"canvas.{stage}instructure.com", f"sso.{stage}canvaslms.com"):
            assert family_at(f"https://{host}{CONFIGURATION}?registration_token=x")
    for address in (
        "https://canvas.instructure.com/files/1/openid-configuration",
        f"https://canvas.instructure.com{CONFIGURATION}/x",
        f"https://canvas.instructure.com/x/..{CONFIGURATION}",
        f"https://canvas.instructure.com/%2e{CONFIGURATION}",
        f"http://canvas.instructure.com{CONFIGURATION}",
        f"https://canvas.instructure.com:8443{CONFIGURATION}",
        f"https://canvas.instructure.com.evil.test{CONFIGURATION}",
        f"https://x@canvas.instructure.com{CONFIGURATION}",
        f"https://college.instructure.com{CONFIGURATION}",
        f"https://evil.test{CONFIGURATION}",
        "",
    ):
        assert not family_at(address), address


def test_what_a_family_says_of_itself_stays_in_it():
    assert HOSTED.is_one("https://canvas.instructure.com", ENDPOINTS)
    for issuer in (
        "https://canvas.beta.instructure.com",
        "https://college.instructure.com",
        "https://canvas.instructure.com/x",
        "",
    ):
        assert not HOSTED.is_one(issuer, ENDPOINTS), issuer
    for name in ENDPOINTS:
        for address in (
            "https://evil.test/api/lti/x",
            "http://sso.canvaslms.com/api/lti/registrations",
            "https://x@sso.canvaslms.com/api/lti/registrations",
            "https://sso.canvaslms.com.evil.test/x",
            "javascript:1",
            "",
        ):
            assert not HOSTED.is_one("https://canvas.instructure.com", {**ENDPOINTS, name: address}), (name, address)


@pytest.fixture
def hosted(canvas, monkeypatch):
    """The same Canvas with its logins on another host, and known as a family."""
    server = serve(canvas.app)
    canvas.sso = f"http://127.0.0.1:{server.server_port}"
    family = Family((canvas.origin, canvas.sso), CONFIGURATION, "/api/lti/registrations")
    monkeypatch.setattr(known_platforms, "FAMILIES", (family,))
    yield canvas
    server.shutdown()
    server.server_close()


def test_a_known_family_on_two_hosts_is_registered_and_launched(app, hosted, canvas_registering):
    page = canvas_registering.show()
    frames = page.headers["Content-Security-Policy"].partition("frame-ancestors ")[2].split()
    assert {hosted.origin, hosted.sso} <= set(frames)
    assert canvas_registering.press().status_code == 200
    Visitor(app, hosted).open("admin")


def test_an_unknown_platform_on_two_hosts_is_not(hosted, canvas_registering, not_registered, monkeypatch):
    monkeypatch.setattr(known_platforms, "FAMILIES", ())
    not_registered("foreign_origin", canvas_registering.press)
    assert hosted.calls["registration"] == 0


def test_the_college_s_own_host_may_show_the_page_of_the_link(hosted, canvas_registering):
    """Hosted Canvas describes itself at canvas.instructure.com and frames the page at the college's address."""
    hosted.account = "https://college.instructure.example"
    policy = canvas_registering.show().headers["Content-Security-Policy"]
    assert "https://college.instructure.example" in policy.partition("frame-ancestors ")[2].split()


def test_nothing_of_a_token_stands_in_the_database(app, canvas, canvas_registering):
    canvas.tells_deployment = False
    canvas_registering.press()
    with app.app_context(), db.own_transaction(writing=False) as short:
        [invite] = short.query(Invite).all()
        assert canvas_registering.token not in f"{invite.answer} {invite.answered_for}"
