"""A college whose lists hold what spoils files, and files read as an import reads them."""

import io
import re
import zipfile
from datetime import date

import pytest
from sqlalchemy import select

from lti_tool import db, history
from lti_tool.agreements.models import Agreement
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.encounters.models import Encounter
from lti_tool.partners.models import OtherName, Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person
from lti_tool.plan.models import Action, ActionPartner, Aim
from lti_tool.teams.operations import add_team
from lti_tool.transfer.child import read_content
from lti_tool.transfer.columns import guess_layout
from lti_tool.transfer.table_rows import read_table


def tables_of(content):
    """The sheets of a file by name, each as it is read: a list of values by meaning for each row."""
    found = {}
    for sheet in read_content(content):
        read = read_table(sheet.rows, guess_layout(sheet.rows))
        assert [row.reason for row in read.no_rows] == ["header"]
        found[sheet.name] = [row.values for row in read.rows]
    return found


def cells_of(content):
    """The cells of a file's sheets by name, as they stand."""
    return {sheet.name: sheet.rows for sheet in read_content(content)}


def parts_of(content):
    """The XML of a workbook, by part."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


@pytest.fixture
def export():
    """export(maija, "tier=everyday", kind="csv"): the content of the file that a list is exported to."""

    def get(visitor, query="", kind="xlsx"):
        answer = visitor.get(f"export/file?{query}&kind={kind}")
        assert answer.status_code == 200, answer.text
        name = re.fullmatch(r"attachment; filename=[a-z]+-\d{4}-\d\d-\d\d\.(xlsx|csv)", answer.headers["Content-Disposition"])
        assert name[1] == kind
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        return answer.data

    return get


NAMES = [
    "=1+1",
    "@SUM Oy",
    "+358 Puhelin Oy",
    "007 Leipomo",
    "1-2",
    "Rock '-n'-roll Oy",
    'A; B "C" Oy',
    "Åbo Åkeri Ab",
]


@pytest.fixture
def college(app, maija, organisation_id):
    """The list of maija's college: rows that hold everything, and names that spoil files."""
    with app.app_context():
        actor = db.session.scalars(select(Person).where(Person.name == "Maija Koskela")).one()
        own = {"organisation_id": organisation_id, "tier": "everyday", "changed_by_id": actor.id}
        with history.act("partnership.add", "", actor):
            team, _act = add_team("Matkailutiimi", "Matkailu", actor)
            for name in NAMES:
                partner = made(Partner, organisation_id=organisation_id, name=name)
                db.session.add(made(Partnership, partner=partner, description=f"- {name}\n= ja niin edelleen", **own))
            db.session.flush()
            add_full(own, team, actor)
        db.session.commit()
    return maija


def made(model, **values):
    """A row with its columns' defaults, which the database would fill in too late for its keys."""
    columns = [column for column in model.__table__.columns if column.default is not None and column.default.is_scalar]
    return model(**{**{column.key: column.default.arg for column in columns}, **values})


def add_full(own, team, actor):
    """A partner in two tiers, with all that a file can tell of it."""
    of_college = {"organisation_id": own["organisation_id"]}
    partner = made(
        Partner,
        **of_college,
        name="Öljynpuu Oy",
        url="https://oljynpuu.example/fi?a=1;b=2",
        business_id="0112038-9",
        municipality="Ähtäri",
        approach="ask",
        crm_url="https://crm.example/7",
        notes="Kahvi ilman maitoa",
    )
    partner.other_names = [made(OtherName, **of_college, name=name) for name in ("Olivträdet; Ab", "ÖP")]
    everyday = made(
        Partnership,
        partner=partner,
        description="Työssäoppimista – syksyisin",
        contact_person_id=actor.id,
        contact_name="aulasta",
        deputy_name="Matti Meikäläinen",
        team_id=team.id,
        starts_on=date(2019, 8, 1),
        ends_on=date(2031, 7, 31),
        cycle_months=6,
        unit="Keittiö",
        manager_name="Rehtori",
        our_role="Kouluttaja",
        aims="Kesätyöt",
        effect="furthers",
        could_deepen=True,
        **own,
    )
    own["tier"] = "strategic"
    strategic = made(Partnership, partner=partner, state="wanted", contact_name="Matkailutiimi", aims="Yhdessä", **own)
    person = made(PartnerContact, **of_college, name="Henna Vuorinen", email="henna@oljynpuu.example", phone="+358501234567")
    gone = made(PartnerContact, **of_college, name="Lähtenyt Henkilö")
    db.session.add_all([everyday, strategic, person, gone])
    db.session.flush()
    of_partner = {**of_college, "partner_id": partner.id}
    db.session.add_all(
        [
            made(ContactRole, **of_partner, contact=person, title="keittiöpäällikkö", level="management"),
            made(ContactRole, **of_partner, contact=gone, left_on=date(2026, 1, 1)),
            made(
                Encounter,
                **of_partner,
                kind="visit",
                happened_on=date(2026, 9, 14),
                text="Sovittiin jaksoista",
                author_id=actor.id,
            ),
            made(Encounter, **of_partner, kind="call", happened_on=date(2026, 10, 2), text="- Soitto", author_id=actor.id),
            *actions(of_college, team, partner, actor),
            made(
                Agreement,
                **of_partner,
                kind="partnership",
                url="https://sopimus.example/1",
                our_signer="Reetta Rehtori",
                starts_on=date(2025, 1, 1),
                ends_on=date(2027, 1, 31),
                review_on=date(2026, 12, 1),
            ),
        ]
    )


def actions(of_college, team, partner, actor):
    """An action with the partner, and one of the college's own with nobody."""
    month = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 10, 31), "is_by_month": True}
    aim = made(Aim, **of_college, team_id=team.id, text="Paikat")
    done = {"state": "done", "outcome": "Kaksi jaksoa", "tier": "everyday"}
    with_partner = made(
        Action, **of_college, **month, **done, text="Jaksot", team_id=team.id, aim=aim, contact_person_id=actor.id
    )
    with_partner.with_partners = [made(ActionPartner, **of_college, partner_id=partner.id)]
    day = date(2026, 11, 2)
    return [with_partner, made(Action, **of_college, text="Opiston kirje", starts_on=day, ends_on=day)]
