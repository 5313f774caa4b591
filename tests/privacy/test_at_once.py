"""Somebody is erased at the same moment: on PostgreSQL, since SQLite has its writers stand in line."""

import contextlib
import dataclasses
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting

import pytest
from sqlalchemy import event, func, select

from lti_tool import db
from lti_tool.history.act import Act
from lti_tool.history.models import ChangeSet
from lti_tool.lti import launch
from lti_tool.people.models import Launch, Person
from lti_tool.privacy import operations
from lti_tool.teams.models import Membership
from tests.history.test_two_at_once import poster

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def pool():
    with ThreadPoolExecutor(1) as pool:
        yield pool


@pytest.fixture
def olli_id(maija, olli, person_id):
    return person_id("Olli Rantanen")


@pytest.fixture
def erase(admin, olli_id):
    """erase(): the admin erases Olli, and gets this status."""
    return poster(admin, f"personal-data/people/{olli_id}/erase", {"is_sure": "1"})


def begin(pool, act):
    """Begin it beside what is under way, which it may have to wait for."""
    future = pool.submit(act)
    with contextlib.suppress(StillWaiting):
        future.result(timeout=3)
    return future


def once(do, then):
    """`then` with `do` before it, the first time."""
    done = []

    def both(*values, **more):
        if not done:
            done.append(do())
        return then(*values, **more)

    return both, done


@pytest.mark.parametrize("who_is_first", ["launch", "erasing"])
def test_who_opens_the_activity_at_that_moment_is_erased_or_a_new_person(
    pool, erase, olli_id, visit, lms, monkeypatch, app, traces, who_is_first
):
    lms.users["olli"] = dataclasses.replace(lms.users["olli"], family_name="Virtanen")
    if who_is_first == "launch":
        both, begun = once(lambda: begin(pool, erase), launch.launch_frames)
        monkeypatch.setattr(launch, "launch_frames", both)
        visit("olli")
        assert begun[0].result() == 303
    else:
        both, begun = once(lambda: begin(pool, lambda: visit("olli")), operations.note_admin_act)
        monkeypatch.setattr(operations, "note_admin_act", both)
        assert erase() == 303
        assert begun[0].result().get("teams/").status_code == 200
    with app.app_context():
        assert db.session.get(Person, olli_id).is_erased
        assert db.session.scalar(select(func.count()).where(Launch.person_id == olli_id)) == 0
    assert ("person" in traces("Virtanen")) == (who_is_first == "erasing")
    assert traces("Rantanen") == set()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_what_is_posted_meanwhile_is_kept_without_the_name(pool, erase, maija, olli, monkeypatch, traces, headers):
    maija.add("Ahti Oy")
    both, done = once(lambda: pool.submit(erase).result(), Act.finish)
    form = {
        "name": "Ahti Oy",
        "description": "Uusi kuvaus",
        "contact": "Maija Koskela",
        "version": "1.1",
        "csrf_token": olli.token(),
    }
    monkeypatch.setattr(Act, "finish", both)
    answer = olli.request("POST", olli.base + "partners/rows/1", data=form, headers=headers)
    assert (answer.status_code, done) == (200 if headers else 303, [303])
    assert olli.get("partners/1").status_code == 403
    assert "Uusi kuvaus" in maija.get("partners/1").text
    assert traces("Rantanen", "rantanen") == set()


def test_what_is_said_to_who_is_just_being_erased_waits_in_one_statement_and_goes(pool, erase, maija, olli, monkeypatch, app):
    """The launch is asked for by what is written: no question of its own, and no failure where it has gone."""
    maija.add("Ahti Oy")
    maija.post("undo/1")
    refused = poster(olli, "undo/1", {})
    asked = []
    engine = app.extensions["hoitomalli_engines"]["writing"]
    event.listen(engine, "before_cursor_execute", lambda *about: asked.append(about[2]))
    assert refused() == 303
    of_notices = [statement for statement in asked if "notice" in statement or "KEY SHARE" in statement]
    assert [statement.split()[0] for statement in of_notices] == ["INSERT"]
    both, begun = once(lambda: begin(pool, refused), operations.note_admin_act)
    monkeypatch.setattr(operations, "note_admin_act", both)
    assert erase() == 303
    assert begun[0].result() == 303
    assert olli.get("partners/1").status_code == 403


def test_an_undo_that_has_begun_brings_nobody_back_into_a_team(pool, erase, maija, olli, monkeypatch, app):
    maija.post("teams/", {"name": "Hotellitiimi", "is_member": ""})
    olli.post("teams/1/join")
    assert maija.post("teams/members/1/remove").status_code == 303
    with app.app_context():
        last = db.session.scalar(select(func.max(ChangeSet.id)))
    both, done = once(lambda: pool.submit(erase).result(), Membership.lock_any)
    monkeypatch.setattr(Membership, "lock_any", both)
    maija.post(f"undo/{last}")
    assert done == [303]
    with app.app_context():
        assert db.session.get(Membership, 1).is_archived
