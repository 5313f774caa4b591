"""The hosts that an admin lists for an installation, where courses stand elsewhere than the login."""

import re

import pytest
from sqlalchemy import select, update

from lti_tool import db
from lti_tool.lti.models import Deployment, Registration
from tests.visitor import Visitor

PAGE = "admin/deployments/1/frames"
EIGHT = [f"h{number}.college.example" for number in range(8)]


@pytest.fixture
def stored(app):
    """What is listed for the installation."""

    def hosts():
        with app.app_context():
            return db.session.scalars(select(Deployment)).first().frame_hosts.split()

    return hosts


@pytest.fixture
def save(pirjo):
    """Type this into the form, as it stands now, and press Save."""

    def post(hosts, visitor=pirjo, **changes):
        page = visitor.get(PAGE)
        version = re.search(r'name="version" value="(\d+)"', page.text)[1]
        return visitor.post_from(page, PAGE, {"hosts": hosts, "version": version, **changes})

    return post


def typed(page):
    """What the field holds."""
    return re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", page.text, re.DOTALL)[1].split()


def test_a_refused_host_does_not_hide_what_another_admin_has_saved(pirjo, save, stored):
    """The page that tells of the host keeps the version that it was made from."""
    page = pirjo.get(PAGE)
    save("apps.college.example")
    refused = pirjo.post_from(page, PAGE, {"hosts": "no host", "version": "1"})
    assert refused.status_code == 422
    version = re.search(r'name="version" value="(\d+)"', refused.text)[1]
    again = pirjo.post_from(refused, PAGE, {"hosts": "courses.college.example", "version": version})
    assert again.status_code == 409
    assert stored() == ["apps.college.example"]


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("apps.college.example", ["apps.college.example"]),
        (
            "https://apps.college.example/\r\n\r\nHTTPS://Courses.College.Example:8443",
            ["apps.college.example", "courses.college.example:8443"],
        ),
        ("a.example, b.example,c.example  a.example", ["a.example", "b.example", "c.example"]),
        ("münchen.example 10.1.2.3", ["xn--mnchen-3ya.example", "10.1.2.3"]),
        (" ".join(EIGHT + EIGHT[:3]), EIGHT),
        ("", []),
    ],
)
def test_hosts_are_listed_as_people_write_them(pirjo, save, stored, text, hosts):
    answer = save(text)
    assert answer.status_code == 303
    assert stored() == hosts
    assert typed(pirjo.get(PAGE)) == hosts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (" ".join([*EIGHT, "h9.college.example"]), "At most 8 hosts, these are 9."),
        ("*.college.example", "*.college.example: name each host by itself"),
        ("*", "*: name each host by itself"),
        ("good.example http://apps.college.example", "http://apps.college.example: only sites on https"),
        ("ftp://apps.college.example", "ftp://apps.college.example: only sites on https"),
        ("apps.college.example/learning", "apps.college.example/learning: write the host alone"),
        ("https://apps.college.example/?x", "write the host alone"),
        ("apps.college.example\\x", "write the host alone"),
        ("moodle", "moodle is not the name of a host"),
        ("a;b.example", "a;b.example is not the name of a host"),
        ("'self'", "is not the name of a host"),
        ("user@apps.college.example", "is not the name of a host"),
        ("apps.college.example:99999", "is not the name of a host"),
        ("apps..example", "is not the name of a host"),
        ("[::1]", "is not the name of a host"),
        ("<script>.example", "is not the name of a host"),
        ("\u2028.example", "is not the name of a host"),
        ("https://", "is not the name of a host"),
        ("x" * 3001, "too long for a list of hosts"),
    ],
)
def test_what_cannot_be_listed_is_told_beside_the_field_and_kept(save, stored, text, told):
    page = save(text)
    assert page.status_code == 422
    error = re.search(r'<div class="field-error" id="hosts-error">(.*?)</div>', page.text)[1]
    assert told in error.replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">")
    assert 'aria-describedby="hosts-error hosts-hint"' in page.text
    assert stored() == []
    if "<" not in text:
        assert typed(page) == text.replace("'", "&#39;").split()


def test_they_count_from_the_next_launch_and_the_notice_says_so(app, lms, pirjo, save):
    answer = save("apps.college.example")
    page = pirjo.request("GET", answer.location)
    assert "They count for each launch from now on." in page.text
    assert "apps.college.example" not in page.headers["Content-Security-Policy"]
    later = Visitor(app, lms)
    later.open("pirjo")
    assert later.get(PAGE).headers["Content-Security-Policy"].endswith(f"{lms.origin} https://apps.college.example")


def test_the_act_stands_in_the_history_and_can_be_undone(pirjo, save, stored):
    save("apps.college.example")
    save("apps.college.example other.example")
    page = pirjo.get(PAGE)
    assert "Hosts of frames changed" in page.text
    assert "<del>apps.college.example</del> → <ins>apps.college.example other.example</ins>" in page.text
    path = re.search(r'action="[^"]*(undo/\d+)"', page.text)[1]
    pirjo.post_from(page, path, {"back": f"{pirjo.base}{PAGE}"})
    assert stored() == ["apps.college.example"]


def test_what_is_the_same_leaves_no_trace(pirjo, save):
    save("apps.college.example")
    save("https://apps.college.example/")
    assert len(re.findall(r"undo/\d+", pirjo.get(PAGE).text)) == 1


def test_of_two_admins_at_once_the_second_sees_what_the_first_has_saved(visit, pirjo, save, stored):
    other = visit("pirjo", language="en")
    version = re.search(r'name="version" value="(\d+)"', other.get(PAGE).text)[1]
    save("first.example")
    page = save("second.example", visitor=other, version=version)
    assert page.status_code == 409
    assert "A colleague has changed this meanwhile." in page.text
    assert typed(page) == ["second.example"]
    assert stored() == ["first.example"]
    again = re.search(r'name="version" value="(\d+)"', page.text)[1]
    assert other.post_from(page, PAGE, {"hosts": "second.example", "version": again}).status_code == 303
    assert stored() == ["second.example"]


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_version_that_is_none_is_a_conflict_or_unread(save, stored, version):
    assert save("apps.college.example", version=version).status_code in (409, 422)
    assert stored() == []


def test_the_list_of_platforms_leads_there(pirjo):
    assert f'href="{pirjo.base}{PAGE}#question"' in pirjo.get("admin/").text


def test_the_page_names_the_hosts_that_need_no_listing(app, pirjo):
    """Issuer and login: who reads "refused to connect" sees whether the host in the address line is one of them."""
    with app.app_context():
        db.session.execute(update(Registration).values(auth_login_url="https://login.college.example/lti/auth"))
        db.session.commit()
    page = pirjo.get(PAGE)
    assert "login.college.example" in page.text
    assert "/lti/auth" not in page.text
