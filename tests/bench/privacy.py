"""Erasing one person in a full register, and finding the texts that name the person."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Flask, g
from sqlalchemy import event, insert, text, update

from lti_tool import db
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.encounters.models import Encounter
from lti_tool.history.models import Change, ChangeSet
from lti_tool.people.models import Person
from lti_tool.privacy.held import copy_of, named_in_texts
from lti_tool.privacy.operations import erase_contact, erase_person
from lti_tool.privacy.registry import OURS, THEIRS
from lti_tool.text import person_key, searchable
from tests.bench.processor import processor_time

PEOPLE = 5
PARTNERS_OF_EACH = 40
LINES_OF_EACH = 10  # in the history, of each role
ROUNDS = 5


def add_people(app: Flask, organisation_id: int, actor_id: int) -> None:
    """Partners' people with a past, and as many of ours who carry the register in turn; straight into the tables."""
    with app.app_context():
        own = {"organisation_id": organisation_id, "version": 1}
        connection = db.session.connection()
        connection.execute(insert(PartnerContact), [_contact(own, number) for number in range(1, PEOPLE + 1)])
        roles = [_role(own, contact, number) for contact in range(1, PEOPLE + 1) for number in range(1, PARTNERS_OF_EACH + 1)]
        connection.execute(insert(ContactRole), roles)
        act = {"organisation_id": organisation_id, "actor_id": actor_id, "actor_name": "Maija Koskela"}
        told = {"act": "contact_role.edit", "subject": "Henna Vuorinen 1, Kumppani", "created_at": db.now()}
        acts = [{**act, **told, "id": 100 + number} for number in range(LINES_OF_EACH)]
        connection.execute(insert(ChangeSet), acts)
        lines = [_line(role["id"], 100 + number) for role in roles for number in range(LINES_OF_EACH)]
        connection.execute(insert(Change), lines)
        people = [_person(organisation_id, number) for number in range(PEOPLE)]
        connection.execute(insert(Person), people)
        visits = Encounter.__table__
        for number in range(PEOPLE):
            mine = visits.c.id % PEOPLE == number
            connection.execute(update(visits).where(mine).values(author_id=1000 + number))
        db.session.commit()
        db.session.execute(text("ANALYZE"))
        db.session.commit()


def _contact(own: dict, number: int) -> dict:
    name = f"Henna Vuorinen {number}"
    keys = {"name_key": person_key(name), "search_text": searchable(name)}
    return {**own, **keys, "id": number, "name": name, "email": f"henna{number}@kumppani.example", "phone": "+358501234567"}


def _role(own: dict, contact: int, number: int) -> dict:
    place = {"partner_id": contact * PARTNERS_OF_EACH + number, "contact_id": contact}
    return {**own, **place, "id": contact * 1000 + number, "title": "vastaanottopäällikkö", "is_archived": False}


def _line(role_id: int, act_id: int) -> dict:
    place = {"entity": "contact_role", "entity_id": role_id, "field": "title", "version": 1, "is_creation": False}
    return {**place, "change_set_id": act_id, "before": "johtaja", "after": "vastaanottopäällikkö"}


def _person(organisation_id: int, number: int) -> dict:
    name = f"Liisa Lehtonen{number}"
    keys = {"search_text": searchable(name), "name_key": person_key(name)}
    return {**keys, "id": 1000 + number, "organisation_id": organisation_id, "issuer": "x", "subject": str(number), "name": name}


def privacy_figures(app: Flask, organisation_id: int, actor_id: int) -> Iterator[tuple[str, str]]:
    """What erasing and looking through the texts take, in milliseconds of the processor and statements."""
    add_people(app, organisation_id, actor_id)
    contacts = iter(range(1, PEOPLE + 1))
    yield "texts that name a partner's person", _figure(app, lambda: _read(THEIRS, PartnerContact, 1))
    yield (
        "copy of one of ours with 6,000 visits",
        _figure(app, lambda: copy_of(OURS, db.session.get_one(Person, 1000), is_own=True)),
    )
    yield "erase a partner's person at 40 partners", _figure(app, lambda: _erase_contact(next(contacts), actor_id), PEOPLE - 1)
    people = iter(range(1000, 1000 + PEOPLE))
    yield "erase one of ours with 6,000 visits", _figure(app, lambda: _erase_person(next(people), actor_id), PEOPLE - 1)


def _read(entity: str, model: type, row_id: int) -> None:
    named_in_texts(entity, db.session.get_one(model, row_id))


def _erase_contact(contact_id: int, actor_id: int) -> None:
    erase_contact(db.session.get_one(PartnerContact, contact_id), db.session.get_one(Person, actor_id))
    db.session.commit()


def _erase_person(person_id: int, actor_id: int) -> None:
    erase_person(db.session.get_one(Person, person_id), db.session.get_one(Person, actor_id))
    db.session.commit()


def _figure(app: Flask, act: Callable[[], object], rounds: int = ROUNDS) -> str:
    asked: list[str] = []

    def in_app() -> None:
        asked.clear()
        with app.test_request_context(method="POST"):
            g.launch_key = "bench"  # pages lead to rows
            act()

    engine = app.extensions["hoitomalli_engines"]["writing"]

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    spent = processor_time(in_app, rounds)
    event.remove(engine, "before_cursor_execute", note)
    return f"{spent:.0f} ms of the processor, {len(asked)} statements"
