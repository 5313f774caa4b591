"""The calendar of one of ours: 500 entries in a full register, asked anew, as a calendar does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice

from flask import Flask
from sqlalchemy import insert, select

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.days import today
from lti_tool.history.models import Change, ChangeSet
from lti_tool.partners.row_models import Partnership
from lti_tool.plan.models import Action, ActionPartner
from tests.bench.processor import processor_time
from tests.visitor import Visitor

ACTIONS = 400
AGREEMENTS = 100
OTHERS = 1600  # actions of other people
LINES_OF_EACH = 12  # in the history
ROUNDS = 40
_TEXT = "Vierailu työpaikalla: sovitaan keväästä, käydään läpi syksyn jaksot ja mitä niistä opittiin"


def fill_calendar(organisation_id: int, person_id: int, partner_ids: list[int]) -> None:
    """Straight into the tables: a plan of 2,000 actions, 400 of them of this person, and agreements with her partners."""
    own = {"organisation_id": organisation_id, "version": 3}
    first = today()
    connection = db.session.connection()
    days = [first + timedelta(days=number % 360) for number in range(ACTIONS + OTHERS)]
    connection.execute(
        insert(Action),
        [
            {
                **own,
                "id": 1 + number,
                "text": f"{_TEXT} {number}",
                "starts_on": day,
                "ends_on": day,
                "contact_person_id": person_id if number < ACTIONS else None,
                "contact_name": "" if number < ACTIONS else "Tiimi 7",
            }
            for number, day in enumerate(days)
        ],
    )
    partners = list(islice(cycle(partner_ids), ACTIONS))
    connection.execute(
        insert(ActionPartner),
        [{**own, "id": 1 + n, "action_id": 1 + n, "partner_id": partner} for n, partner in enumerate(partners)],
    )
    agreed = {**own, "kind": "partnership", "starts_on": first - timedelta(days=400)}
    connection.execute(
        insert(Agreement),
        [
            {**agreed, "id": 1 + n, "partner_id": partner, "review_on": days[n], "due_on": days[n], "created_at": db.now()}
            for n, partner in enumerate(partner_ids)
        ],
    )
    act = {"organisation_id": organisation_id, "actor_id": person_id, "actor_name": "", "subject": "", "created_at": db.now()}
    connection.execute(insert(ChangeSet), [{**act, "id": 10_000 + n, "act": "action.edit"} for n in range(LINES_OF_EACH)])
    line = {"field": "text", "before": "a", "after": "b", "version": 2}
    for entity, count in ((Action.__tablename__, ACTIONS + OTHERS), (Agreement.__tablename__, AGREEMENTS)):
        rows = [(row, act) for row in range(1, count + 1) for act in range(LINES_OF_EACH)]
        lines = [{**line, "entity": entity, "entity_id": row, "change_set_id": 10_000 + act} for row, act in rows]
        connection.execute(insert(Change), lines)
    db.session.commit()


def calendar_figures(app: Flask, visitor: Visitor, organisation_id: int, person_id: int) -> Iterator[tuple[str, str]]:
    """The feed, with 500 entries, and the answer to a calendar that has it already."""
    with app.app_context():
        hers = (Partnership.organisation_id == organisation_id, Partnership.contact_person_id == person_id)
        partner_ids = list(db.session.scalars(select(Partnership.partner_id).where(*hers).distinct().limit(AGREEMENTS)))
        fill_calendar(organisation_id, person_id, partner_ids)
    path = re.search(r'value="https://tool\.test(/calendar/[^"]+)"', visitor.post("calendar/").text)[1]
    client = app.test_client()

    def ask(path: str = path, **headers: str):
        return client.get(path, base_url="https://tool.test", headers=headers)

    answer = ask()
    entries = answer.text.count("BEGIN:VEVENT")
    yield f"calendar feed, {entries} entries, {len(answer.data) // 1000} kB", _spent(ask)
    tag = {"If-None-Match": answer.headers["ETag"]}
    yield "the same, unchanged (304)", _spent(lambda: ask(**tag))
    yield "a guessed address (404)", _spent(lambda: ask("/calendar/guessed.ics"))


def _spent(act) -> str:
    return f"{processor_time(act, ROUNDS):.1f} ms of the processor"
