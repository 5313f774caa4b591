"""What a change of hands of 400 lines costs in the register's college: its page, the act, the undo, many rows at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import event

from lti_tool import db
from lti_tool.partners.row_models import Partnership
from lti_tool.text import person_key
from tests.bench.processor import processor_time
from tests.visitor import Visitor

WHOSE = "handover/?name=Henkil%C3%B6+1"
LINES = 400
ROUNDS = 5


def handover_figures(app: Flask, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """After `fill_register`: of somebody who stands as text in 400 rows and more, over to a colleague and back."""
    _carry(app, LINES)
    page = visitor.get(WHOSE)
    lines = re.findall(r'name="lines" value="([^"]+)" checked', page.text)[:LINES]
    assert len(lines) == LINES, len(lines)
    yield "hand over: its page", f"{processor_time(lambda: visitor.get(WHOSE), ROUNDS):.0f} ms of the processor"
    form = {"csrf_token": visitor.token(), "receiver": "Maija Koskela", "lines": lines}
    acts: list[str] = []

    def give() -> None:
        answer = visitor.request("POST", visitor.base + WHOSE, data=form)
        assert answer.status_code == 303, answer.text
        acts.append(re.findall(r"undo/(\d+)", visitor.get("teams/").text)[-1])

    def take_back() -> None:
        answer = visitor.request("POST", f"{visitor.base}undo/{acts[-1]}", data={"csrf_token": form["csrf_token"]})
        assert answer.status_code == 303, answer.text

    given: list[str] = []
    taken: list[str] = []
    for _round in range(ROUNDS):
        given.append(_counted(app, give))
        taken.append(_counted(app, take_back))
    yield "hand over 400 lines, with the page after it", sorted(given)[ROUNDS // 2]
    yield "hand over 400 lines: the undo", sorted(taken)[ROUNDS // 2]


def _carry(app: Flask, count: int) -> None:
    """Let one name stand in so many rows."""
    table = Partnership.__table__
    with app.app_context():
        db.session.execute(
            table.update()  # type: ignore[attr-defined]
            .where(table.c.id <= count, table.c.id > 0)
            .values(contact_person_id=None, contact_name="Henkilö 1", contact_key=person_key("Henkilö 1"))
        )
        db.session.commit()


def _counted(app: Flask, work: Callable[[], None]) -> str:
    asked: list[str] = []
    engine = app.extensions["hoitomalli_engines"]["writing"]

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    began = time.process_time()
    work()
    spent = (time.process_time() - began) * 1000
    event.remove(engine, "before_cursor_execute", note)
    return f"{spent:4.0f} ms of the processor, {len(asked)} statements"
