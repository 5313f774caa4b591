"""Fills a database with colleges in bulk: a sample of rows made in Python, then multiplied by the database itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    case,
    insert,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.schema import DropIndex

from lti_tool import db, history
from lti_tool.agreements.models import Agreement
from lti_tool.column_types import UtcDateTime
from lti_tool.encounters.models import Encounter
from lti_tool.figures.models import YearFigure
from lti_tool.history.models import Change, ChangeSet
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Organisation, Person
from lti_tool.text import person_key, searchable
from tests.country import register

STAFF = 40  # colleagues of each college, who are the contact persons of every second row
DAYS = 400  # over which the rows were changed
TIERS = ("everyday",) * 6 + ("development", "strategic", "network", "other")
TRADES = ("Palvelu", "Kuljetus", "Rakennus", "Hoiva", "Metalli", "Kahvila", "Puutarha", "Sähkö")
TEXTS = (
    "Oppimisjaksot, näytöt ja vierailut; työpaikkaohjaajien perehdytys syksyisin",
    "Rekrytointipäivä keväällä",
    "Yhteinen kehittämishanke, ohjausryhmä kokoontuu kahdesti vuodessa. Opiskelijat tekevät tilaustöitä, joista sovitaan erikseen.",
    "",
)
LONG = "Neuvottelukunnan muistio: " + "sovittiin seuraavan vuoden jaksoista ja näytöistä, kirjattiin toiveet. " * 30
FOLDED = ("unit", "unit_key", "manager_name", "end_reason", "our_role", "aims", "effect")  # of a partnership
LARGE_TABLES = (Partner, Partnership, ChangeSet, Change, Encounter, Agreement, YearFigure)
_ON_PARTNERS = {Encounter: register.has_visits, Agreement: register.has_agreement, YearFigure: register.has_visits}

_bulk = MetaData()
_COLLEGE = Table("bulk_college", _bulk, Column("place", Integer), Column("id", Integer), Column("every", Integer))


def fill(connection: Connection, sizes: dict[int, int], mine: dict[int, int]) -> None:
    """Give each college, by id, so many partners, each in one tier; `mine` is who of a college is its first contact person.

    What a college has lies between the rows of the others, as if all had grown at once.
    """
    most = max(sizes.values())
    places = {college: place for place, college in enumerate(sizes)}
    sample = _sample(most)
    _bulk.create_all(connection)
    sample.create(connection)
    connection.execute(insert(sample), [_sample_row(number) for number in range(most)])
    connection.execute(insert(_COLLEGE), [{"place": places[one], "id": one, "every": most // sizes[one]} for one in sizes])
    _add_staff(connection, sizes, mine)
    register.add_teams_and_needs(connection, list(sizes))
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SET LOCAL session_replication_role = replica")
        )  # no foreign key is looked up eight million times
    indexes = [index for model in LARGE_TABLES for index in model.__table__.indexes]  # type: ignore[attr-defined]
    for index in indexes:
        connection.execute(DropIndex(index, if_exists=True))  # one of the other database's is not there
    for model, values in _columns(sample, len(sizes)).items():
        query = select(*values.values()).join_from(sample, _COLLEGE, sample.c.number % _COLLEGE.c.every == 0)
        if model in _ON_PARTNERS:
            query = query.join(register.VISIT, _ON_PARTNERS[model](sample.c.mixed))
        _copy(connection, model, list(values), query.order_by(sample.c.number, _COLLEGE.c.place))
    for college, person in mine.items():
        first = Partnership.contact_person_id == _staff_id(college, 0)
        connection.execute(update(Partnership).where(first).values(contact_person_id=person))
    for index in indexes:
        index.create(connection, checkfirst=True)
    sample.drop(connection)
    register.drop_days(connection)
    _bulk.drop_all(connection)


def _copy(connection: Connection, model: type[db.Base], columns: list[str], rows: Select[Any]) -> None:
    table = model.__table__
    connection.execute(insert(table).from_select(columns, rows, include_defaults=False))  # type: ignore[arg-type]
    if connection.dialect.name == "postgresql":
        sequence = f"pg_get_serial_sequence('{table.name}', 'id')"  # type: ignore[attr-defined]
        connection.execute(text(f"SELECT setval({sequence}, (SELECT max(id) FROM {table.name}))"))  # type: ignore[attr-defined]


def add_colleges(count: int) -> list[int]:
    """Colleges that nobody opens, by their ids."""
    colleges = [Organisation(name=f"Oppilaitos {number}") for number in range(count)]
    db.session.add_all(colleges)
    db.session.commit()
    return [college.id for college in colleges]


def _sample_row(number: int) -> dict[str, Any]:
    """One partner and its row, as a college has it; its keys are what the models make."""
    mixed = number * 7919 % 1_000_003
    kind = mixed % 100
    name = f"{TRADES[mixed % 8]} {mixed:07} {'Leipomo' if kind % 50 == 0 else 'Tuote'} Oy"
    partner = Partner(name=name, url=f"https://kumppani{mixed}.example", other_names=[])
    partner.refresh(history.Unnamed(1, ""))
    has_person = mixed % 2 == 1
    row = Partnership(
        partner=partner,
        tier=TIERS[mixed % 10],
        description=LONG if kind == 7 else TEXTS[mixed % 4],
        contact_person_id=1 if has_person else None,
        contact_name="" if has_person else f"Tiimi {mixed % STAFF}",
    )
    return {
        "number": number,
        "mixed": mixed,
        "staff": mixed // 2 % STAFF,
        "changed_at": db.now() - timedelta(days=mixed % DAYS, seconds=number),
        "name": name,
        "url": partner.url,
        "name_key": partner.name_key,
        "names_text": partner.names_text,
        "tier": row.tier,
        "description": row.description,
        "has_person": has_person,
        "contact_name": row.contact_name,
        **row.keys_for_finding(),
    }


def _sample(size: int) -> Table:
    """The table of the sample; its columns are those of a row."""
    types = {int: Integer, bool: Boolean, str: Text, datetime: UtcDateTime}
    return Table("bulk_sample", MetaData(), *(Column(name, types[type(value)]) for name, value in _sample_row(size).items()))


def _staff_id(college: Any, number: Any) -> Any:
    return college * 1000 + 100_000 + number


def _add_staff(connection: Connection, sizes: dict[int, int], mine: dict[int, int]) -> None:
    people = []
    for college in sizes:
        for number in range(STAFF):
            name = f"Etunimi{number} Sukunimi{college % 7}"
            people.append(
                {
                    "id": _staff_id(college, number),
                    "organisation_id": college,
                    "issuer": "https://moodle.example",
                    "subject": f"{college}-{number}",
                    "name": name,
                    "search_text": searchable(name),
                    "name_key": person_key(name),
                    "is_staff": True,
                }
            )
    connection.execute(insert(Person), people)


def _columns(sample: Table, colleges: int) -> dict[type[db.Base], dict[str, Any]]:
    """For each table its columns, as the sample and the colleges give them."""
    one = sample.c
    row_id = one.number * colleges + _COLLEGE.c.place + 1
    staff = _staff_id(_COLLEGE.c.id, one.staff)
    nothing = literal("")
    partner = {
        "id": row_id,
        "organisation_id": _COLLEGE.c.id,
        **{name: one[name] for name in ("name", "url", "name_key", "names_text")},
        **dict.fromkeys(("apart", "business_id", "municipality", "approach", "crm_url", "notes"), nothing),
        "last_contact_on": register.last_contact_of(one.mixed),
        "is_archived": literal(False),
        "version": literal(1),
    }
    keys = Partnership(partner=Partner(name="", url="", other_names=[]), description="", contact_name="").keys_for_finding()
    partnership = {
        "id": row_id,
        "organisation_id": _COLLEGE.c.id,
        "partner_id": row_id,
        **{name: one[name] for name in ("tier", "description", "contact_name", *keys)},
        **dict.fromkeys(FOLDED, nothing),
        "team_id": register.team_of(_COLLEGE.c.id, one.mixed),
        "deputy_name": case((one.mixed % 3 != 0, literal("Varahenkilö")), else_=nothing),
        "state": literal("current"),
        "could_deepen": literal(False),
        "contact_person_id": case((one.has_person, staff)),
        "is_archived": literal(False),
        "version": literal(1),
        "changed_at": one.changed_at,
        "changed_by_id": staff,
    }
    change_set = {
        "id": row_id,
        "organisation_id": _COLLEGE.c.id,
        "actor_id": staff,
        "actor_name": nothing,
        "act": literal("partnership.add"),
        "subject": one.name,
        "created_at": one.changed_at,
        "is_admins": literal(False),
        "is_open": literal(False),
        "rows": literal(1),
    }
    change = {
        "id": row_id,
        "change_set_id": row_id,
        "entity": literal("partnership"),
        "entity_id": row_id,
        "field": literal("tier"),
        "version": literal(1),
        "is_creation": literal(True),
    }
    on_partners = register.columns(row_id, _COLLEGE.c.id, one.mixed, staff, one.changed_at)
    return {Partner: partner, Partnership: partnership, ChangeSet: change_set, Change: change, **on_partners}
