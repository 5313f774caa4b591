"""How long big acts and their undoing take, how many statements an edit and a partner's page send: by CPU and statements."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import event, select

from lti_tool import db, history
from lti_tool.app import create_app
from lti_tool.config import Settings
from lti_tool.history.past import past_of
from lti_tool.history.undoing import undo
from lti_tool.partners.adding import NewRow, add_partnerships
from lti_tool.partners.operations import Values, edit_partnership
from lti_tool.partners.row_models import Partnership
from lti_tool.people.models import Organisation, Person
from tests.conftest import SECRET, TOOL, prepare

SIZES = (1_000, 10_000)


def history_figures(url: str) -> dict[str, str]:
    """What was measured, in words, by what it is."""
    prepare(url)
    app = create_app(Settings(TOOL, url, SECRET))
    figures: dict[str, str] = {}
    with app.test_request_context(method="POST"):
        actor = _actor()
        for size in SIZES:
            rows = _rows(actor, size)
            acts: list[history.Act] = []
            figures[f"an act of {size:,} changed rows"] = _spent(
                lambda rows=rows, acts=acts: acts.append(_change_all(rows, actor))
            )
            figures[f"its undo, {size:,} rows"] = _spent(lambda acts=acts: _undo(acts[0], actor))
        row = _rows(actor, 1)[0]
        for count in (20, 2_000):
            while row.version <= count:
                edit_partnership(row, Values(None, None, f"Sanat {row.version}", None), row.row_version, actor)
            db.session.commit()
            figures[f"the history of a partner with {count:,} changes"] = _counted(app, lambda: past_of([row, row.partner]))
        edit = Values(row.partner.name, "", "Uudet sanat", row.contact)
        db.session.expire_all()
        figures["an edit saved, its operation alone"] = _counted(app, lambda: _edit(row, edit, actor))
    db.disconnect(app)
    return figures


def _actor() -> Person:
    college = Organisation(name="Opisto")
    db.session.add(college)
    db.session.flush()
    actor = Person(organisation_id=college.id, issuer="https://moodle.example", subject="1", name="Maija Koskela")
    db.session.add(actor)
    db.session.commit()
    return actor


def _rows(actor: Person, size: int) -> list[Partnership]:
    entries = [NewRow("everyday", Values(f"Kumppani {size} {number:06}", "", "Näytöt", "")) for number in range(size)]
    rows, _act = add_partnerships(entries, actor, subject="")
    db.session.commit()
    return rows


def _change_all(rows: list[Partnership], actor: Person) -> history.Act:
    with history.act("partnership.edit", "", actor) as act:
        for row in rows:
            row.description = "Uudet sanat"
            row.contact_name = "Matkailutiimi"
            row.contact_person_id = None
    db.session.commit()
    return act


def _undo(act: history.Act, actor: Person) -> None:
    assert act.change_set is not None
    undo(act.change_set, actor)
    db.session.commit()


def _edit(row: Partnership, values: Values, actor: Person) -> None:
    edit_partnership(
        db.session.scalars(select(Partnership).where(Partnership.id == row.id)).one(), values, row.row_version, actor
    )
    db.session.commit()


def _spent(work: Callable[[], object]) -> str:
    began = time.perf_counter()
    cpu = time.process_time()
    work()
    return f"{time.perf_counter() - began:.2f} s (CPU {time.process_time() - cpu:.2f})"


def _counted(app: Flask, work: Callable[[], object]) -> str:
    counted: list[str] = []
    engine = app.extensions["hoitomalli_engines"]["writing"]
    listener = lambda *args: counted.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    spent = _spent(work)
    event.remove(engine, "before_cursor_execute", listener)
    return f"{len(counted)} statements, {spent}"
