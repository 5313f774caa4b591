"""A partner with year figures, as the form sends them and as an import sets them."""

import html
import re
from decimal import Decimal

import pytest
from sqlalchemy import select

from lti_tool import db
from lti_tool.figures.models import YearFigure
from lti_tool.figures.operations import Row, set_figures
from lti_tool.partners.models import Partner
from lti_tool.people.models import Person

NAME = "Kahvila Kerttuli Ky"


@pytest.fixture
def partner(maija):
    maija.add(NAME)
    return maija


@pytest.fixture
def save(partner):
    """save(2025, euros="1 200"): what one types into the form as it stands."""

    def press(year, visitor=partner, version=None, **typed):
        path = f"figures/of/1/{year}"
        page = visitor.get(path)
        shown = version or held(page, "version")
        values = {kind: held(page, kind) for kind in ("euros", "students", "events")}
        return visitor.post(path, {**values, **typed, "version": shown})

    return press


@pytest.fixture
def stored(app):
    """stored(): what stands of all partners, by partner, year and kind."""

    def read():
        with app.app_context():
            rows = db.session.scalars(select(YearFigure).where(YearFigure.is_archived.is_(False))).all()
            return {(one.partner_id, one.year, one.kind): one.value for one in rows}

    return read


@pytest.fixture
def set_many(app):
    """set_many((1, 2025, "euros", "100")): as an import does; gives how many were made, changed, emptied and the same."""

    def run(*rows):
        with app.app_context():
            partners = {one.id: one for one in db.session.scalars(select(Partner))}
            actor = db.session.scalars(select(Person)).first()
            of = [Row(partners[one], year, kind, None if value is None else Decimal(value)) for one, year, kind, value in rows]
            saved = set_figures(of, actor)
            db.session.commit()
            return len(saved.made), len(saved.changed), len(saved.emptied), saved.same

    return run


def held(page, name):
    """What a field of a page holds."""
    field = re.search(rf'<input[^>]* name="{name}"[^>]*>', page.text)[0]
    return html.unescape(re.search(r' value="([^"]*)"', field)[1])


def lines(page):
    """The rows of the table on a partner's page, without markup."""
    table = page.text.partition('id="figures"')[2].partition("</table>")[0].partition("<tbody>")[2]
    rows = re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)
    return [" ".join(html.unescape(re.sub("<[^>]+>", " ", row)).split()) for row in rows]
