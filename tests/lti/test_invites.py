"""Registration links: for one college, good once and for a week."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lti_tool import db
from lti_tool.lti import invites
from lti_tool.lti.models import Invite, Registration
from lti_tool.people.models import Person
from tests.lti.registering import COLLEGE, OTHER_COLLEGE

LATE = timedelta(days=8)
SOON = timedelta(minutes=1)


def is_good(registering):
    return registering.show().status_code == 200 and registering.register().status_code == 200


def test_a_link_is_good_once(registering, not_registered, lms):
    registering.register()
    for act in (registering.show, registering.press):
        not_registered("invite_used", act)
    assert len(lms.tools) == 1


def test_a_link_is_good_for_a_week(registering, not_registered, change, lms):
    [invite] = registering.rows(Invite)[0]
    assert timedelta(days=6, hours=23) < invite.expires_at - db.now() < timedelta(days=7)
    change(Invite, expires_at=db.now() - SOON)
    for act in (registering.show, registering.press):
        not_registered("invite_expired", act)
    assert lms.calls.total() == 0  # who has no link makes us call nobody


@pytest.mark.parametrize("guess", ["x", "x" * 32, "x" * 5000, "%00", "%FF", "ä", "'--"])
def test_a_guessed_link_leads_nowhere(registering, not_registered, lms, guess):
    registering.link = f"https://tool.test/lti/register/{guess}"
    for act in (registering.show, registering.press):
        not_registered("invite_unknown", act)
    assert lms.calls.total() == 0


def test_the_database_does_not_hold_the_link(registering):
    token = registering.link.rpartition("/")[2]
    assert len(token) == 32
    assert token not in str(registering.rows())


@pytest.fixture
def revoke(app, registering):
    """An admin of the college revokes the link; gives whether that has changed anything."""

    def revoke_link():
        with app.app_context():
            invite = db.session.query(Invite).one()
            actor = Person(organisation_id=invite.organisation_id, issuer="https://lms.test", subject="2", name="Pirjo")
            db.session.add(actor)
            db.session.flush()
            has_changed = invites.revoke_invite(invite, actor).has_changed
            db.session.commit()
            return has_changed

    return revoke_link


def test_a_link_revoked_after_the_page_was_shown_registers_nothing(registering, not_registered, revoke, lms):
    assert registering.show().status_code == 200
    assert revoke()
    for act in (registering.press, registering.show):
        not_registered("invite_revoked", act)
    assert lms.calls["registration"] == 0


def test_an_invite_revoked_between_two_looks_at_it_may_not_be_claimed(app, registering, revoke):
    with app.test_request_context(method="POST"):
        invite = invites.find_invite(registering.link.rpartition("/")[2])
        assert revoke()
        with pytest.raises(invites.RegistrationRefused):
            invites.claim_invite(invite)


def test_an_invite_used_between_two_looks_at_it_may_not_be_claimed(app, registering):
    with app.test_request_context(method="POST"):
        invite = invites.find_invite(registering.link.rpartition("/")[2])
        registering.register()
        with pytest.raises(invites.RegistrationRefused):
            invites.claim_invite(invite)


def test_a_used_link_is_not_revoked(registering, revoke):
    registering.register()
    assert not revoke()
    assert registering.rows(Invite)[0][0].is_revoked is False


def test_a_double_click_registers_once(registering, lms):
    lms.faults.registration_slow = 0.5
    together = threading.Barrier(2, timeout=30)

    def press(_number):
        together.wait()
        return registering.press().status_code

    with ThreadPoolExecutor(2) as pool:
        good, other = sorted(pool.map(press, range(2)))
    assert (good, other in (409, 410)) == (200, True)
    assert lms.calls["registration"] == len(lms.tools) == 1
    assert [len(rows) for rows in registering.rows(Registration, Invite)] == [1, 1]


def test_while_a_link_is_being_used_it_says_so(registering, not_registered, change, lms):
    change(Invite, claimed_at=db.now())
    not_registered("invite_busy", registering.press)
    assert lms.calls.total() == 0


def test_a_registration_that_was_broken_off_frees_its_link_after_a_minute(registering, change):
    change(Invite, claimed_at=db.now() - timedelta(seconds=61))
    assert is_good(registering)


def test_a_registration_may_take_its_minute(registering, not_registered, change):
    change(Invite, claimed_at=db.now() - timedelta(seconds=45))
    not_registered("invite_busy", registering.press)


def test_a_fault_of_ours_frees_the_link_at_once(registering, monkeypatch):
    """Also where the request has begun to write: a second writer would wait for it."""

    def fail(_invite):
        db.session.flush()
        raise RuntimeError("ordered by a test")

    monkeypatch.setattr("lti_tool.lti.registration_views.use_up_invite", fail)
    before = registering.rows()
    assert registering.press().status_code == 500
    assert registering.rows() == before
    monkeypatch.undo()
    assert is_good(registering)


def test_each_link_leads_to_its_own_college(registering, lms):
    registering.invite(OTHER_COLLEGE)
    page = registering.show().text
    assert OTHER_COLLEGE in page
    assert COLLEGE not in page
    assert is_good(registering)
    registering.invite(COLLEGE)
    lms.tools.clear()
    assert COLLEGE in registering.show().text
