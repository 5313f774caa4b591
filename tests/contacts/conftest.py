"""A partner, and its people as the database has them."""

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.contacts.models import ContactRole

HENNA = {
    "name": "Henna Vuorinen",
    "title": "vastaanottopäällikkö",
    "level": "operative",
    "email": "henna@kerttuli.example",
    "phone": "050 123 4567",
}


@pytest.fixture
def hotel(maija):
    """maija with two partners: 1 in the tier development, 2 in the tier everyday."""
    maija.add("Hotelli Vaskiniemi", tier="development")
    maija.add("Leipomo Kultakuori Oy")
    return maija


@pytest.fixture
def add(hotel):
    """Add a person to a partner as the form does: add(name="…") with Henna's details where nothing else is said."""

    def post(partner_id=1, visitor=hotel, **typed):
        return visitor.post(f"partners/{partner_id}/contacts/add", {**HENNA, **typed})

    return post


@pytest.fixture
def roles(app):
    """All roles with their people: what(role) of each, oldest first."""

    def read(what):
        with app.app_context():
            return [what(role) for role in db.session.scalars(select(ContactRole).order_by(ContactRole.id))]

    return read


def who(role):
    return (role.partner_id, role.contact.name, role.is_archived)
