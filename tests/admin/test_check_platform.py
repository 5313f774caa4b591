"""The check of a platform: each line good and bad. The platform is asked for real."""

from contextlib import ExitStack
from datetime import timedelta
from email.utils import format_datetime

import pytest
from sqlalchemy import update

from lti_tool import db
from lti_tool.lti.models import Registration
from lti_tool.lti.registration import GRADES, ROSTER
from tests.admin.checking import lines, states
from tests.conftest import Quiet

SERVICES = "Access to the platform's services"
KEYS = "The platform's keys"
CLOSED_PORT = "http://127.0.0.1:9/"


@pytest.fixture
def registered(app):
    """Change the registration's addresses."""

    def change(**values):
        with app.app_context():
            db.session.execute(update(Registration).values(**values))
            db.session.commit()

    return change


def test_a_good_platform_is_in_order(platform):
    names = (KEYS, "Clock", SERVICES, "Roster of a course", "Grades and completion", "Names", "E-mail addresses")
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
    ("off", "state"), [(-40, "bad"), (-20, "good"), (20, "good"), (40, "bad"), ("-0000", "good"), ("", "optional")]
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


@pytest.mark.parametrize("scopes", [[], [ROSTER], [GRADES[0]], [*GRADES]], ids=len)
def test_services_that_are_not_granted_are_optional(lms, platform, scopes):
    lms.tools[0].scopes = scopes
    found = states(platform())
    assert found[SERVICES] == "good"
    assert found["Roster of a course"] == ("good" if ROSTER in scopes else "optional")
    assert found["Grades and completion"] == ("good" if set(GRADES) <= set(scopes) else "optional")


@pytest.fixture
def nameless(lms, visit):
    lms.faults.withhold_names = lms.faults.withhold_email = True


def test_names_that_do_not_come_need_attention(nameless, platform):
    assert [platform()[name][0] for name in ("Names", "E-mail addresses")] == ["bad", "optional"]


def test_where_nobody_of_the_staff_has_been_yet_nothing_is_wrong(nameless, lms, visit, app):
    found = lines(visit("pirjo", language="en").get("admin/check/1"))
    assert [found[name][0] for name in ("Names", "E-mail addresses")] == ["optional", "optional"]
    assert "Open it once" in found["Names"][2]


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
    assert (found[KEYS][0], found[SERVICES][0]) == ("optional", "optional")
    assert "too many platforms at this moment" in found[KEYS][1]
    assert platform()[KEYS][0] == "good"
