"""What was exported and is brought in again changes nothing."""

import io

import pytest

from lti_tool import db, history
from lti_tool.downloads import CSV, XLSX
from lti_tool.exports.files import write_file
from lti_tool.exports.queries import scope_of_college
from lti_tool.imports import drafts
from lti_tool.imports.checking import check
from lti_tool.imports.models import SAME
from lti_tool.language import speaking
from lti_tool.partners.row_models import Partnership
from tests.exports.conftest import NAMES, add_full, made


@pytest.fixture
def college(desk, organisation_id):
    """A list with all that a file can tell, names that spoil files, two rows of one tier, and a name as text of a colleague."""

    def furnish():
        with history.act("partnership.add", "", desk.person()):
            own = {"organisation_id": organisation_id, "tier": "everyday", "changed_by_id": desk.person_id}
            for name in NAMES:
                partner = made_partner(organisation_id, name)
                for unit in ("", "Keittiö", "Sali"):
                    row = {"unit": unit, "contact_name": "Maija Koskela", "description": f"- {name}\n= ja niin edelleen"}
                    db.session.add(made(Partnership, partner=partner, **row, **own))

    def furnish_fully():
        from lti_tool.teams.models import Team

        team = db.session.get(Team, desk.team("Matkailutiimi"))
        with history.act("partnership.add", "", desk.person()):
            add_full(
                {"organisation_id": organisation_id, "tier": "everyday", "changed_by_id": desk.person_id}, team, desk.person()
            )

    desk.within(furnish)
    desk.within(furnish_fully)
    return desk


def made_partner(organisation_id, name):
    from lti_tool.partners.models import Partner

    return made(Partner, organisation_id=organisation_id, name=name)


@pytest.mark.parametrize("kind", [XLSX, CSV])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_each_row_is_the_same(college, organisation_id, kind, language):
    def bring_again():
        file = io.BytesIO()
        with speaking(language):
            write_file(file, kind, scope_of_college(organisation_id, reaches_people=True))
        draft = drafts.draft_of_file(file.getvalue(), f"lista.{kind}", college.person())
        settings = draft.settings
        drafts.take_rows(draft, settings, drafts.table_of(draft, settings))
        check(draft)
        return draft.id

    rows = college.rows(college.within(bring_again))
    assert {row.name: (row.plan, row.problems) for row in rows.values() if row.verdict != SAME} == {}
    assert len(rows) == len(college.on_list())
