"""What only reads may only read: a view that would write on GET is told by the database, not silently forgotten."""

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError

from lti_tool import db
from lti_tool.people.models import Organisation


def make_college():
    db.session.execute(
        insert(Organisation.__table__).values(
            name="Uusi opisto", name_key="uusi opisto", language="fi", tier_titles={}, version=1
        )
    )


def test_reading_refuses_to_write(app):
    with app.test_request_context(method="GET"):
        assert db.session.scalars(select(Organisation.name)).all() == []
        with pytest.raises(DBAPIError, match=r"read-?only"):
            make_college()


def test_writing_writes(app):
    with app.test_request_context(method="POST"):
        make_college()
        db.session.commit()
    with app.test_request_context(method="GET"):
        assert db.session.scalars(select(Organisation.name)).all() == ["Uusi opisto"]
