"""The operator's links, doctor and keys."""

import re
import sqlite3

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.lti.models import Invite
from lti_tool.people.models import Organisation
from tests.conftest import TOOL, serve

OTHER_SECRET = "d41f7a90c6e2b358" * 4


@pytest.fixture
def kids(app):
    """The published keys, oldest first."""
    return lambda: [key["kid"] for key in app.test_client().get("/lti/jwks", base_url=TOOL).json["keys"]]


@pytest.fixture
def connected(app, lms, maija):
    """An installation in which everything works: a teacher has been here, the LMS reads our keys."""
    server = serve(app)
    lms.tools[0].jwks_url = f"http://127.0.0.1:{server.server_port}/lti/jwks"
    yield lms
    server.shutdown()
    server.server_close()


def test_a_college_is_found_however_its_name_is_written(app, run):
    first = run("invite", "Uusi opisto")
    again = run("invite", "  uusi  Opisto ")
    assert "A new college is made: Uusi opisto." in first.output
    assert "new college" not in again.output
    assert "Uusi opisto is known already" in again.output
    with app.app_context():
        assert db.session.scalars(select(Organisation.name)).all() == ["Uusi opisto"]
    assert run("invite", "  ").exit_code == 2


def test_invite_prints_a_good_link_and_makes_the_college(app, run):
    results = [run("invite", "Uusi opisto"), run("invite", "Uusi opisto"), run("invite", "Toinen")]
    assert [result.exit_code for result in results] == [0, 0, 0]
    links = [re.search(rf"{TOOL}(/lti/register/\S+)", result.output)[1] for result in results]
    assert len(set(links)) == 3
    assert {app.test_client().get(link, base_url=TOOL).status_code for link in links} == {200}
    with app.app_context():
        names = dict(db.session.execute(select(Organisation.id, Organisation.name)).all())
        invited = db.session.scalars(select(Invite).order_by(Invite.id))
        assert [names[invite.organisation_id] for invite in invited] == ["Uusi opisto", "Uusi opisto", "Toinen"]
        assert len(names) == 2


def test_doctor_is_content_with_a_good_installation(run, connected):
    result = run("doctor")
    assert result.exit_code == 0, result.output
    assert "This tool\n  ok        Public address: https://tool.test" in result.output
    assert f"{connected.origin}, Keskuspuiston ammattiopisto, client demo, deployment 1\n" in result.output
    assert "ok        Access to the platform's services: the platform knows our key" in result.output
    assert "WRONG" not in result.output


def test_doctor_says_in_english_what_is_wrong_and_ends_with_1(run, connected):
    connected.faults.key_set_down = True
    result = run("doctor")
    assert result.exit_code == 1
    assert re.search(r"WRONG     The platform's keys: .*503.*\n {12}Tell the person who looks after the platform", result.output)
    assert "ok        Database: " in result.output


def test_doctor_of_another_secret_says_how_to_go_on(run, connected):
    result = run("doctor", HOITOMALLI_SECRET=OTHER_SECRET)
    assert result.exit_code == 1
    assert "hoitomalli keys rotate --at-once" in result.output
    assert run("keys", "rotate", "--at-once", HOITOMALLI_SECRET=OTHER_SECRET).exit_code == 0
    assert run("doctor", HOITOMALLI_SECRET=OTHER_SECRET).exit_code == 0


def test_doctor_keeps_nobody_from_writing_while_it_asks(run, connected, database_url):
    if not database_url.startswith("sqlite"):
        pytest.skip("only SQLite has one place for a writer")
    could_write = []

    def look(name, answer=None):
        view = connected.app.view_functions[name]

        def answer_and_look():
            other = sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=0.1, isolation_level=None)
            other.execute("BEGIN IMMEDIATE")
            other.close()
            could_write.append(name)
            return view()

        connected.app.view_functions[name] = answer_and_look

    look("key_set.show_key_set")
    look("access_tokens.give_token")
    assert run("doctor").exit_code == 0
    assert could_write == ["key_set.show_key_set", "access_tokens.give_token"]


def test_keys_are_listed_rotated_and_retired(run, kids):
    [old] = kids()
    result = run("keys", "rotate")
    assert result.exit_code == 0
    waiting = kids()[1]
    assert waiting in result.output
    listed = run("keys", "list").output.splitlines()
    assert [line.split()[0] for line in listed] == [old, waiting]
    assert [line.rpartition("UTC  ")[2] for line in listed] == ["signs now", "published"]
    refused = run("keys", "retire", old)
    assert refused.exit_code == 1
    assert "Rotate first" in refused.output
    assert run("keys", "rotate", "--at-once").exit_code == 0
    assert [line.rpartition("UTC  ")[2] for line in run("keys", "list").output.splitlines()] == [
        "published",
        "signs now",
        "published",
    ]
    assert run("keys", "retire", old).exit_code == 0
    assert old not in kids()
    assert run("keys", "retire", old).exit_code == 1
    assert waiting in kids()
