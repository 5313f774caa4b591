"""A college with two partners and a team, and its plan as one writes it."""

from datetime import date

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.people.models import Person
from lti_tool.plan import aims, copying, operations
from lti_tool.plan.models import Action, Aim
from lti_tool.plan.queries import Filter, list_actions
from tests.history.conftest import statements  # noqa: F401 - a fixture

TODAY = date(2026, 11, 29)
DAY = date(2027, 3, 16)
MARCH = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 3, 31), "is_by_month": True}


@pytest.fixture
def college(maija, olli):
    """Partners 1 (a café) and 2 (a bakery), team 1, of which maija is a member; olli has opened the tool."""
    maija.add("Kahvila Kerttuli Ky", "Oppimisjaksot")
    maija.add("Leipomo Kultakuori Ky", "Leivät", tier="development")
    assert maija.post("teams/", {"name": "Matkailutiimi"}).status_code == 303
    return maija


class Planning:
    """The operations, each in a transaction of its own, done by maija."""

    def __init__(self, app, organisation_id):
        self.app = app
        self.organisation_id = organisation_id

    def do(self, operation):
        """operation(actor) in a transaction that is kept; gives what it gave."""
        with self.app.test_request_context("/", method="POST"):
            actor = db.session.scalar(select(Person).where(Person.name == "Maija Koskela"))
            found = operation(actor)
            db.keep()
            return found

    def add(self, text="Vierailu", **typed):
        return self.do(lambda actor: operations.add_action({"text": text, **MARCH, **typed}, TODAY, actor)[0].id)

    def add_many(self, *rows):
        return self.do(lambda actor: len(operations.add_actions([{**MARCH, **typed} for typed in rows], TODAY, actor)[0]))

    def edit(self, version, action_id=1, today=TODAY, **typed):
        return self.do(lambda actor: operations.edit_action(self._action(action_id), typed, version, today, actor).has_changed)

    def state(self, state, outcome=None, version=1, action_id=1, today=TODAY):
        return self.do(
            lambda actor: operations.set_state(self._action(action_id), state, outcome, version, today, actor).has_changed
        )

    def move(self, starts_on, ends_on, is_by_month=False, version=1):
        return self.edit(version, starts_on=starts_on, ends_on=ends_on, is_by_month=is_by_month)

    def archive(self, action_id=1):
        return self.do(lambda actor: operations.archive_action(self._action(action_id), actor).has_changed)

    def copy(self, year, team_id=None):
        return self.do(lambda actor: len(copying.copy_year(year, team_id, actor)[0]))

    def add_aim(self, text, team_id=None):
        return self.do(lambda actor: aims.add_aim(text, team_id, actor)[0].id)

    def _action(self, action_id):
        return db.session.get_one(Action, action_id)

    def stored(self, action_id=1):
        """An action as it stands in the database, with its people."""
        with self.app.test_request_context("/"):
            action = db.session.get_one(Action, action_id)
            return action, action.contact, action.second

    def aim(self, aim_id=1):
        with self.app.app_context():
            return db.session.get_one(Aim, aim_id)

    def listed(self, first=date(2027, 1, 1), last=date(2027, 12, 31), **wanted):
        """What a list shows between two days."""
        with self.app.test_request_context("/"):
            return list_actions(Filter(self.organisation_id, first, last, **wanted))


@pytest.fixture
def plan(app, college, organisation_id):
    return Planning(app, organisation_id)


@pytest.fixture
def undo_last(app):
    """Press the undo of the act that was last."""

    def press(visitor):
        with app.app_context():
            last = db.session.scalar(select(func.max(ChangeSet.id)))
        return visitor.post(f"undo/{last}")

    return press


@pytest.fixture
def id_of(app):
    """The id of one of ours: id_of("Olli Rantanen")."""

    def find(name):
        with app.app_context():
            return db.session.scalar(select(Person.id).where(Person.name == name))

    return find
