"""The college beside the test's own: it has something of everything, stands in each test's database, and is noticed where it shows."""

import pytest
from sqlalchemy import JSON, create_engine, func, select, text

from lti_tool import db
from lti_tool.partners import queries
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from tests.second_college import PARTNERS, marked

TABLES = db.Base.metadata.tables
OWNED = [name for name, table in TABLES.items() if "organisation_id" in table.columns]
ALSO_OWNED = ["organisation", "change", "lti_platform", "lti_registration"]  # by way of another row


def test_it_has_a_row_in_every_table_that_belongs_to_a_college(migrated_sqlite):
    with create_engine(f"sqlite:///{migrated_sqlite}").connect() as connection:
        count = {name: connection.scalar(select(func.count()).where(TABLES[name].c.id <= 0)) for name in OWNED + ALSO_OWNED}
    assert [name for name, rows in count.items() if not rows] == [], "tests/second_college.py has no row of these"


def test_postgresql_has_the_same_rows_for_each_test(emptied_postgresql):
    """Also where a JSON column is empty, which Python reads as it reads JSON's null."""

    def contents():
        with create_engine(emptied_postgresql()).begin() as connection:
            found = {}
            for name, table in TABLES.items():
                is_empty = [column.is_(None) for column in table.c if isinstance(column.type, JSON)]
                found[name] = sorted(map(str, connection.execute(select(*table.c, *is_empty))))
            connection.execute(text("UPDATE partnership SET description = ''"))
            connection.execute(text("DELETE FROM change"))
            return found

    before = contents()
    assert len(before["partnership"]) >= len(PARTNERS)
    assert contents() == before


def test_a_page_that_forgets_to_ask_for_the_college_is_noticed(app, maija, monkeypatch):
    ways = queries.ways_to_match
    monkeypatch.setattr(queries, "ways_to_match", lambda wanted: [conditions[1:] for conditions in ways(wanted)])
    with pytest.raises(AssertionError, match="another college's"):
        maija.get("partners/?state=current")  # narrowed down: what is asked for a plain list is kept for the tests that follow
    app.extensions["asked_of_all_colleges"].clear()


@pytest.mark.any_database
def test_so_is_what_another_condition_hides(app, maija, monkeypatch):
    ways = queries.ways_to_match
    monkeypatch.setattr(queries, "ways_to_match", lambda wanted: [conditions[1:] for conditions in ways(wanted)])
    maija.get("partners/?state=current&q=nowhere")
    asked = app.extensions["asked_of_all_colleges"]
    assert asked
    assert all("FROM partnership" in statement for statement in asked)
    asked.clear()


def test_a_word_file_is_looked_into_as_well(maija):
    maija.post("methods/own/new", {"tier": "everyday", "title": "Keino", "text": marked("Näin")})
    with pytest.raises(AssertionError, match="another college's"):
        maija.get("methods/own/1/template.docx")


def test_what_a_test_looks_up_does_not_see_it(app, maija):
    maija.add("Kahvila Kerttuli Ky")
    with app.app_context():
        assert db.session.scalars(select(Partner.name)).all() == ["Kahvila Kerttuli Ky"]
        assert db.session.scalar(select(func.count()).select_from(Partnership)) == 1
