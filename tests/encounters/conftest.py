"""A partner, and a log of it as its form has it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.encounters.models import Encounter
from lti_tool.partners.models import Partner
from tests.days import today


def day(days=0):
    """A day as a Finn writes it, so many days from the college's today."""
    then = today() + timedelta(days=days)
    return f"{then.day}.{then.month}.{then.year}"


def logged(text="Jaksot sovittu", **changes):
    """The fields of the form."""
    fields = {"text": text, "kind": "visit", "happened_on": day(), "need": "", "next_step": "", "next_on": "", "contact": ""}
    return {**fields, **changes}


@pytest.fixture
def partner(maija):
    """Maija, who has added Kahvila Kerttuli."""
    maija.add("Kahvila Kerttuli Ky")
    return maija


@pytest.fixture
def encounters(app):
    """The encounters in the database, the first logged first."""

    def read():
        with app.app_context():
            return list(db.session.scalars(select(Encounter).where(Encounter.id > 0).order_by(Encounter.id)))

    return read


@pytest.fixture
def last_contact(app):
    """How many days ago a partner was met last; None for never."""

    def read(partner_id=1):
        with app.app_context():
            met_on = db.session.scalar(select(Partner.last_contact_on).where(Partner.id == partner_id))
            return (today() - met_on).days if met_on else None

    return read
