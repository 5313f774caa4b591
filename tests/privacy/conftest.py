"""A partner's person with a past, and one of ours who carries forty rows."""

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.contacts.models import PartnerContact
from lti_tool.people.models import Person
from tests.second_college import MARK

HENNA = {
    "name": "Henna Vuorinen",
    "title": "vastaanottopäällikkö",
    "level": "operative",
    "email": "henna@kerttuli.example",
    "phone": "050 123 4567",
    "is_told": "1",
}
TRACES = ("Vuorinen", "vuorinen", "henna@", "501234567", "vastaanottop")


@pytest.fixture
def henna(maija):
    """maija with Henna at two partners: her phone was corrected once, she is named in no text."""
    maija.add("Hotelli Vaskiniemi", tier="development")
    maija.add("Leipomo Kultakuori Oy")
    assert maija.post("partners/1/contacts/add", HENNA).status_code == 303
    assert maija.post("partners/2/contacts/add", {**HENNA, "person_answer": "1"}).status_code == 303
    assert maija.post("contacts/1", {**HENNA, "phone": "050 765 4321", "version": "1.1"}).status_code == 303
    return maija


@pytest.fixture
def admin(visit, open_course):
    open_course()
    return visit("pirjo", language="en")


@pytest.fixture
def tables(app):
    """tables(): each table's rows, each as one text, of all that is stored."""

    def read():
        with app.app_context():
            found = {}
            for table in db.Base.metadata.sorted_tables:
                rows = db.session.execute(select(table))  # as the tool reads it: what is packed is unpacked
                found[table.name] = [str(tuple(row)) for row in rows]
            return found

    return read


@pytest.fixture
def traces(tables):
    """traces("Vuorinen"): the tables in which one of these strings stands, in whatever column; the second college's left out."""

    def find(*strings):
        own = {name: [row for row in rows if MARK.lower() not in row.lower()] for name, rows in tables().items()}
        return {name for name, rows in own.items() if any(string in row for row in rows for string in strings)}

    return find


@pytest.fixture
def person_id(app):
    """person_id("Maija Koskela"): the id of one of ours."""

    def find(name):
        with app.app_context():
            return db.session.scalars(select(Person.id).where(Person.name == name)).one()

    return find


@pytest.fixture
def contact(app):
    """contact(1): a partner's person as the database has it."""

    def read(contact_id=1):
        with app.app_context():
            return db.session.scalars(select(PartnerContact).where(PartnerContact.id == contact_id)).one()

    return read


@pytest.fixture
def another_of_ours(app, organisation_id):
    """The id of Väinö Mäki, who has opened the tool from another Moodle."""
    with app.app_context(), db.own_transaction(writing=True) as short:
        known = {"organisation_id": organisation_id, "issuer": "https://new.test", "subject": "väinö", "is_staff": True}
        new = Person(**known, name="Väinö Mäki")
        short.add(new)
        short.flush()
        return new.id
