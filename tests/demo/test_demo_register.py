"""What colleagues of the demo have done, as the tool shows it."""

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.demo.data import fill
from lti_tool.demo.lms import Lms
from lti_tool.encounters.models import Encounter
from lti_tool.history.models import Change, ChangeSet


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_logged_was_done_on_its_day(app, organisation_id, lms_key):
    with app.test_request_context("/", method="POST"):
        fill(organisation_id, Lms("https://lms.test", [], lms_key))
        logged = select(Encounter.logged_at, ChangeSet.created_at).join(Change, Change.entity_id == Encounter.id)
        logged = logged.join(ChangeSet, ChangeSet.id == Change.change_set_id)
        logged = logged.where(Change.entity == Encounter.__tablename__, Change.field == "text", Change.is_creation)
        days = {(logged_at.date(), created_at.date()) for logged_at, created_at in db.session.execute(logged)}
    assert len(days) > 5
    assert all(logged_on == created_on for logged_on, created_on in days)
