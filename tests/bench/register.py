"""The partner register at 3,000 partners, 6,000 partnerships and 30,000 visits: filters, a partner's page, the hint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import event, insert, text

from lti_tool import db
from lti_tool.encounters.models import Encounter, Need
from lti_tool.partners.models import Partner
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Person
from lti_tool.teams.models import Team
from lti_tool.teams.operations import add_team
from lti_tool.text import name_key, person_key, search_key, searchable, sort_key
from tests.bench.processor import processor_time
from tests.visitor import Visitor

PARTNERS = 3000
VISITS_OF_EACH = 10
NEEDS = 200
TEAMS = 12
TIERS = ("everyday", "development", "strategic", "network", "other")
ROUNDS = 20
PAGES = {
    "a tier": "tiers/development",
    "filters: team, not met for half a year, without deputy": "partners/?team=3&met=half-year&lacks=deputy",
    "filters: need, field, tier": "partners/?need=5&field=3&tier=development",
    "filters: never met, without agreement, by last contact": "partners/?met=never&agreement=none&order=met",
    "filters: words, team, need": "partners/?q=leipomo&team=2&need=7",
    "filters: a colleague's name": "partners/?contact=Maija+Koskela",
    "asks for attention: on one person": "partners/?care=one-person",
    "asks for attention: over half a year without contact": "partners/?care=half-year",
    "mine, without deputy": "partners/?mine=1&lacks=deputy",
    "a partner's page": "partners/1500",
    "hint": "partners/similar?name=leipomo+0000123",
    "find": "find?q=leipomo",
    "needs of a term": "needs/",
    "log a visit": "log",
    "the overview": "",
}


def fill_register(app: Flask, organisation_id: int, person_id: int) -> None:
    """Straight into the tables, but for the teams."""
    with app.app_context():
        actor = db.session.get(Person, person_id)
        assert actor is not None
        for number in range(TEAMS):
            add_team(f"Tiimi {number}", f"Ala {number % 5}", actor, is_member=number < 2)
        db.session.commit()
        teams = [team.id for team in db.session.query(Team)]
        own = {"organisation_id": organisation_id, "version": 1}
        needs = [
            {**own, "id": n + 1, "text": f"Tarve {n}", "text_key": search_key(f"Tarve {n}"), "is_archived": False}
            for n in range(NEEDS)
        ]
        connection = db.session.connection()  # past the history
        connection.execute(insert(Need), needs)
        connection.execute(insert(Partner), [_partner(own, number) for number in range(PARTNERS)])
        connection.execute(insert(Partnership), [_row(own, number, person_id, teams) for number in range(2 * PARTNERS)])
        connection.execute(insert(Encounter), [_visit(own, number, person_id) for number in range(VISITS_OF_EACH * PARTNERS)])
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()


def _name(number: int) -> str:
    return f"{'Leipomo' if number % 20 == 0 else 'Palvelu'} {number * 7919 % 1000003:07} Oy"


def _partner(own: dict, number: int) -> dict:
    name = _name(number)
    met_on = None if number % 10 == 0 else date.today() - timedelta(days=number % 400)  # noqa: DTZ011 - any day will do
    keys = {"name_key": name_key(name), "names_text": name_key(name)}
    return {**own, **keys, "id": number + 1, "name": name, "url": "https://kumppani.example", "last_contact_on": met_on}


def _row(own: dict, number: int, person_id: int, teams: list[int]) -> dict:
    name = _name(number // 2)
    description = "Oppimisjaksot, näytöt ja vierailut; työpaikkaohjaajien perehdytys syksyisin"
    has_person = number % 30 == 0
    contact = f"Henkilö {number % 40}"
    return {
        **own,
        "id": number + 1,
        "partner_id": number // 2 + 1,
        "tier": TIERS[(number // 2 + number % 2) % 5],
        "team_id": teams[number % TEAMS] if number % 4 else None,
        "description": description,
        "contact_person_id": person_id if has_person else None,
        "contact_name": "" if has_person else contact,
        "contact_key": "" if has_person else person_key(contact),
        "deputy_name": "Varahenkilö" if number % 3 else "",
        "sort_key": sort_key(name),
        "search_text": searchable(f"{name} {description} {contact}"),
        "changed_at": db.now() - timedelta(days=number % 300),
        "changed_by_id": person_id,
    }


def _visit(own: dict, number: int, person_id: int) -> dict:
    day = date.today() - timedelta(days=number * 7 % 900)  # noqa: DTZ011
    return {
        **own,
        "id": number + 1,
        "partner_id": number % PARTNERS + 1,
        "kind": "visit",
        "happened_on": day,
        "text": "Sovittiin kevään jaksoista ja näytöistä.",
        "need_id": number % NEEDS + 1 if number % 4 == 0 else None,
        "author_id": person_id,
        "logged_at": db.now(),
    }


def register_figures(app: Flask, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """For each page its processor time and statements."""
    for name, path in PAGES.items():
        spent = processor_time(lambda path=path: _open(visitor, path), ROUNDS)
        yield name, f"{spent:.1f} ms of the processor, {_statements(app, visitor, path)} statements"


def _open(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 200, (path, answer.text)


def _statements(app: Flask, visitor: Visitor, path: str) -> int:
    asked: list[str] = []
    engine = app.extensions["hoitomalli_engines"]["reading"]

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    _open(visitor, path)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)
