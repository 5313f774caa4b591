"""Two at the same moment: one team of a name, one row of a person, no field of training lost."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import update

from lti_tool import db
from lti_tool.teams import member_views, operations
from lti_tool.teams.models import Team


def at_once(*acts):
    barrier = Barrier(len(acts), timeout=30)

    def run(act):
        barrier.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result() for future in [pool.submit(run, act) for act in acts]]


def poster(visitor, path, data):
    """A post whose CSRF token is fetched before the race."""
    form = {"csrf_token": visitor.token(), **data}
    return lambda: visitor.request("POST", visitor.base + path, data=form)


@pytest.fixture
def both_look_first(monkeypatch):
    """Both have looked before either writes; SQLite lets the second look only when the first is done."""

    def wait_in(module, name):
        look = getattr(module, name)
        both_have_looked = Barrier(2, timeout=2)

        def look_and_wait(*what):
            found = look(*what)
            with suppress(BrokenBarrierError):
                both_have_looked.wait()
            return found

        monkeypatch.setattr(module, name, look_and_wait)

    return wait_in


def test_of_two_teams_of_one_name_one_is_told_beside_its_name(maija, olli, kept, both_look_first):
    both_look_first(operations, "team_named")
    posts = [poster(v, "teams/", {"name": name, "field": ""}) for v, name in ((maija, "Laatutiimi"), (olli, "Laatu-tiimi"))]
    answers = sorted(at_once(*posts), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [303, 422]
    assert 'id="name-error">There is a team of this name already' in answers[1].text
    assert len(kept()) == 1


def test_of_two_who_add_one_field_at_once_none_makes_it_two(maija, olli, fields, both_look_first):
    both_look_first(operations, "field_named")
    posts = [poster(v, "teams/", {"name": name, "field": "Metsäala"}) for v, name in ((maija, "Yksi"), (olli, "Kaksi"))]
    answers = at_once(*posts)
    assert 303 in {answer.status_code for answer in answers}
    assert {answer.status_code for answer in answers} <= {303, 422}
    for answer in answers:
        assert answer.status_code == 303 or 'id="field-error">A colleague has just added this field' in answer.text
    assert fields() == ["Metsäala"]


def test_one_who_joins_twice_at_once_belongs_to_it_once(maija, olli, add, kept):
    add(maija)
    answers = at_once(*[poster(olli, "teams/1/join", {})] * 2, poster(maija, "teams/1/members", {"member": "Olli Rantanen"}))
    assert {answer.status_code for answer in answers} <= {303, 422}
    assert kept() == [("Matkailutiimi", "", ["Maija Koskela", "Olli Rantanen"])]


def test_leaving_renaming_and_adding_at_once_all_come_through(maija, olli, add, kept):
    add(maija)
    olli.post("teams/1/join")
    for number in range(6):
        name = f"Tiimi {number}"
        codes = at_once(
            poster(olli, "teams/1/leave", {}),
            poster(maija, "teams/1/edit", {"name": name, "field": f"Ala {number}", "version": str(number + 1)}),
        )
        assert [answer.status_code for answer in codes] == [303, 303]
        assert kept() == [(name, f"Ala {number}", ["Maija Koskela"])]
        assert maija.post("teams/1/members", {"member": "Olli Rantanen"}).status_code == 303


def test_a_field_taken_and_given_up_at_once_stays_on_the_list(maija, olli, add, kept, fields):
    """Two teams change their fields with each other, again and again: neither act takes the other's field off the list."""
    both = ("Metsäala", "Matkailuala")
    add(maija, "Yksi", both[0])
    add(olli, "Kaksi", both[1])
    for number in range(6):
        first = both[(number + 1) % 2]
        second = both[number % 2]
        version = str(number + 1)
        answers = at_once(
            poster(maija, "teams/1/edit", {"name": "Yksi", "field": first, "version": version}),
            poster(olli, "teams/2/edit", {"name": "Kaksi", "field": second, "version": version}),
        )
        assert [answer.status_code for answer in answers] == [303, 303]
        assert [team[1] for team in kept()] == [first, second]
        assert fields() == sorted(both)


def test_a_colleague_put_in_while_the_team_is_archived_is_told_or_was_before(maija, olli, add, kept):
    add(maija)
    archive = poster(olli, "teams/1/archive", {})
    put_in = poster(maija, "teams/1/members", {"member": "Olli Rantanen"})
    archived, added = at_once(archive, put_in)
    assert archived.status_code == 303
    assert added.status_code in (303, 422)
    assert (len(kept(all=True)[0][2]) == 2) == (added.status_code == 303)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_row_becomes_a_teams_own_while_its_name_is_corrected(maija, olli, add, monkeypatch):
    """The correction holds the team and goes on to the partners; who holds a partner and comes to the team does not wait."""
    add(maija)
    row = {"name": "Ahti Oy", "description": "Veneily", "contact": "Matkailutiimi"}
    waiting = [poster(olli, "partners/everyday/add", row)]
    lock = Team.lock
    answers = []

    def lock_and_let_add(*ids):
        teams = lock(*ids)
        while waiting:
            with ThreadPoolExecutor(1) as pool:
                answers.append(pool.submit(waiting.pop()).result().status_code)
        return teams

    monkeypatch.setattr(Team, "lock", lock_and_let_add)
    assert maija.post("teams/1/edit", {"name": "Retkitiimi", "field": "", "version": "1"}).status_code == 303
    assert answers == [303]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(("operation", "path"), [("join_team", "join"), ("add_member", "members")])
def test_a_team_archived_after_it_was_read_is_seen_as_archived(maija, olli, add, kept, monkeypatch, operation, path):
    """On SQLite nobody writes in between."""
    add(maija)
    act = getattr(member_views, operation)

    def archive_first(*values):
        with db.own_transaction(writing=True) as short:
            short.execute(update(Team.__table__).where(Team.id > 0).values(is_archived=True))
        return act(*values)

    monkeypatch.setattr(member_views, operation, archive_first)
    olli.post(f"teams/1/{path}", {"member": "Olli Rantanen"})
    assert kept(all=True)[0][2] == ["Maija Koskela"]
