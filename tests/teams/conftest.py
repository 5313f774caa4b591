"""What the tests of teams share: a team as it is added, and what is kept of it."""

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.people.models import Person
from lti_tool.teams.models import Membership, Team, TrainingField


@pytest.fixture
def add():
    """Add a team as its form does: add(maija, "Matkailutiimi", "Matkailuala"); without the tick with `is_member=None`."""

    def add_team(visitor, name="Matkailutiimi", field="", is_member="y"):
        tick = {} if is_member is None else {"is_member": is_member}
        return visitor.post("teams/", {"name": name, "field": field, **tick})

    return add_team


@pytest.fixture
def kept(app):
    """The teams in the database, as (name, field, names of members), those in use; with `all` also those archived."""

    def read(**wanted):
        with app.app_context():
            teams = db.session.scalars(select(Team).order_by(Team.id))
            return [(t.name, t.field_name, members(t.id)) for t in teams if wanted.get("all") or not t.is_archived]

    def members(team_id):
        of_team = (Membership.team_id == team_id, Membership.is_archived.is_(False))
        query = select(Person.name).join(Membership, Membership.person_id == Person.id).where(*of_team)
        return sorted(db.session.scalars(query))

    return read


@pytest.fixture
def fields(app):
    """The college's list of fields."""

    def read():
        with app.app_context():
            query = select(TrainingField.name).where(TrainingField.is_archived.is_(False))
            return sorted(db.session.scalars(query))

    return read


@pytest.fixture
def undo_last(app):
    """Press the undo of the act that was last."""

    def press(visitor):
        with app.app_context():
            last = db.session.scalar(select(func.max(ChangeSet.id)))
        return visitor.post(f"undo/{last}")

    return press
