"""The admin's list of platforms: switch off and on, remove, registration links."""

import re

import pytest
from sqlalchemy import func, select, update

from lti_tool import db
from lti_tool.lti.models import Deployment, Invite, Platform, Registration
from tests.history.test_two_at_once import at_once
from tests.visitor import Visitor

SWITCH, REMOVE = "admin/deployments/1/switch", "admin/deployments/1/remove"


def undo(visitor, page):
    """Press the undo of the notice."""
    path = re.search(r'action="[^"]*(admin/undo/\d+)"', page.text)[1]
    return visitor.post_from(page, path, {"back": f"{visitor.base}admin/"})


def racing(visitor, path, data):
    """A press whose token is fetched before the race."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("admin/").text)[1]
    return lambda: visitor.request("POST", visitor.base + path, data={"csrf_token": token, **data}).status_code


def is_refused_in_words(page):
    return page.status_code == 403 and "The connection from this Moodle has been switched off" in page.text


def test_the_list_tells_state_product_and_last_launch(app, pirjo):
    with app.app_context():
        db.session.execute(update(Registration).values(product="moodle 4.5"))
        db.session.commit()
    page = pirjo.get("admin/").text
    assert "moodle 4.5" in page
    assert re.search(r"last launch:\s*today", page)
    assert ">On<" in page
    with app.app_context():
        db.session.execute(update(Deployment).values(last_launch_at=None))
        db.session.commit()
    assert re.search(r"last launch:\s*not yet", pirjo.get("admin/").text)


def test_what_is_switched_off_refuses_launches_in_words_until_it_is_on_again(pirjo_of_second, press, try_to_open):
    page = press(pirjo_of_second, SWITCH, {"active": "0"})
    assert ">Off<" in page.text
    assert is_refused_in_words(try_to_open())
    assert ">On<" in press(pirjo_of_second, SWITCH, {"active": "1"}).text
    assert try_to_open().status_code == 303


def test_open_pages_end_with_their_connection(maija, pirjo_of_second, press, change):
    """And what is typed there is shown once more."""
    form = {"csrf_token": maija.token(), "name": "Kahvila Kerttuli", "description": "Oppimisjaksot"}
    press(pirjo_of_second, SWITCH, {"active": "0"})
    assert maija.get().status_code == 403
    page = maija.request("POST", maija.base + "partners/everyday/add", data=form)
    assert page.status_code == 403
    assert "Oppimisjaksot" in page.text
    press(pirjo_of_second, SWITCH, {"active": "1"})
    assert maija.get().status_code == 200
    for model in (Registration, Platform):  # as the operator may
        change(model, is_active=False)
        assert maija.get().status_code == 403
        change(model, is_active=True)


@pytest.mark.parametrize(("path", "form"), [(SWITCH, "admin/"), (REMOVE, REMOVE)])
def test_the_only_connection_that_is_on_stays_on(pirjo, press, try_to_open, path, form):
    assert "This is the only connection that is on." in press(pirjo, path, {"active": "0"}, form).text
    assert ">On<" in pirjo.get("admin/").text
    assert try_to_open().status_code == 303


def test_an_undo_does_not_shut_out_the_last_way_back_either(pirjo, pirjo_of_second, press):
    press(pirjo_of_second, SWITCH, {"active": "0"})
    page = press(pirjo_of_second, SWITCH, {"active": "1"})
    press(pirjo, "admin/deployments/2/switch", {"active": "0"})
    path = re.search(r'action="[^"]*(admin/undo/\d+)"', page.text)[1]
    answer = pirjo.post_from(pirjo.get("admin/"), path, {"back": f"{pirjo.base}admin/"})
    assert "This is the only connection that is on." in pirjo.request("GET", answer.location).text
    assert ">On<" in pirjo.get("admin/").text


def test_switching_off_can_be_undone(pirjo_of_second, press, try_to_open):
    undo(pirjo_of_second, press(pirjo_of_second, SWITCH, {"active": "0"}))
    assert try_to_open().status_code == 303


def test_what_is_removed_refuses_launches_and_undo_brings_it_back(maija, pirjo_of_second, press, try_to_open):
    maija.add("Kahvila Kerttuli Ky")
    asked = pirjo_of_second.get(REMOVE)
    assert asked.status_code == 200
    assert try_to_open().status_code == 303
    page = press(pirjo_of_second, REMOVE, page=REMOVE)
    assert 'id="deployment-1"' not in page.text
    assert is_refused_in_words(try_to_open())
    assert maija.get("tiers/everyday").status_code == 403
    undo(pirjo_of_second, page)
    assert 'id="deployment-1"' in pirjo_of_second.get("admin/").text
    assert try_to_open().status_code == 303
    assert "Kahvila Kerttuli Ky" in maija.get("tiers/everyday").text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_question_removes_nothing(maija, pirjo, try_to_open, method):
    assert pirjo.request(method, pirjo.base + REMOVE).status_code == 200
    assert try_to_open().status_code == 303


def test_a_removed_one_is_not_let_in_by_switching_it_on(pirjo_of_second, press, try_to_open):
    press(pirjo_of_second, REMOVE, page=REMOVE)
    press(pirjo_of_second, SWITCH, {"active": "1"})
    assert is_refused_in_words(try_to_open())


def test_a_link_is_shown_once_and_then_stands_in_the_list(app, pirjo, press):
    page = press(pirjo, "admin/invites")
    link = re.search(r'value="(https://tool\.test/lti/register/[^"]+)"', page.text)[1]
    assert pirjo.request("GET", link).status_code == 200
    later = pirjo.get("admin/").text
    assert "/lti/register/" not in later
    assert "Not used yet" in later
    assert "Pirjo Hallikainen" in later
    with app.app_context():
        stored = db.session.scalars(select(Invite)).one()
        assert link.rpartition("/")[2] not in str(vars(stored))


def test_a_revoked_link_leads_nowhere_until_that_is_undone(pirjo, press):
    page = press(pirjo, "admin/invites")
    link = re.search(r'value="(https://[^"]+/lti/register/[^"]+)"', page.text)[1]
    page = press(pirjo, "admin/invites/1/revoke")
    assert "Revoked" in page.text
    assert "/revoke" not in page.text
    assert pirjo.request("GET", link).status_code == 410
    undo(pirjo, page)
    assert pirjo.request("GET", link).status_code == 200


def test_a_second_press_changes_nothing_more_and_offers_no_undo(pirjo_of_second, press):
    for path, data in ((SWITCH, {"active": "0"}), ("admin/invites/1/revoke", {})):
        press(pirjo_of_second, "admin/invites")
        assert "/admin/undo/" in press(pirjo_of_second, path, data).text
        assert "/admin/undo/" not in press(pirjo_of_second, path, data).text


def test_two_admins_who_press_at_once_both_get_a_page(app, second_moodle, pirjo_of_second, press):
    pirjo, other = pirjo_of_second, Visitor(app, second_moodle)
    other.open("pirjo", language="en")
    press(pirjo, "admin/invites")
    for path, data in ((SWITCH, {"active": "0"}), (REMOVE, {}), ("admin/invites/1/revoke", {})):
        for _round in range(3):
            assert at_once(racing(pirjo, path, data), racing(other, path, data)) == [303, 303]
            with app.app_context():
                db.session.execute(update(Deployment).values(is_active=True, is_removed=False))
                db.session.execute(update(Invite).values(is_revoked=False))
                db.session.commit()


def test_each_press_on_the_button_makes_a_link_of_its_own(app, pirjo, press):
    links = {re.search(r'value="(https://[^"]+/lti/register/[^"]+)"', press(pirjo, "admin/invites").text)[1] for _ in range(2)}
    assert len(links) == 2
    with app.app_context():
        assert db.session.scalar(select(func.count(Invite.id))) == 2
