"""What the tests of a change of hands share: who stands where, and the forms as their pages have them."""

import html
import re

import pytest
from sqlalchemy import func, select

from lti_tool import db
from lti_tool.encounters.models import Encounter
from lti_tool.history.models import ChangeSet
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person


@pytest.fixture
def rows(app):
    """Who of ours stands in each row: the partner's name, (contact, deputy, management), the oldest row first."""

    def read(*, archived=False):
        with app.app_context():
            found = db.session.scalars(select(Partnership).where(Partnership.is_archived.is_(archived)).order_by(Partnership.id))
            return [(row.partner.name, tuple(map(row.one_of_ours, ("contact", "deputy", "manager")))) for row in found.unique()]

    return read


@pytest.fixture
def contacts(rows):
    """The contact of each row, by the partner's name."""
    return lambda **which: {name: ours[0] for name, ours in rows(**which)}


@pytest.fixture
def ids(app):
    """Whether each row's contact is a person we know: the person's id, by the partner's name."""

    def read():
        with app.app_context():
            found = db.session.scalars(select(Partnership).order_by(Partnership.id)).unique()
            return {row.partner.name: row.contact_person_id for row in found}

    return read


@pytest.fixture
def steps(app):
    """Who takes each next step."""

    def read():
        with app.app_context():
            found = db.session.scalars(select(Encounter).order_by(Encounter.id)).unique()
            return {one.next_step: one.contact for one in found}

    return read


@pytest.fixture
def person(app):
    """The person of a name: the one added last."""

    def find(name):
        with app.app_context(), db.own_transaction(writing=False) as short:
            return short.scalar(select(Person).where(Person.name == name, Person.id > 0).order_by(Person.id.desc()).limit(1))

    return find


@pytest.fixture
def another(app, organisation_id):
    """One more account of the college's own, in another Moodle: another("Olli Rantanen")."""

    def add(name, **values):
        with app.app_context(), db.own_transaction(writing=True) as short:
            known = {"organisation_id": organisation_id, "issuer": "https://new.test", "subject": name, "is_staff": True}
            new = Person(**{**known, "name": name, **values})
            short.add(new)
            short.flush()
            return new.id

    return add


@pytest.fixture
def undo_last(app):
    """Press the undo of the act that was last."""

    def press(visitor):
        with app.app_context():
            last = db.session.scalar(select(func.max(ChangeSet.id)))
        return visitor.post(f"undo/{last}")

    return press


@pytest.fixture
def row_of(app):
    """The id and version of a partner's row, as a tick of *Change many rows* holds them."""

    def find(name):
        with app.app_context():
            rows = db.session.scalars(select(Partnership).order_by(Partnership.id)).unique()
            return next(f"{row.id}.{row.version}" for row in rows if row.partner.name == name and not row.is_archived)

    return find


def ticked(page):
    """The values of the lines that are ticked beforehand."""
    return re.findall(r'name="lines" value="([^"]+)" checked', page.text)


def value_of(page, name):
    return html.unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', page.text)[1])


def give(visitor, whose, receiver, **changes):
    """Hand over all lines that the page ticks: give(maija, "person=2", "Maija Koskela")."""
    page = visitor.get(f"handover/?{whose}")
    form = {"receiver": receiver, "lines": ticked(page), "version": value_of(page, "version"), **changes}
    return visitor.post(f"handover/?{whose}", form)


def said(visitor):
    """What the next page says was just done."""
    return [html.unescape(text) for text in re.findall(r'class="notice">\s*<span>([^<]+)<', visitor.get("teams/").text)]
