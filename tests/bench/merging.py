"""Doubles and merges in the register of `register.py`: the job, its page, a merge and its undo."""

from __future__ import annotations

import itertools
import re
import statistics
import time
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import event, func, select, update

from lti_tool import db
from lti_tool.history.models import ChangeSet
from lti_tool.jobs.runner import Runner
from lti_tool.merging import finding
from lti_tool.merging.models import SuspectedDouble
from lti_tool.partners.models import Partner
from lti_tool.text import name_key
from tests.bench.processor import processor_time
from tests.bench.register import PARTNERS
from tests.visitor import Visitor

ROUNDS = 20
KINDS = ("Leipomo", "Rakennus", "Kahvila", "Konepaja", "Hoivakoti", "Autohuolto")
BEGINS = ("Kulta", "Hopea", "Perhon", "Lesti", "Kallio", "Ranta", "Metsä", "Kivi", "Halla", "Virta", "Suvanto", "Honka", "Kuusi")
ENDS = ("kuori", "lahti", "järvi", "mäki", "niemi", "harju", "koski", "saari", "pelto", "aho", "korpi", "salmi", "vuori", "linna")
FORMS = ("Oy", "Ky", "", "Osuuskunta")
ID_OF_TWO = "0201256-6"


def name_partners(app: Flask) -> None:
    """Names as a college has them; every thirtieth is the one before it with a typing error, two have one business id."""
    names = [" ".join(words) for words in itertools.product(KINDS, (b + e for b in BEGINS for e in ENDS), FORMS)]
    with app.app_context():
        table = Partner.__table__
        for number in range(1, PARTNERS + 1):
            source = number - 1 if number % 30 == 0 else number
            name = names[source * 1009 % len(names)].strip()
            if source != number:
                name = name.replace("a", "aa", 1)
            values = {"name": name, "name_key": name_key(name), "apart": str(number), "names_text": name_key(name)}
            if number in (1, PARTNERS):
                values["business_id"] = ID_OF_TWO
            db.session.execute(update(table).where(table.c.id == number).values(values))
        db.session.commit()


def merging_figures(app: Flask, visitor: Visitor) -> Iterator[tuple[str, str]]:
    """What each takes of the processor, and its statements."""
    name_partners(app)
    yield "the job that looks for doubles", _job(app)
    page = processor_time(lambda: visitor.get("doubles"), ROUNDS)
    yield "the page of doubles", f"{page:.1f} ms of the processor, {_statements(app, 'reading', lambda: visitor.get('doubles'))}"
    merges = []
    undos = []
    for number in range(ROUNDS):
        one = 2 * number + 2
        merges.append(_timed(app, _merging(visitor, one, one + 1)))
        undos.append(_timed(app, _undoing(app, visitor, one)))
    for what, spent in (("a merge", merges), ("its undo", undos)):
        milliseconds = statistics.median(each[0] for each in spent)
        yield what, f"{milliseconds:.1f} ms of the processor, {max(each[1] for each in spent)} statements"


def _job(app: Flask) -> str:
    """The whole job, and its longest transaction: what is compared is compared before."""
    blocks = []
    run_block = finding._write

    def timed(compared: finding.Compared) -> int:
        began = time.perf_counter()
        found = run_block(compared)
        blocks.append((time.perf_counter() - began) * 1000)
        return found

    finding._write = timed
    runner = Runner(app)
    began = time.process_time()
    while runner.work():
        pass
    spent = time.process_time() - began
    finding._write = run_block
    with app.app_context():
        pairs = db.session.scalar(select(func.count(SuspectedDouble.id)).where(SuspectedDouble.id > 0))
    return f"{spent:.1f} s of the processor, {pairs} pairs, longest block {max(blocks):.0f} ms"


def _merging(visitor: Visitor, one: int, other: int) -> Callable[[], None]:
    path = f"partners/{one}/merge/{other}"
    answers = {"stays": str(one), "answer-partner.name": "a"}
    page = visitor.post(path, answers)
    data = {**answers, "csrf_token": visitor.token(), "seen": re.search(r'name="seen" value="(\w+)"', page.text)[1]}

    def merge() -> None:
        answer = visitor.request("POST", visitor.base + path, data=data)
        assert answer.status_code == 303, answer.text

    return merge


def _undoing(app: Flask, visitor: Visitor, one: int) -> Callable[[], None]:
    with app.app_context():
        act_id = db.session.scalar(select(func.max(ChangeSet.id)).where(ChangeSet.act == "partner.merge"))
    data = {"csrf_token": visitor.token(), "back": f"{visitor.base}partners/{one}"}

    def undo() -> None:
        answer = visitor.request("POST", f"{visitor.base}undo/{act_id}", data=data)
        assert answer.status_code == 303, answer.text
        with app.app_context():
            assert db.session.scalar(select(Partner.merged_into_id).where(Partner.id == one + 1)) is None

    return undo


def _timed(app: Flask, act: Callable[[], None]) -> tuple[float, int]:
    asked: list[str] = []
    engine = app.extensions["hoitomalli_engines"]["writing"]

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    began = time.process_time()
    act()
    spent = (time.process_time() - began) * 1000
    event.remove(engine, "before_cursor_execute", note)
    return spent, len(asked)


def _statements(app: Flask, kind: str, act: Callable[[], object]) -> str:
    asked: list[str] = []
    engine = app.extensions["hoitomalli_engines"][kind]

    def note(*arguments: object) -> None:
        asked.append(str(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return f"{len(asked)} statements"
