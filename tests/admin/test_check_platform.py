"""The check of a platform: each line good and bad. The platform is asked for real."""

import re
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import update

from lti_tool import db
from lti_tool.demo.demo import connect, tool_link
from lti_tool.lti.models import Deployment, Registration
from lti_tool.lti.registration import ROSTER
from tests.admin.checking import lines, states
from tests.conftest import TOOL, Quiet

SERVICES = "Access to the platform's services"
KEYS = "The platform's keys"
NAMES = "Names"
EMAIL = "E-mail addresses"
SCORES = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
CLOSED_PORT = "http://127.0.0.1:9/"


@dataclass
class Connected:
    """Of an LMS what `connect` needs."""

    origin: str
    tools: list


@pytest.fixture
def registered(app):
    """Change the registration's addresses."""

    def change(**values):
        with app.app_context():
            db.session.execute(update(Registration).values(**values))
            db.session.commit()

    return change


def test_a_good_platform_is_in_order(platform):
    names = (KEYS, "Clock", SERVICES, "Roster of a course", "Launches", NAMES, EMAIL)
    assert states(platform()) == dict.fromkeys(names, "good")


@pytest.mark.parametrize(
    ("fault", "said"), [("key_set_down", "503"), ("key_set_garbage", "a page instead"), ("key_set_huge", "long")]
)
def test_keys_that_cannot_be_read_need_attention(lms, platform, fault, said):
    setattr(lms.faults, fault, True)
    found = platform()
    assert found[KEYS][0] == "bad"
    assert said in found[KEYS][1]
    assert found[SERVICES][0] == "good"


@pytest.mark.parametrize(
    ("off", "state"), [(-40, "bad"), (-20, "good"), (20, "good"), (40, "bad"), ("-0000", "good"), ("", "unknown")]
)
def test_a_clock_that_is_off_needs_attention(platform, monkeypatch, off, state):
    """`-0000` is an old way to say UTC; an empty date is none."""
    date = format_datetime(db.now() + timedelta(seconds=off if isinstance(off, int) else 0), usegmt=True)
    sent = {"-0000": date.replace("GMT", "-0000"), "": ""}.get(off, date)
    monkeypatch.setattr(Quiet, "date_time_string", lambda *_when: sent)
    assert platform()["Clock"][0] == state


@pytest.mark.parametrize(("address", "said"), [("nothing", "404"), ("mod/lti/certs.php", "405"), (CLOSED_PORT, "reached")])
def test_a_token_address_that_does_not_answer_needs_attention(lms, platform, registered, address, said):
    registered(auth_token_url=address if address == CLOSED_PORT else f"{lms.origin}/{address}")
    found = platform()
    assert found[SERVICES][0] == "bad"
    assert said in found[SERVICES][1]
    assert "Roster of a course" not in found


def test_a_platform_that_refuses_us_needs_attention(lms, platform):
    lms.tools[0].jwks_url = CLOSED_PORT
    found = platform()
    assert found[SERVICES][0] == "bad"
    assert "invalid_client" in found[SERVICES][1]


@pytest.mark.parametrize("scopes", [[], [SCORES], [ROSTER]], ids=["none", "another", "roster"])
def test_a_roster_that_is_not_granted_is_optional(lms, platform, scopes):
    lms.tools[0].scopes = scopes
    found = states(platform())
    assert found[SERVICES] == "good"
    assert found["Roster of a course"] == ("good" if ROSTER in scopes else "optional")


def test_only_the_roster_is_asked_for(lms, platform):
    """What else a platform grants is nobody's line: no grades are written."""
    lms.tools[0].scopes = [SCORES]
    assert not [name for name in platform() if "rade" in name]


def test_a_tool_that_was_deleted_there_says_how_to_remove_the_connection(lms, pirjo, platform):
    lms.delete_tool(lms.tools[0])
    state, said, cure = platform()[SERVICES]
    assert state == "bad"
    assert "its tool demo (400: invalid_client" in said
    assert "Preconfigured tool" in cure
    assert "https://tool.test/lti/jwks" in cure
    page = pirjo.get("admin/check/1")
    link = re.search(r'<a href="([^"]+)">Remove the connection here<', page.text)[1]
    assert pirjo.request("GET", link).status_code == 200
    assert "works." not in page.text


def test_launches_are_green_only_once_there_was_one(platform, change):
    assert platform()["Launches"][:2] == ("good", "the last one: today")
    change(Deployment, last_launch_at=None)
    state, said, cure = platform()["Launches"]
    assert (state, said) == ("unknown", "nobody has come from here yet")
    assert "Open the activity once" in cure


def test_what_is_switched_off_is_told_and_nothing_is_called_working(pirjo_of_second, app, press):
    press(pirjo_of_second, "admin/deployments/1/switch-off", page="admin/deployments/1/switch-off")
    page = pirjo_of_second.get("admin/check/1")
    assert lines(page)["Launches"][:2] == ("optional", "refused: this connection is switched off")
    assert "good-news" not in page.text
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(update(Deployment).where(Deployment.id == 1).values(is_active=True))
        short.execute(update(Registration).where(Registration.id == 1).values(is_active=False))
    page = pirjo_of_second.get("admin/check/1")
    assert lines(page)["Launches"][0] == "bad"
    assert "the operator of this tool" in lines(page)["Launches"][1]
    assert "good-news" not in page.text


def days(number):
    return db.now() - timedelta(days=number)


@pytest.mark.parametrize(
    ("given", "missing", "names", "addresses"),
    [
        (None, None, "unknown", "unknown"),
        (0, None, "good", "good"),
        (None, 0, "bad", "optional"),
        (0, 1, "optional", "optional"),
        (1, 0, "bad", "optional"),
        (0, 8, "good", "good"),
        (8, 0, "bad", "optional"),
    ],
)
def test_names_and_addresses_are_what_this_deployments_launches_bring(platform, change, given, missing, names, addresses):
    """Whatever is known of people from elsewhere or from before: the admin here has both."""
    given_at, missing_at = (None if number is None else days(number) for number in (given, missing))
    change(Deployment, name_given_at=given_at, name_missing_at=missing_at, email_given_at=given_at, email_missing_at=missing_at)
    found = platform()
    assert [found[name][0] for name in (NAMES, EMAIL)] == [names, addresses]
    told = found[NAMES][1]
    assert ("today" in told) == (0 in (given, missing))
    assert ("yesterday" in told) == (1 in (given, missing))
    if names not in ("good", "unknown"):
        assert "Privacy" in found[NAMES][2]
        assert ("Delegate to teacher" in found[NAMES][2]) == (given is not None)


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ({"name_missing_at": None}, "Everything that is needed in this part works."),
        ({"last_launch_at": None}, "Nothing in this part needs attention, but not all of it is known yet."),
        ({"name_given_at": None, "name_missing_at": days(0)}, None),
        ({"email_given_at": None, "email_missing_at": days(0)}, "Everything that is needed in this part works."),
    ],
)
def test_the_verdict_is_no_better_than_the_lines(pirjo, platform, change, values, verdict):
    change(Deployment, **values)
    said = re.findall(r'class="good-news">\s*([^<]+?)\s*<', pirjo.get("admin/check/1").text)
    assert said == ([verdict] if verdict else [])


def test_two_registrations_of_one_lms_are_told_apart(app, lms, pirjo, visit):
    """And which of them one came by: of both the issuer is the same."""
    second = tool_link(TOOL)
    second.client_id = "second"
    second.deployment_id = "7"
    with app.app_context():
        connect(Connected(lms.origin, [second]))
        db.session.commit()
    for page, heading in (("admin/check", "h2"), ("admin/", "strong")):
        text = pirjo.get(page).text
        ours, other = re.split(rf"<{heading}[^>]*>{lms.origin.removeprefix('http://')}</{heading}>", text)[1:3]
        assert "client demo" in ours
        assert "installation 1" in ours
        assert "last launch: today" in ours
        assert "You came from here" in ours
        assert "client second" in other
        assert "installation 7" in other
        assert "last launch: not yet" in other
        assert "You came from here" not in other


def test_a_private_host_that_is_not_listed_is_told(app, platform, registered):
    app.config["PRIVATE_HOSTS"] = frozenset()
    found = platform()
    assert [found[name][0] for name in (KEYS, SERVICES)] == ["bad", "bad"]
    registered(key_set_url="https://127.0.0.1:9/")
    state, said, cure = platform()[KEYS]
    assert (state, "private network" in said, "HOITOMALLI_PRIVATE_HOSTS" in cure) == ("bad", True, True)


def test_a_platform_that_is_not_asked_is_not_called_wrong(app, platform):
    """All places for calls are taken by others: that says nothing of this platform."""
    limits = app.extensions["hoitomalli_call_limits"]
    with ExitStack() as others:
        for number in range(limits.most):
            others.enter_context(limits.call_to(f"{number}.test"))
        found = platform()
    assert (found[KEYS][0], found[SERVICES][0]) == ("unknown", "unknown")
    assert "too many platforms at this moment" in found[KEYS][1]
    assert platform()[KEYS][0] == "good"
