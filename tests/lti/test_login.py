"""Third-party-initiated login and the bounce that finds out whether the browser keeps our cookie."""

import html
import json
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from lti_tool import db
from lti_tool.lti.models import Platform, Registration
from tests.conftest import RECORDINGS, TOOL


@pytest.fixture
def form(lms):
    return lms.login_initiation(lms.users["maija"], lms.courses[2])


@pytest.fixture
def log_in(visitor):
    """Send a login initiation as Moodle does."""
    return lambda form: visitor.request("POST", "/lti/login", data=form)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_platform_is_asked_for_a_token(visitor, form, lms, method):
    sent = {"query_string": form} if method == "GET" else {"data": form}
    bounced = visitor.client.open("/lti/login", method=method, base_url=TOOL, **sent)
    assert bounced.status_code == 303
    asked = urlsplit(visitor.request("GET", bounced.location).location)
    assert f"{asked.scheme}://{asked.netloc}{asked.path}" == lms.origin + "/mod/lti/auth.php"
    values = dict(parse_qsl(asked.query))
    assert values.pop("state")
    assert values.pop("nonce")
    assert values == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "demo",
        "redirect_uri": TOOL + "/lti/launch",
        "login_hint": form["login_hint"],
        "lti_message_hint": form["lti_message_hint"],
    }


def test_every_login_has_its_own_state_and_nonce(visitor):
    asked = [dict(parse_qsl(urlsplit(visitor.begin()).query)) for _ in range(3)]
    assert len({values["state"] for values in asked}) == len({values["nonce"] for values in asked}) == 3


def test_moodles_recorded_login_is_taken(log_in, lms):
    recorded = json.loads((RECORDINGS / "login_initiation.json").read_text())
    fresh = {"iss": lms.origin, "client_id": "demo", "target_link_uri": TOOL + "/lti/launch"}
    assert log_in({**recorded, **fresh}).status_code == 303


def test_a_login_writes_nothing(visitor, rows):
    visitor.begin()
    assert rows() == [0, 0, 0, 0]


def test_the_client_id_may_be_missing_where_there_is_one_registration(log_in, form):
    assert log_in({**form, "client_id": ""}).status_code == 303


def test_the_client_id_may_not_be_missing_where_there_are_two(app, log_in, form, lms, refuses):
    with app.app_context():
        platform = db.session.query(Platform).one()
        urls = dict.fromkeys(("auth_login_url", "auth_token_url", "key_set_url"), lms.origin)
        db.session.add(Registration(platform=platform, client_id="second", **urls))
        db.session.commit()
    refuses("unknown_platform", log_in, {**form, "client_id": "", "lti_deployment_id": ""})
    assert log_in(form).status_code == 303
    assert log_in({**form, "client_id": "", "lti_deployment_id": "1"}).status_code == 303


@pytest.mark.parametrize(
    "changes",
    [{"iss": "https://unknown.example"}, {"client_id": "unknown"}, {"iss": "ä'\"\\ \n"}],
)
def test_an_unknown_platform_is_refused(log_in, form, refuses, changes):
    refuses("unknown_platform", log_in, {**form, **changes})


@pytest.mark.parametrize("missing", ["iss", "login_hint", "target_link_uri"])
def test_a_login_without_a_required_parameter_is_refused(log_in, form, refuses, missing):
    del form[missing]
    refuses("login_incomplete", log_in, form)


@pytest.mark.parametrize("name", ["iss", "client_id", "login_hint", "target_link_uri", "lti_message_hint"])
def test_a_login_with_a_very_long_parameter_is_refused(log_in, form, refuses, name):
    refuses("login_incomplete", log_in, {**form, name: "x" * 4001})


@pytest.mark.parametrize("name", ["iss", "client_id", "login_hint"])
def test_a_character_no_database_takes_is_a_readable_page(log_in, form, name):
    page = log_in({**form, name: "x\0"})
    assert page.status_code == 400
    assert "<h1>" in page.text


def test_a_login_without_anything_is_refused(visitor, refuses):
    refuses("login_incomplete", visitor.request, "GET", "/lti/login")


def test_without_our_cookie_a_link_begins_the_login_in_a_new_window(app, log_in, other_visitor, form):
    page = other_visitor.request("GET", log_in(form).location)
    assert page.status_code == 200
    assert "<form" not in page.text
    assert "frame-ancestors https:" in page.headers["Content-Security-Policy"]
    again = urlsplit(html.unescape(re.search(r'href="(/lti/login\?[^"]+)" target="_blank"', page.text)[1]))
    assert dict(parse_qsl(again.query)) == form


def test_the_link_of_the_new_window_page_leads_to_the_launch(log_in, other_visitor, form):
    page = other_visitor.request("GET", log_in(form).location)
    again = html.unescape(re.search(r'href="(/lti/login\?[^"]+)"', page.text)[1])
    bounced = other_visitor.request("GET", again)
    fields = other_visitor.answer(other_visitor.request("GET", bounced.location).location)
    assert other_visitor.launch(fields).status_code == 303


def test_a_state_continues_only_the_registration_it_was_made_for(visitor, log_in, form, lms, other_lms, refuses):
    bounced = urlsplit(log_in(form).location)
    changed = urlencode({**dict(parse_qsl(bounced.query)), "iss": other_lms.origin})
    refuses("state_invalid", visitor.request, "GET", f"{bounced.path}?{changed}")


@pytest.mark.parametrize(("state", "reason"), [("", "state_missing"), ("rubbish", "state_invalid")])
def test_a_login_is_not_continued_without_its_state(visitor, form, refuses, state, reason):
    refuses(reason, visitor.request, "GET", "/lti/login/continue?" + urlencode({**form, "state": state}))
