"""Two at the same moment: a line goes to one of them, what a colleague writes meanwhile stays, accounts are joined one way."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select

from lti_tool import db
from lti_tool.handover import several_views, views
from lti_tool.partners import contact
from lti_tool.people.models import Person
from lti_tool.teams import members
from lti_tool.teams.models import Membership, Team
from tests.handover.conftest import give, ticked
from tests.teams.test_at_once import at_once, poster


def beside(monkeypatch, module, name, act):
    """What `module.name` has found is true no more: the first time another does `act` before it is given back."""
    look = getattr(module, name)
    waiting = [act]

    def look_and_let_act(*what):
        found = look(*what)
        while waiting:
            with ThreadPoolExecutor(1) as pool:
                assert pool.submit(waiting.pop()).result().status_code == 303
        return found

    monkeypatch.setattr(module, name, look_and_let_act)
    return waiting


def test_of_two_who_hand_over_the_same_lines_one_has_them(maija, olli, visit, contacts, another):
    another("Sari Niemi")
    another("Tero Niemi", subject="2")
    for number in range(5):
        olli.add(f"Kumppani {number} Oy")
    lines = ticked(maija.get("handover/?name=Olli+Rantanen"))
    whose = "handover/?name=Olli+Rantanen"
    posts = [
        poster(visitor, whose, {"receiver": receiver, "lines": lines})
        for visitor, receiver in ((maija, "Sari Niemi"), (visit("sami"), "Tero Niemi"))
    ]
    assert [answer.status_code for answer in at_once(*posts)] == [303, 303]
    assert len(set(contacts().values())) == 1
    assert set(contacts().values()) < {"Sari Niemi", "Tero Niemi"}


def test_a_row_that_is_corrected_at_the_same_moment_keeps_both(maija, olli, contacts):
    olli.add("Ahti Oy", "Veneily")
    values = {"name": "Ahti Oy", "description": "Purjehdus", "contact": "Olli Rantanen", "version": "1.1"}
    whose = "handover/?name=Olli+Rantanen"
    answers = at_once(
        poster(maija, whose, {"receiver": "Maija Koskela", "lines": ["contact-1"]}),
        poster(olli, "partners/rows/1", values),
    )
    assert [answer.status_code for answer in answers] == [303, 303]
    assert contacts() == {"Ahti Oy": "Maija Koskela"}
    assert "Purjehdus" in maija.get("partners/1").text


def test_two_accounts_that_are_joined_both_ways_at_once_make_no_circle(maija, olli, another, person):
    old = person("Olli Rantanen").id
    new = another("Olli Rantanen")
    posts = [
        poster(visitor, f"handover/same?person={whose}", {"same": str(same)})
        for visitor, whose, same in ((maija, old, new), (olli, new, old))
    ]
    assert sorted(answer.status_code for answer in at_once(*posts)) == [303, 422]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_that_join_one_account_after_the_other_the_last_has_all(maija, olli, another, person, ids, monkeypatch):
    """A with B, while a colleague joins B with C: what was A's is C's."""
    olli.add("Ahti Oy")
    first = person("Olli Rantanen").id
    second, third = another("Olli Rantanen"), another("Olli Rantanen", subject="3")
    join_first = poster(maija, f"handover/same?person={first}", {"same": str(second)})
    lock = Person.lock
    joined = []

    def join_first_and_lock(*values):
        if not joined:
            joined.append(None)
            with ThreadPoolExecutor(1) as pool:
                joined[0] = pool.submit(join_first).result().status_code
        return lock(*values)

    monkeypatch.setattr(Person, "lock", join_first_and_lock)
    assert olli.post(f"handover/same?person={second}", {"same": str(third)}).status_code == 303
    assert joined == [303]
    assert ids()["Ahti Oy"] == third
    assert person("Olli Rantanen").joined_to_id is None


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_nobody_is_written_who_is_joined_away_between_the_look_and_the_act(maija, olli, another, row_of, ids, monkeypatch):
    """In a hand-over, in rows of a list, in a row and a new one, in a next step and in a team."""
    maija.add("Ahti Oy", "Veneily")
    maija.post("teams/", {"name": "Matkailutiimi"})
    old = [another(f"Sari {letter}", subject=letter) for letter in "ABCDEF"]
    new = another("Sari Niemi")
    before = ids()
    step = {"text": "Puhelu", "happened_on": "1.5.2026", "next_step": "Soita", "next_on": "2.5.2026"}
    row = {"name": "Ahti Oy", "description": "Veneily", "version": "1.1"}
    ways = [
        (views, "receiver_meant", "handover/", {"receiver": "Sari A", "lines": ["contact-1"]}),
        (several_views, "receiver_meant", "handover/rows?tier=everyday", {"rows": row_of("Ahti Oy"), "receiver": "Sari B"}),
        (contact, "read_colleague", "partners/rows/1", {**row, "contact": "Sari C"}),
        (
            contact,
            "read_colleague",
            "partners/everyday/add",
            {"name": "Leipomo Oy", "description": "Leivät", "contact": "Sari D"},
        ),
        (contact, "read_colleague", "partners/1/log", {**step, "contact": "Sari E"}),
        (members, "read_colleague", "teams/1/members", {"member": "Sari F"}),
    ]
    for account, (module, name, path, data) in zip(old, ways, strict=True):
        with monkeypatch.context() as patch:
            join = beside(patch, module, name, poster(olli, f"handover/same?person={account}", {"same": str(new)}))
            answer = maija.post(path, data)
        assert not join
        assert answer.status_code == 422, path
        assert "joined these accounts meanwhile" in answer.text
    assert ids() == before


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_team_that_is_renamed_or_archived_between_the_look_and_the_act(maija, olli, row_of, contacts, monkeypatch):
    """It has what was given to it under its new name; of an archived one is said that it is."""
    maija.add("Ahti Oy", "Veneily")
    maija.add("Beetta Oy", "Veneily")
    maija.post("teams/", {"name": "Matkailutiimi"})
    maija.post("teams/", {"name": "Ruokatiimi"})

    def give_beside(act, way, **data):
        module, path = (views, "handover/") if way == "lines" else (several_views, "handover/rows?tier=everyday")
        with monkeypatch.context() as patch:
            done = beside(patch, module, "receiver_meant", poster(olli, *act))
            answer = maija.post(path, data)
        assert not done
        return answer

    def renamed(name, version):
        return "teams/1/edit", {"name": name, "field": "", "version": version}

    assert give_beside(renamed("Retkitiimi", "1"), "lines", receiver="Matkailutiimi", lines=["contact-1"]).status_code == 303
    assert give_beside(renamed("Vapaatiimi", "2"), "rows", receiver="Retkitiimi", rows=row_of("Beetta Oy")).status_code == 303
    assert contacts() == {"Ahti Oy": "Vapaatiimi", "Beetta Oy": "Vapaatiimi"}
    archive = ("teams/2/archive", {})
    refused = give_beside(archive, "lines", receiver="Ruokatiimi", lines=["contact-1"])
    assert (refused.status_code, "Ruokatiimi has been archived" in refused.text) == (422, True)
    maija.post("teams/2/edit", {"name": "Ruokatiimi", "field": "", "version": "2"})
    refused = give_beside(archive, "rows", receiver="Ruokatiimi", rows=row_of("Beetta Oy"))
    assert (refused.status_code, "Ruokatiimi has been archived" in refused.text) == (422, True)
    assert contacts() == {"Ahti Oy": "Vapaatiimi", "Beetta Oy": "Vapaatiimi"}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_hands_all_over_and_has_left_is_locked_before_the_partners(maija, olli, app, person):
    """Joining accounts locks in this order too: the other way round each would wait for the other."""
    olli.add("Ahti Oy", "Veneily")
    locked = []

    def note(_connection, _cursor, statement, *_more):
        if " FOR " in statement:
            locked.append(statement.rpartition("FROM ")[2].split()[0])

    engine = app.extensions["hoitomalli_engines"]["writing"]
    event.listen(engine, "before_cursor_execute", note)
    assert give(maija, f"person={person('Olli Rantanen').id}", "Maija Koskela", has_left="y").status_code == 303
    event.remove(engine, "before_cursor_execute", note)
    assert locked.count("person") >= 2
    first_partner = locked.index("partner")
    assert locked[:first_partner].count("person") == 2, locked


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_is_taken_out_of_a_team_while_the_accounts_are_joined_does_not_come_back(
    maija, olli, another, person, app, monkeypatch
):
    olli.post("teams/", {"name": "Matkailutiimi", "is_member": "y"})
    old = person("Olli Rantanen").id
    new = another("Olli Rantanen")
    page = maija.get("teams/1").text
    waiting = [poster(maija, re.search(r"teams/members/\d+/remove", page)[0], {})]
    join = poster(olli, f"handover/same?person={old}", {"same": str(new)})
    lock = Team.lock

    def let_remove_and_lock(*ids):
        while waiting:
            with ThreadPoolExecutor(1) as pool:
                assert pool.submit(waiting.pop()).result().status_code == 303
        return lock(*ids)

    monkeypatch.setattr(Team, "lock", let_remove_and_lock)
    assert join().status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Membership.id).where(Membership.id > 0, Membership.is_archived.is_(False))).all() == []
