"""What the tests of bringing in lists share: a member of staff at a table of rows, and what stands on the list afterwards."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from lti_tool import db, history
from lti_tool.history.undoing import undo
from lti_tool.imports import drafts
from lti_tool.imports.answers import answer_row, correct_row
from lti_tool.imports.applying_job import apply
from lti_tool.imports.checking import check
from lti_tool.imports.models import ImportDraft, ImportRow
from lti_tool.jobs.runner import Runner
from lti_tool.language import speaking
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person
from lti_tool.teams.operations import add_team


class Desk:
    """Brings lists in as one of the staff, without a browser; each call is a request of its own."""

    def __init__(self, app, person_id):
        self.app = app
        self.person_id = person_id

    def person(self):
        return db.session.get_one(Person, self.person_id)

    def within(self, act):
        """What this gives, in a request of its own."""
        with self.app.app_context(), speaking("en"):
            found = act()
            db.session.commit()
            return found

    def draft(self, text, **settings):
        """The id of a draft of a pasted text, its rows judged. `settings` are some of `Settings`."""

        def make():
            draft = drafts.draft_of_paste(text, "", self.person())
            understood = replace(draft.settings, **settings)
            drafts.take_rows(draft, understood, drafts.table_of(draft, understood))
            check(draft)
            return draft.id

        return self.within(make)

    def rows(self, draft_id):
        """The rows by number."""
        with self.app.app_context():
            query = select(ImportRow).where(ImportRow.draft_id == draft_id).order_by(ImportRow.number)
            return {row.number: row for row in db.session.scalars(query)}

    def verdicts(self, draft_id):
        return [row.verdict for row in self.rows(draft_id).values()]

    def answer(self, draft_id, number, answer):
        self.within(lambda: answer_row(db.session.get_one(ImportDraft, draft_id), number, answer))

    def correct(self, draft_id, number, **values):
        self.within(lambda: correct_row(db.session.get_one(ImportDraft, draft_id), number, values))

    def apply(self, draft_id):
        """The id of the act, None when nothing was done."""

        def do():
            draft = db.session.get_one(ImportDraft, draft_id)
            apply(draft)
            return draft.change_set_id

        return self.within(do)

    def bring(self, text, **settings):
        """All three steps at once: the draft, and the act."""
        draft_id = self.draft(text, **settings)
        return draft_id, self.apply(draft_id)

    def on_list(self):
        """(partner, tier, description, contact, team) of all rows, by partner, tier and team."""
        with self.app.app_context():
            rows = db.session.scalars(select(Partnership).where(Partnership.is_archived.is_(False))).unique()
            return sorted(
                (row.partner.name, row.tier, row.description, row.contact, row.team.name if row.team else "") for row in rows
            )

    def undo(self, change_set_id):
        return self.within(lambda: undo(db.session.get_one(history.ChangeSet, change_set_id), self.person()))

    def team(self, name):
        """The id of a new team, to which this person does not belong."""
        return self.within(lambda: add_team(name, "", self.person(), is_member=False)[0].id)

    def acts(self):
        """How many acts there are."""
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(history.ChangeSet))

    def runner(self):
        return Runner(self.app)

    def do_jobs(self):
        runner = self.runner()
        while runner.work():
            pass


@pytest.fixture
def desk(app, maija):
    """Maija's."""
    with app.app_context():
        return Desk(app, db.session.scalar(select(Person.id).where(Person.name.contains("Maija"))))
