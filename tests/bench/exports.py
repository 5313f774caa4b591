"""Files of 10,000 partnerships with their people, visits and agreements: time, memory, and who waits meanwhile."""

from __future__ import annotations

import statistics
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date
from tempfile import TemporaryFile

from flask import Flask
from sqlalchemy import insert

from lti_tool import db
from lti_tool.agreements.models import Agreement
from lti_tool.contacts.models import ContactRole, PartnerContact
from lti_tool.downloads import CSV, XLSX
from lti_tool.encounters.models import Encounter
from lti_tool.exports.files import write_file
from lti_tool.exports.queries import scope_of_college, scope_of_list
from lti_tool.partners.filters import Filter
from lti_tool.text import person_key, searchable

PARTNERS = 10_000
ROUNDS = 3
PERSON = "Henna Vuorinen"


def fill_exports(organisation_id: int, person_id: int) -> None:
    """For each partner a person and a visit, for each tenth an agreement; straight into the tables."""
    own = {"organisation_id": organisation_id, "version": 1, "is_archived": False}
    ids = range(1, PARTNERS + 1)
    keys = {"name_key": person_key(PERSON), "search_text": searchable(PERSON)}
    contact = {"organisation_id": organisation_id, "version": 1, "name": PERSON, **keys, "phone": "+358501234567"}
    visit = {**own, "kind": "visit", "happened_on": date(2026, 9, 14), "text": "Sovittiin kevään jaksoista ja näytöistä."}
    days = {"starts_on": date(2025, 1, 1), "due_on": date(2027, 1, 1), "ends_on": date(2027, 1, 1)}
    connection = db.session.connection()  # past the history
    connection.execute(insert(PartnerContact), [{**contact, "id": number} for number in ids])
    roles = [{**own, "partner_id": number, "contact_id": number, "title": "keittiöpäällikkö"} for number in ids]
    connection.execute(insert(ContactRole), roles)
    connection.execute(insert(Encounter), [{**visit, "partner_id": number, "author_id": person_id} for number in ids])
    agreements = [{**own, **days, "partner_id": number, "kind": "partnership"} for number in ids[::10]]
    connection.execute(insert(Agreement), agreements)
    db.session.commit()


def export_figures(app: Flask, organisation_id: int, save: Callable[[], None]) -> Iterator[tuple[str, str]]:
    """What is printed, as pairs of what and figure."""
    with app.test_request_context():
        for kind in (XLSX, CSV):
            yield f"export of 10,000 partnerships, {kind}", _timed(kind, organisation_id)
        yield "memory that it takes, xlsx", f"{_memory(organisation_id):.1f} MB"
    alone = [_seconds(save) for _round in range(20)]
    yield "others' saves before it", f"{statistics.median(alone) * 1000:.0f} ms, longest {max(alone) * 1000:.0f}"
    beside = _saves_beside(app, organisation_id, save)
    yield "others' saves beside it", f"{statistics.median(beside) * 1000:.0f} ms, longest {max(beside) * 1000:.0f}"


def _export(kind: str, organisation_id: int) -> int:
    with TemporaryFile() as file:
        write_file(file, kind, scope_of_list(Filter(organisation_id), reaches_people=True))
        return file.tell()


def _timed(kind: str, organisation_id: int) -> str:
    walls = []
    spent = []
    for _round in range(ROUNDS):
        before = time.process_time()
        begin = time.perf_counter()
        size = _export(kind, organisation_id)
        walls.append(time.perf_counter() - begin)
        spent.append(time.process_time() - before)
    return f"{statistics.median(walls):.1f} s ({statistics.median(spent):.1f} s of the processor), {size / 1e6:.1f} MB"


def _memory(organisation_id: int) -> float:
    """The most that Python has held at once, in MB."""
    tracemalloc.start()
    _export(XLSX, organisation_id)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1e6


def _saves_beside(app: Flask, organisation_id: int, save: Callable[[], None]) -> list[float]:
    """Saves of others while everything is exported, as the request of an admin does it."""

    def export() -> None:
        with app.test_request_context(method="POST"), db.reading_beside(), TemporaryFile() as file:
            write_file(file, XLSX, scope_of_college(organisation_id, reaches_people=True))

    thread = threading.Thread(target=export)
    thread.start()
    waits = []
    while thread.is_alive():
        waits.append(_seconds(save))
    return waits


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin
