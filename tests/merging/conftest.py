"""Two partners that are one company, with something of everything at each."""

import html
import re

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.encounters.models import Encounter
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership


@pytest.fixture
def college(maija):
    """maija's college with partner 1 and partner 2 of nearly one name, in two tiers, and partner 3, another one."""
    maija.add("Hotelli Vaskiniemi Oy", "Oppimisjaksot", tier="everyday")
    maija.add("Vaskiniemen hotelli", "Näytöt", tier="development")
    maija.add("Leipomo Kultakuori Oy", "Leivät", tier="everyday")
    return maija


class Merging:
    """What one does on the page of a merge: open it, answer, press."""

    def __init__(self, visitor):
        self.visitor = visitor

    def page(self, one=1, other=2):
        page = self.visitor.get(f"partners/{one}/merge/{other}")
        assert page.status_code == 200, page.text
        return page

    def seen(self, page):
        return re.search(r'name="seen" value="(\w+)"', page.text)[1]

    def press(self, one=1, other=2, page=None, **answers):
        """Merge as shown, `stays` and the answers as given; what is shown is what was seen, as when one presses twice."""
        data = {"stays": answers.pop("stays", one)}
        data |= {f"answer-{key.replace('__', '.')}": value for key, value in answers.items()}
        page = page or self.page(one, other)
        answer = self.visitor.post(f"partners/{one}/merge/{other}", {**data, "seen": self.seen(page)})
        if answer.status_code == 422 and 'name="seen"' in answer.text:
            answer = self.visitor.post(f"partners/{one}/merge/{other}", {**data, "seen": self.seen(answer)})
        return answer

    def dropped(self, page):
        """The lines of what will be dropped."""
        part = page.text.split('id="dropped"')[1].split("</ul>")[0]
        lines = re.findall(r"<li>(.*?)</li>", part, re.S)
        return [" ".join(html.unescape(re.sub("<[^>]+>", " ", line)).split()) for line in lines]

    def undo(self, visitor=None):
        """Press Undo beside the merge on the survivor's page."""
        visitor = visitor or self.visitor
        return visitor.post(f"undo/{self.act_id()}", {"back": visitor.base + "partners/1"})

    def act_id(self):
        from lti_tool.history.models import ChangeSet

        with self.visitor.client.application.app_context():
            chain = select(ChangeSet.id).order_by(ChangeSet.id.desc())
            root = db.session.scalar(chain.where(ChangeSet.act == "partner.merge").limit(1))
            return db.session.scalar(chain.where(ChangeSet.root_id == root).limit(1)) or root


@pytest.fixture
def merging(college):
    return Merging(college)


@pytest.fixture
def read(app):
    """Rows of the database: read(lambda: …)."""

    def inside(what):
        with app.app_context():
            return what()

    return inside


def correct(visitor, partner_id, **facts):
    """Correct a partner's facts as its form does."""
    form = visitor.get(f"partners/{partner_id}/edit").text
    held = {name: html.unescape(re.search(rf'name="{name}"[^>]* value="([^"]*)"', form)[1]) for name in ("name", "version")}
    answer = visitor.post(f"partners/{partner_id}/edit", {**held, **facts})
    assert answer.status_code == 303, answer.text


def rows_of(partner_id):
    query = select(Partnership.tier, Partnership.is_archived).where(Partnership.partner_id == partner_id)
    return [tuple(row) for row in db.session.execute(query.order_by(Partnership.id))]


def visits_of(partner_id):
    query = select(Encounter.text).where(Encounter.partner_id == partner_id)
    return list(db.session.scalars(query.order_by(Encounter.happened_on, Encounter.id)))


def partner(partner_id):
    return db.session.get(Partner, partner_id)
