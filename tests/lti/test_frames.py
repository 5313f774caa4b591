"""Who may frame a launch's pages: the sites that the verified token names, and those an admin has listed."""

import json
from pathlib import Path

import pytest

from lti_tool.lti.models import Deployment, Platform, Registration
from lti_tool.origins import origin
from tests.lti.conftest import Begun
from tests.visitor import Visitor

LTI = "https://purl.imsglobal.org/spec/lti/claim/"
PLATFORMS = Path(__file__).parent.parent / "platforms"
LOGIN = "https://login.college.example/auth"
WANTED = {
    "canvas_teacher_account": "https://canvas.college.example",
    "blackboard_item": "https://learn.blackboard.com",
    "brightspace": "https://online.pcc.example",
    "moodle_43": "",
}


@pytest.fixture
def framed_by(app, lms, organisation_id, change):
    """Who may frame the page that a launch with these claims leads to, of a platform whose login is on https."""

    def launch(claims, issuer=lms.origin):
        begun = Begun(Visitor(app, lms))
        change(Platform, issuer=issuer)
        change(Registration, auth_login_url=LOGIN)
        response = begun.answer(claims | {"iss": issuer})
        assert response.status_code == 303, response.text
        policy = begun.visitor.request("GET", response.location).headers["Content-Security-Policy"]
        return policy.partition("frame-ancestors ")[2].split()

    return launch


def presentation(return_url):
    return {LTI + "launch_presentation": {"return_url": return_url}, LTI + "tool_platform": {}}


@pytest.mark.parametrize("platform", WANTED)
def test_the_host_that_a_recorded_platform_shows_courses_on(framed_by, platform):
    recorded = json.loads((PLATFORMS / f"{platform}.json").read_text())
    claims = {name: recorded.get(name) for name in (LTI + "launch_presentation", LTI + "tool_platform")}
    assert framed_by(claims) == list(filter(None, ["https://login.college.example", WANTED[platform]]))


def test_issuer_login_return_and_platform_each_count_once_and_keep_their_port(framed_by):
    claims = presentation("https://Learn.blackboard.example:8443/x?y=1")
    claims[LTI + "tool_platform"] = {"url": "https://learn.blackboard.example:443/"}
    assert framed_by(claims, "https://blackboard.example") == [
        "https://blackboard.example",
        "https://login.college.example",
        "https://learn.blackboard.example:8443",
        "https://learn.blackboard.example",
    ]


NO_SITE = [
    "",
    None,
    5,
    [],
    {},
    "x",
    "/mod/lti/return.php",
    "//other.example/x",
    "about:blank",
    "javascript:alert(1)",
    "data:,x",
    "http://other.example/",
    "ftp://other.example/",
    "https://",
    "https:///x",
    "https://[",
    "https://[::1]/",
    "https://user@x.example",
    "https://u:p@x.example/",
    "https://@x.example/",
    "https://x.example:99999/",
    "https://x.example:y/",
    "https://*.example/",
    "https://*",
    "https://x.example; script-src *",
    "https://x.example;script-src *",
    "https://x.example,https://y.example",
    "https://x example/",
    "https://x.example 'unsafe-inline'",
    "https://a..example/",
    "https://\u2028.example/",
    "https://\u00a0x.example/",
    "https://'none'",
    "https://x.example\\@good.example/",
    "https://" + "x" * 64 + ".example/",
    "https://" + "x." * 130 + "example/",
    "$ReturnUrl",
]


@pytest.mark.parametrize("address", NO_SITE)
def test_what_is_no_address_of_an_https_site_is_dropped(address):
    assert origin(address) == ""


def test_dropped_ones_leave_the_others(framed_by):
    assert framed_by(presentation("https://x.example; script-src *")) == ["https://login.college.example"]


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://m\u00f6\u00f6dle.example/x", "https://xn--mdle-5qaa.example"),
        ("https://stra\u00dfe.example", "https://xn--strae-oqa.example"),
        ("HTTPS://Moodle.Example:443#x", "https://moodle.example"),
        ("https://10.1.2.3:8443", "https://10.1.2.3:8443"),
    ],
)
def test_a_host_is_written_as_browsers_compare_it(address, wanted):
    assert origin(address) == wanted


@pytest.mark.parametrize("odd", [None, [], "x", 5])
def test_claims_of_another_shape_are_taken_as_absent(framed_by, odd):
    assert framed_by({LTI + "launch_presentation": odd, LTI + "tool_platform": odd}) == ["https://login.college.example"]


def test_hosts_that_an_admin_has_listed_count_from_the_next_launch(app, lms, framed_by, change):
    earlier = Visitor(app, lms)
    earlier.open("pirjo")
    change(Deployment, frame_hosts="apps.college.example college.schoology.example:8443")
    assert framed_by(presentation("")) == [
        "https://login.college.example",
        "https://apps.college.example",
        "https://college.schoology.example:8443",
    ]
    assert "apps.college.example" not in earlier.get().headers["Content-Security-Policy"]


def test_a_platform_that_the_operator_has_connected_over_http_frames_over_http(visitor, lms):
    visitor.open("pirjo")
    assert visitor.get().headers["Content-Security-Policy"].endswith(f"frame-ancestors {lms.origin}")


def test_an_unverified_token_names_nobody(visitor):
    begun = Begun(visitor)
    page = begun.answer(presentation("https://evil.example/"), algorithm="HS256", key=b"x" * 32)
    assert page.status_code == 401
    assert "evil.example" not in page.headers["Content-Security-Policy"]
