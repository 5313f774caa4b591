"""An act of very many rows is taken back by a job, that one can leave and find again, and that ends as an act like others."""

import pytest
from sqlalchemy import func, select

from lti_tool import db, history
from lti_tool.history import ChangeSet
from lti_tool.jobs.models import Job
from lti_tool.jobs.runner import Runner
from lti_tool.partners.adding import NewRow, add_partnerships
from lti_tool.partners.operations import Values
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person

MANY = 520


@pytest.fixture
def big_act(app, maija):
    """The number of an act in which Maija has changed MANY rows."""
    with app.test_request_context(method="POST"):
        actor = db.session.scalars(select(Person)).first()
        entries = [NewRow("everyday", Values(f"Kumppani {number:04}", "", "a", "")) for number in range(MANY)]
        rows, _act = add_partnerships(entries, actor, subject="")
        with history.act("partnership.edit", "", actor) as act:
            for row in rows:
                row.description = "b"
        db.session.commit()
        return act.change_set.id


def count_with(app, text):
    with app.app_context():
        return db.session.scalar(select(func.count(Partnership.id)).where(Partnership.description == text))


def do_jobs(app):
    runner = Runner(app)
    while runner.work():
        pass


def test_it_is_taken_back_and_brought_back(app, maija, big_act):
    answer = maija.post(f"undo/{big_act}")
    assert answer.status_code == 303
    assert "/jobs/" in answer.location
    do_jobs(app)
    assert count_with(app, "a") == MANY
    assert f"{MANY} rows are as they were." in maija.request("GET", answer.location).text
    with app.app_context():
        undoing = db.session.scalars(select(ChangeSet).where(ChangeSet.undoes_id == big_act)).one()
        assert (undoing.is_open, undoing.rows) == (False, MANY)
    maija.post(f"undo/{undoing.id}")
    do_jobs(app)
    assert count_with(app, "b") == MANY


def test_what_was_changed_since_stays_and_is_counted(app, maija, big_act, change):
    with app.test_request_context(method="POST"):
        actor = db.session.scalars(select(Person)).first()
        with history.act("partnership.edit", "", actor):
            db.session.get(Partnership, 7).description = "c"
        db.session.commit()
    answer = maija.post(f"undo/{big_act}")
    do_jobs(app)
    assert (count_with(app, "a"), count_with(app, "c")) == (MANY - 1, 1)
    assert "1 row has been changed since and stays." in maija.request("GET", answer.location).text


def test_one_that_is_stopped_in_the_middle_is_an_act_that_can_be_brought_back(app, maija, big_act, monkeypatch):
    monkeypatch.setattr("lti_tool.history.undoing.BLOCK", 100)
    maija.post(f"undo/{big_act}")
    runner = Runner(app)
    monkeypatch.setattr(runner, "_stopping", StopsAfter(2))
    runner.work()
    maija.post("jobs/1/stop")
    do_jobs(app)
    done = count_with(app, "a")
    assert 0 < done < MANY
    with app.app_context():
        assert db.session.get(Job, 1).state == "stopped"
        undoing = db.session.scalars(select(ChangeSet).where(ChangeSet.undoes_id == big_act)).one()
        assert (undoing.is_open, undoing.rows) == (False, done)


class StopsAfter:
    """In place of the runner's event: asked to stop after so many blocks."""

    def __init__(self, blocks):
        self.left = blocks

    def wait(self, _seconds):
        self.left -= 1
        return self.left <= 0

    def is_set(self):
        return False


def test_an_act_undone_already_starts_no_job(app, maija, big_act):
    maija.post(f"undo/{big_act}")
    do_jobs(app)
    answer = maija.post(f"undo/{big_act}")
    assert "/jobs/" not in answer.location
    assert "undone already" in maija.get("partners/1").text


def test_between_its_blocks_nothing_stands_in_two_tiers(app, maija, monkeypatch):
    """Rows that were moved: what the act has begun goes with what it has ended, though it is of a later block, and is counted once."""
    for name in ("Ahti Oy", "Leipomo Oy", "Kahvila Oy"):
        maija.add(name, tier="everyday")
    moved = {"rows": ["1.1", "2.1", "3.1"], "tier": "strategic", "receiver": "", "team": ""}
    assert maija.post("handover/rows/", moved).status_code == 303
    monkeypatch.setattr("lti_tool.history.undoing.BLOCK", 2)
    monkeypatch.setattr("lti_tool.care_model.act_views.MOST_AT_ONCE", 2)

    def standing():
        with app.app_context():
            query = select(Partnership.partner_id, Partnership.tier).where(Partnership.is_archived.is_(False), Partnership.id > 0)
            return sorted(map(tuple, db.session.execute(query)))

    with app.app_context():
        act_id = db.session.scalar(select(func.max(ChangeSet.id)))
    answer = maija.post(f"undo/{act_id}")
    runner = Runner(app)
    monkeypatch.setattr(runner, "_stopping", StopsAfter(1))
    runner.work()
    assert standing() == [(1, "everyday"), (2, "everyday"), (3, "strategic")]
    do_jobs(app)
    assert standing() == [(1, "everyday"), (2, "everyday"), (3, "everyday")]
    assert "6 rows are as they were." in maija.request("GET", answer.location).text
