"""`make mutants`: some single changes of the code, drawn by lot; says of each whether a test that runs the place notices it.

Variables: MUTANTS how many (10), SEED of the lot, ROOM a folder of lti_tool (all), PROCESSES of the run that learns which test
runs which line (auto; it is kept in `.mutants/`), LIMIT how many seconds the tests of one change may take, as they take without
it (100). What no test notices may be noticed by those on PostgreSQL or in the browser, or may change nothing: look at it, then
write a test or let it be.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

from tests.mutants.changes import changes_of
from tests.mutants.record import read_or_make
from tests.mutants.trial import ROOT, Copy, modules_of

MUTANTS = int(os.environ.get("MUTANTS", "10"))
SEED = os.environ.get("SEED") or str(random.randrange(10_000))
ROOM = os.environ.get("ROOM", "")
PROCESSES = os.environ.get("PROCESSES", "auto")
LIMIT = float(os.environ.get("LIMIT", "100"))
SLOWER = 5  # times: a change may make a test slow, or wait for ever
STARTING = 60  # seconds


def main() -> None:
    everything = [(path, change) for path in modules_of(ROOM) for change in changes_of(path.read_text(encoding="utf-8"))]
    if not everything:
        sys.exit(f"There is no room {ROOM!r} with tests.")
    drawn = random.Random(SEED).sample(everything, min(MUTANTS, len(everything)))
    print(f"{len(drawn)} of {len(everything)} changes, ROOM={ROOM or 'all'} SEED={SEED}", flush=True)
    record = read_or_make(PROCESSES)
    noticed = 0
    with tempfile.TemporaryDirectory(prefix="hoitomalli-mutants-") as folder:
        copy = Copy(Path(folder))
        copy.check_that_it_is_tried()
        for path, change in drawn:
            began = time.monotonic()
            tests = within_limit(record.tests_of(path, change), record.seconds)
            verdict = copy.try_change(path, change, tests, LIMIT * SLOWER + STARTING)
            noticed += verdict.has_noticed
            word = "noticed    " if verdict.has_noticed else "NOT NOTICED"
            print(f"{word} {path.relative_to(ROOT)}:{change.line}  {change}")
            print(f"            {time.monotonic() - began:.0f} s, {len(tests)} tests, {verdict.by}", flush=True)
    print(f"Noticed {noticed} of {len(drawn)} (ROOM={ROOM or 'all'} SEED={SEED})")


def within_limit(tests: list[str], seconds: dict[str, float]) -> list[str]:
    """The first of these tests, as many as take no longer together than the limit."""
    together = accumulate(seconds[test] for test in tests)
    return [test for test, until_then in zip(tests, together, strict=True) if until_then <= LIMIT]


main()
