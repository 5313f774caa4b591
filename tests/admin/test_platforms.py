"""The admin's list of platforms: switch off and on, remove, registration links."""

import re

import pytest
from sqlalchemy import func, select, update

from lti_tool import db
from lti_tool.history import ChangeSet
from lti_tool.lti.models import Deployment, Invite, Platform, Registration
from tests.history.test_two_at_once import at_once
from tests.visitor import Visitor

OFF = "admin/deployments/1/switch-off"
ON = "admin/deployments/1/switch-on"
REMOVE = "admin/deployments/1/remove"
BRING_BACK = "admin/deployments/1/bring-back"


def undo(visitor, page):
    """Press the undo of the notice."""
    path = re.search(r'action="[^"]*(undo/\d+)"', page.text)[1]
    return visitor.post_from(page, path, {"back": f"{visitor.base}admin/"})


def racing(visitor, path):
    """A press whose token is fetched before the race; gives the answer."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("admin/").text)[1]
    return lambda: visitor.request("POST", visitor.base + path, data={"csrf_token": token})


def notice_in(page):
    return re.search(r'class="notice">\s*<span>([^<]*)<', page.text)[1]


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
        db.session.execute(update(Deployment.__table__).values(last_launch_at=None))
        db.session.commit()
    assert re.search(r"last launch:\s*not yet", pirjo.get("admin/").text)


def test_what_is_switched_off_refuses_launches_in_words_until_it_is_on_again(pirjo_of_second, press, try_to_open):
    page = press(pirjo_of_second, OFF, page=OFF)
    assert ">Off<" in page.text
    assert is_refused_in_words(try_to_open())
    assert ">On<" in press(pirjo_of_second, ON).text
    assert try_to_open().status_code == 303


def test_open_pages_end_with_their_connection(maija, pirjo_of_second, press, change):
    """And what is typed there is shown once more."""
    form = {"csrf_token": maija.token(), "name": "Kahvila Kerttuli", "description": "Oppimisjaksot"}
    press(pirjo_of_second, OFF, page=OFF)
    assert maija.get().status_code == 403
    page = maija.request("POST", maija.base + "partners/everyday/add", data=form)
    assert page.status_code == 403
    assert "Oppimisjaksot" in page.text
    press(pirjo_of_second, ON)
    assert maija.get().status_code == 200
    for model in (Registration, Platform):  # as the operator may
        change(model, is_active=False)
        assert maija.get().status_code == 403
        change(model, is_active=True)


@pytest.mark.parametrize("path", [OFF, REMOVE])
def test_the_only_connection_that_is_on_stays_on(pirjo, press, try_to_open, path):
    """The page says so beforehand and has no button; who presses all the same is told too."""
    asked = pirjo.get(path)
    assert "This is the only connection that is on." in asked.text
    assert "<form method=" not in asked.text.partition("<main")[2]
    assert re.search(r'href="[^"]+/admin/#invites"', asked.text)
    assert "This is the only connection that is on." in press(pirjo, path).text
    assert ">On<" in pirjo.get("admin/").text
    assert try_to_open().status_code == 303


@pytest.mark.parametrize("path", [OFF, REMOVE])
def test_one_that_the_operator_has_switched_off_is_no_way_back(pirjo, second_moodle, app, path):
    assert "<button" in pirjo.get(path).text
    with app.app_context(), db.own_transaction(writing=True) as short:
        short.execute(update(Registration).where(Registration.id == 2).values(is_active=False))
    assert "This is the only connection that is on." in pirjo.get(path).text


@pytest.mark.parametrize("path", [OFF, REMOVE])
def test_the_question_says_whom_it_shuts_out_and_how_one_comes_back(pirjo, pirjo_of_second, second_moodle, path):
    other = pirjo_of_second.get(path).text
    own = pirjo.get(path).text
    for page in (other, own):
        assert "Everybody who comes from there is shut out at once. Last launch: today." in page
        assert "client demo" in page
    assert "You too" not in other
    assert "You too: you came from there." in own
    assert f"{second_moodle.origin.removeprefix('http://')} (client demo, installation 1), last launch: today" in own


@pytest.mark.parametrize(("path", "cure"), [(OFF, "Switch on"), (REMOVE, "Bring back")])
def test_who_goes_by_the_own_press_reads_what_has_happened(pirjo, pirjo_of_second, second_moodle, press, path, cure):
    page = press(pirjo, path, page=path)
    assert page.status_code == 200
    assert f"<h1>The connection {'is off' if path == OFF else 'was removed'}</h1>" in page.text
    assert "your own visit ended with it" in page.text
    assert second_moodle.origin.removeprefix("http://") in page.text
    assert f"Platforms, {cure}:" in page.text
    assert "<nav" not in page.text
    assert pirjo.get("admin/").status_code == 403
    assert f">{cure}<" in pirjo_of_second.get("admin/").text
    press(pirjo_of_second, ON if path == OFF else BRING_BACK)
    assert pirjo.get("admin/").status_code == 200


def test_a_page_whose_connection_is_off_says_that(maija, pirjo_of_second, press):
    """Not that it has been open too long: the activity would not open again either."""
    press(pirjo_of_second, OFF, page=OFF)
    page = maija.get()
    assert is_refused_in_words(page)
    assert "too long" not in page.text
    assert 'lang="en"' in page.text


def test_an_undo_does_not_shut_out_the_last_way_back_either(pirjo, pirjo_of_second, press):
    press(pirjo_of_second, OFF, page=OFF)
    page = press(pirjo_of_second, ON)
    press(pirjo, "admin/deployments/2/switch-off", page="admin/deployments/2/switch-off")
    path = re.search(r'action="[^"]*(undo/\d+)"', page.text)[1]
    answer = pirjo.post_from(pirjo.get("admin/"), path, {"back": f"{pirjo.base}admin/"})
    assert "This is the only connection that is on." in pirjo.request("GET", answer.location).text
    assert ">On<" in pirjo.get("admin/").text


def test_switching_off_can_be_undone(pirjo_of_second, press, try_to_open):
    undo(pirjo_of_second, press(pirjo_of_second, OFF, page=OFF))
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


@pytest.mark.parametrize("path", [OFF, REMOVE])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_the_question_changes_nothing(maija, pirjo, second_moodle, try_to_open, method, path):
    assert pirjo.request(method, pirjo.base + path).status_code == 200
    assert try_to_open().status_code == 303


def test_what_is_removed_is_brought_back_by_any_admin_and_never_by_switching_on(pirjo_of_second, press, try_to_open):
    press(pirjo_of_second, REMOVE, page=REMOVE)
    assert "It has been removed by now" in press(pirjo_of_second, ON).text
    assert is_refused_in_words(try_to_open())
    page = press(pirjo_of_second, BRING_BACK)
    assert "The connection is back, and on." in notice_in(page)
    assert 'id="deployment-1"' in page.text
    assert 'id="removed"' not in page.text
    assert try_to_open().status_code == 303


@pytest.mark.parametrize("path", [OFF, REMOVE])
def test_a_question_that_came_too_late_says_so(pirjo_of_second, press, path):
    press(pirjo_of_second, path, page=path)
    page = pirjo_of_second.get(path).text
    assert "already." in page
    assert "<form method=" not in page.partition("<main")[2]


@pytest.mark.parametrize(
    ("before", "path", "said"),
    [
        (None, ON, "on already"),
        (OFF, OFF, "off already"),
        (REMOVE, REMOVE, "removed already"),
        (None, BRING_BACK, "there already"),
        (OFF, BRING_BACK, "there already"),
    ],
)
def test_a_press_on_what_is_so_already_says_so_and_offers_no_undo(pirjo_of_second, press, before, path, said):
    if before:
        press(pirjo_of_second, before, page=before)
    page = press(pirjo_of_second, path)
    assert said in notice_in(page)
    assert "/undo/" not in page.text


def test_a_notice_names_the_connection(pirjo_of_second, press, lms):
    name = f"{lms.origin.removeprefix('http://')} (client demo, installation 1)"
    for path in (OFF, ON, REMOVE, BRING_BACK):
        assert name in notice_in(press(pirjo_of_second, path))


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


def test_a_second_press_on_revoke_changes_nothing_more_and_offers_no_undo(pirjo, press):
    press(pirjo, "admin/invites")
    assert "/undo/" in press(pirjo, "admin/invites/1/revoke").text
    assert "/undo/" not in press(pirjo, "admin/invites/1/revoke").text


@pytest.fixture
def two_admins(app, second_moodle, pirjo_of_second):
    other = Visitor(app, second_moodle)
    other.open("pirjo", language="en")
    return pirjo_of_second, other


@pytest.mark.parametrize(
    ("path", "done", "was_so"),
    [
        (OFF, "is off", "off already"),
        (REMOVE, "was removed", "removed already"),
        ("admin/invites/1/revoke", "was revoked", "has been revoked"),
    ],
)
def test_of_two_admins_who_press_at_once_each_reads_what_happened_and_it_happens_once(app, two_admins, press, path, done, was_so):
    press(two_admins[0], "admin/invites")
    for _round in range(3):
        answers = at_once(*[racing(admin, path) for admin in two_admins])
        assert [answer.status_code for answer in answers] == [303, 303]
        said = [notice_in(admin.request("GET", answer.location)) for admin, answer in zip(two_admins, answers, strict=True)]
        assert len([text for text in said if done in text and was_so not in text]) == 1, said
        assert len([text for text in said if was_so in text or "A colleague has just changed this" in text]) == 1, said
        with app.app_context():
            acts = db.session.scalars(select(ChangeSet.act).where(ChangeSet.act != "invite.add")).all()
            assert len(acts) == _round + 1
            db.session.execute(update(Deployment.__table__).values(is_active=True, is_removed=False))
            db.session.execute(update(Invite.__table__).values(is_revoked=False))
            db.session.commit()


@pytest.mark.parametrize("what", ["switch-off", "remove"])
def test_two_who_switch_off_each_others_connection_at_once_leave_one(app, pirjo, pirjo_of_second, what):
    admins = {2: pirjo, 1: pirjo_of_second}
    for _round in range(5):
        answers = at_once(*[racing(admin, f"admin/deployments/{number}/{what}") for number, admin in admins.items()])
        assert {answer.status_code for answer in answers} <= {303, 403}
        with app.app_context():
            assert db.session.scalar(select(func.count(Deployment.id)).where(Deployment.is_active)) == 1
            db.session.execute(update(Deployment.__table__).values(is_active=True, is_removed=False))
            db.session.commit()


def test_each_press_on_the_button_makes_a_link_of_its_own(app, pirjo, press):
    links = {re.search(r'value="(https://[^"]+/lti/register/[^"]+)"', press(pirjo, "admin/invites").text)[1] for _ in range(2)}
    assert len(links) == 2
    with app.app_context():
        assert db.session.scalar(select(func.count(Invite.id))) == 2


def link_in(page):
    return re.findall(r'value="(https://[^"]+/lti/register/[^"]+)"', page.text)


def test_a_page_with_a_new_link_that_is_loaded_again_shows_the_same_one(app, pirjo, press):
    """Or none, when it is not open any more; nobody else gets it with the same form."""
    form = {"press": re.search(r'name="press" value="([^"]+)"', pirjo.get("admin/").text)[1]}
    link = link_in(press(pirjo, "admin/invites", form))
    assert len(link) == 1
    assert link_in(press(pirjo, "admin/invites", form)) == link
    assert form["press"] not in link[0]
    press(pirjo, "admin/invites/1/revoke")
    page = press(pirjo, "admin/invites", form)
    assert page.status_code == 200
    assert link_in(page) == []
    with app.app_context():
        assert db.session.scalar(select(func.count(Invite.id))) == 1


def test_a_form_sent_twice_at_once_makes_one_link(app, pirjo):
    page = pirjo.get("admin/").text
    form = {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in ("csrf_token", "press")}

    def post():
        return pirjo.request("POST", f"{pirjo.base}admin/invites", data=form)

    first, second = at_once(post, post)
    assert link_in(first) == link_in(second) != []
    with app.app_context():
        assert db.session.scalar(select(func.count(Invite.id))) == 1


def test_another_colleges_admin_gets_no_link_with_our_form(pirjo, stranger, press):
    form = {"press": re.search(r'name="press" value="([^"]+)"', pirjo.get("admin/").text)[1]}
    assert link_in(press(pirjo, "admin/invites", form))
    assert link_in(press(stranger, "admin/invites", form)) == []
