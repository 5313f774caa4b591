"""What the tests of the list share: its rows as they are kept."""

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.partners.row_models import Partnership


@pytest.fixture
def rows(app):
    """The partnerships in the database, as name: (tier, description, contact, archived)."""

    def read():
        with app.app_context():
            found = db.session.scalars(select(Partnership).order_by(Partnership.id)).unique()
            return [(r.partner.name, r.tier, r.description, r.contact, r.is_archived) for r in found]

    return read


@pytest.fixture
def row(app):
    """A visitor's values of the only row, ready to be posted again."""

    def read(**changes):
        with app.app_context():
            r = db.session.scalars(select(Partnership)).unique().one()
            values = {"name": r.partner.name, "url": r.partner.url, "description": r.description, "contact": r.contact}
            return {**values, "version": r.row_version, **changes}

    return read
