"""Lists of 1,000 and of 10,000 rows brought in: preview, applying, undo, memory, and who waits meanwhile."""

from __future__ import annotations

import random
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from flask import Flask

from lti_tool import db, history
from lti_tool.history.undoing import undo
from lti_tool.imports import drafts
from lti_tool.imports.applying_job import apply
from lti_tool.imports.checking import check
from lti_tool.imports.models import ImportDraft
from lti_tool.imports.rows import counts_of
from lti_tool.jobs.runner import Runner
from lti_tool.language import speaking
from lti_tool.people.models import Person
from tests.transfer.building import xlsx

SYLLABLES = [
    "ka",
    "hvi",
    "la",
    "ra",
    "ken",
    "nus",
    "te",
    "oll",
    "isuus",
    "pal",
    "ve",
    "lu",
    "met",
    "sä",
    "kau",
    "ppa",
    "huo",
    "lto",
    "vir",
    "ta",
    "nen",
    "leh",
    "to",
]


def names_of_partners(count: int, seed: int) -> list[str]:
    """Names of two or three words."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))

    return [" ".join(word() for _place in range(chance.randint(2, 3))).title() + " Oy" for _number in range(count)]


def a_workbook(count: int, seed: int) -> bytes:
    tiers = ("arki", "kehittäminen", "strateginen")
    rows = [
        [name, f"www.x{number}.fi", f"Yhteistyötä monella tavalla {number}", "Maija Meikäläinen", tiers[number % 3]]
        for number, name in enumerate(names_of_partners(count, seed))
    ]
    return xlsx([["Kumppani", "Linkki", "Kuvaus", "Yhteyshenkilö", "Taso"], *rows])


class Importing:
    """Brings lists in as `serve` does, its jobs in this thread; keeps what each step took."""

    def __init__(self, app: Flask, person_id: int) -> None:
        self.app = app
        self.person_id = person_id
        self.runner = Runner(app)

    def _do(self, act: Callable[[], object]) -> tuple[float, float]:
        begin = time.perf_counter()
        spent = time.process_time()
        with self.app.app_context(), speaking("fi"):
            act()
            db.session.commit()
        while self.runner.work():
            pass
        return time.perf_counter() - begin, time.process_time() - spent

    def preview(self, content: bytes) -> tuple[float, float]:
        def do() -> None:
            draft = drafts.draft_of_file(content, "lista.xlsx", db.session.get_one(Person, self.person_id))
            settings = replace(draft.settings, tier="everyday")
            drafts.take_rows(draft, settings, drafts.table_of(draft, settings))
            check(draft)
            self.draft_id = draft.id

        return self._do(do)

    def apply(self) -> tuple[float, float]:
        return self._do(lambda: apply(db.session.get_one(ImportDraft, self.draft_id)))

    def undo(self) -> tuple[float, float]:
        def do() -> None:
            act = db.session.get_one(ImportDraft, self.draft_id).change_set_id
            undo(db.session.get_one(history.ChangeSet, act), db.session.get_one(Person, self.person_id))

        return self._do(do)

    def counts(self) -> str:
        with self.app.app_context():
            return ", ".join(f"{verdict} {count}" for verdict, count in counts_of(self.draft_id).items() if count)


def told(taken: tuple[float, float]) -> str:
    return f"{taken[0]:.1f} s ({taken[1]:.1f} s of the processor)"


def import_figures(app: Flask, person_id: int, save: Callable[[], None]) -> Iterator[tuple[str, str]]:
    """What is printed, as pairs of what and figure; the college has 3,000 partners."""
    importing = Importing(app, person_id)
    importing.preview(a_workbook(20, 1))  # what is compiled once
    yield "preview of 1,000 rows", told(importing.preview(a_workbook(1_000, 2)))
    yield "of these are", importing.counts()
    yield "apply of 1,000 rows", told(importing.apply())
    yield "undo of 1,000 rows", told(importing.undo())
    alone = [seconds(save) for _round in range(20)]
    yield "others' saves before it", f"{statistics.median(alone) * 1000:.0f} ms, longest {max(alone) * 1000:.0f}"
    begin = time.perf_counter()
    spent = time.process_time()
    importing.preview(a_workbook(10_000, 3))
    waits = waits_beside(importing.apply, save)
    took = (time.perf_counter() - begin, time.process_time() - spent)
    yield "10,000 rows previewed and applied", told(took)
    yield "of these are", importing.counts()
    yield "others' saves beside applying", f"{statistics.median(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f}"
    yield "memory of the whole process", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"


def waits_beside(act: Callable[[], object], save: Callable[[], None]) -> list[float]:
    thread = threading.Thread(target=act)
    thread.start()
    waits = []
    while thread.is_alive():
        waits.append(seconds(save))
        time.sleep(0.05)
    return waits


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin
