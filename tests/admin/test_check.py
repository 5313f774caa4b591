"""The check of the tool itself: each line good and bad; which page asks the platform."""

import re
from datetime import timedelta

import pytest
import requests
from sqlalchemy import text

from lti_tool import db
from lti_tool.jobs.models import Job
from lti_tool.jobs.tidying import TIDYING
from lti_tool.lti.keys import rotate_key
from tests.admin.checking import lines, states


@pytest.fixture
def own(app, pirjo):
    """The tool's own lines."""
    return lambda **how: lines(pirjo.get("admin/check", **how))


def test_a_good_installation_is_in_order(pirjo, own):
    names = ("Public address", "Host name", "Proxy", "Secret and our keys", "Database", "Jobs")
    assert states(own()) == dict.fromkeys(names, "good")
    assert "Everything that is needed in this part works." in pirjo.get("admin/check").text


def test_an_address_without_https_is_for_trying_out_and_nothing_says_that_all_works(app, pirjo, own):
    """The demo's: its own host, no proxy in between."""
    app.config["PUBLIC_URL"] = "http://tool.test"
    found = own()
    assert found["Public address"][0] == "trial"
    assert states(found) | {"Public address": "good"} == dict.fromkeys(found, "good")
    assert "Proxy" not in found
    page = pirjo.get("admin/check").text
    assert "Everything that is needed" not in page
    assert "This is enough for trying out." in page


def test_an_address_without_https_needs_attention_where_people_come_by_another(app, own):
    app.config["PUBLIC_URL"] = "http://localhost:8000"
    found = own()
    assert [found[name][0] for name in ("Public address", "Host name")] == ["bad", "bad"]


def test_another_host_than_the_settings_needs_attention(app, own):
    app.config["PUBLIC_URL"] = "https://other.test"
    state, said, _cure = own()["Host name"]
    assert state == "bad"
    assert "tool.test" in said
    assert "other.test" in said


@pytest.mark.parametrize(("sent", "state"), [(None, "bad"), ("http", "bad"), ("https", "good")])
def test_a_proxy_must_say_that_the_browser_came_by_https(pirjo, sent, state):
    headers = {"X-Forwarded-Proto": sent} if sent else {}
    path = pirjo.base + "admin/check"
    page = pirjo.client.get(path, base_url="http://tool.test", headers=headers)
    assert lines(page)["Proxy"][0] == state
    assert ("Everything that is needed in this part works." in page.text) == (state == "good")


def test_another_secret_needs_attention_and_the_platform_is_not_asked_in_vain(app, own, platform, lms):
    with app.app_context():
        kid = rotate_key("x" * 64, at_once=True).kid
        db.session.commit()
    state, said, _cure = own()["Secret and our keys"]
    assert state == "bad"
    assert kid in said
    assert "Access to the platform's services" not in platform()
    assert lms.calls["token"] == 0


def test_a_database_of_an_older_version_needs_attention(app, own):
    newest = own()["Database"][1]
    with app.app_context():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
        db.session.commit()
    state, said, cure = own()["Database"]
    assert state == "bad"
    assert "0001" in said
    assert newest.rpartition(" ")[2] in cure


def test_the_platform_is_asked_from_a_fragment_or_a_page_and_only_there(app, lms, pirjo, platform, monkeypatch):
    before = dict(lms.calls)
    with monkeypatch.context() as patched:
        patched.setattr(requests.Session, "request", lambda *_args, **_kwargs: pytest.fail("an outgoing call"))
        page = pirjo.get("admin/check")
    assert page.status_code == 200
    assert dict(lms.calls) == before
    assert re.search(rf'data-hx-get="{pirjo.base}admin/check/1" data-hx-trigger="load"', page.text)
    assert re.search(rf'<noscript>\s*<a href="{pirjo.base}admin/check/1">', page.text)
    fragment = pirjo.get("admin/check/1", headers={"HX-Request": "true"})
    whole = pirjo.get("admin/check/1")
    assert lines(fragment).keys() == lines(whole).keys()
    assert "<html" not in fragment.text
    assert "<html" in whole.text
    assert lms.calls["token"] == before.get("token", 0) + 2


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"due_at": -9}, "good"),
        ({"due_at": -11}, "bad"),
        ({"due_at": 60}, "good"),
        ({"due_at": -60, "state": "done"}, "good"),
        ({"due_at": -60, "state": "running", "leased_until": 1}, "good"),
        ({"due_at": -60, "state": "running", "leased_until": -5}, "good"),
        ({"due_at": -60, "state": "running", "leased_until": -11}, "bad"),
        ({"state": "done", "created_at": -49 * 60}, "good"),
        ({"state": "done", "created_at": -51 * 60}, "bad"),
    ],
)
def test_jobs_that_nobody_does_need_attention(app, own, values, state):
    """Times are minutes from now."""
    values = {name: db.now() + timedelta(minutes=value) if type(value) is int else value for name, value in values.items()}
    with app.app_context():
        db.session.add(Job(kind=TIDYING.name, language="fi", **values))
        db.session.commit()
    assert own()["Jobs"][0] == state
