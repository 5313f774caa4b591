"""`make mutants`: some single changes of the code, drawn by lot; says of each whether the tests of its rooms notice it.

Its rooms are the module's own and those that import it.

Variables: MUTANTS how many (10), SEED of the lot, ROOM a folder of lti_tool (all), PROCESSES of pytest for one trial (0: none
beside), LIMIT how many seconds the tests of a room may take. What no test notices may be noticed by those on PostgreSQL or in
the browser, or may change nothing: look at it, then write a test or let it be.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from tests.mutants.changes import Change, changes_of
from tests.mutants.trial import ROOT, Copy, Verdict, modules_of, rooms_with

MUTANTS = int(os.environ.get("MUTANTS", "10"))
SEED = os.environ.get("SEED") or str(random.randrange(10_000))
ROOM = os.environ.get("ROOM", "")
PROCESSES = os.environ.get("PROCESSES", "0")
LIMIT = float(os.environ.get("LIMIT", "1800"))


def main() -> None:
    everything = [(path, change) for path in modules_of(ROOM) for change in changes_of(path.read_text(encoding="utf-8"))]
    if not everything:
        sys.exit(f"There is no room {ROOM!r} with tests.")
    drawn = random.Random(SEED).sample(everything, min(MUTANTS, len(everything)))
    print(f"{len(drawn)} of {len(everything)} changes, ROOM={ROOM or 'all'} SEED={SEED}", flush=True)
    noticed = 0
    with tempfile.TemporaryDirectory(prefix="hoitomalli-mutants-") as folder:
        copy = Copy(Path(folder), PROCESSES)
        copy.check_that_it_is_tried()
        for path, change in drawn:
            began = time.monotonic()
            verdict = try_in_its_rooms(copy, path, change)
            noticed += verdict.has_noticed
            word = "noticed    " if verdict.has_noticed else "NOT NOTICED"
            print(f"{word} {path.relative_to(ROOT)}:{change.line}  {change}")
            print(f"            {time.monotonic() - began:.0f} s, {verdict.by}", flush=True)
    print(f"Noticed {noticed} of {len(drawn)} (ROOM={ROOM or 'all'} SEED={SEED})")


def try_in_its_rooms(copy: Copy, path: Path, change: Change) -> Verdict:
    """What the tests of the first room that notices say, or those of the last one."""
    verdict = Verdict(False, "no tests")
    for room in rooms_with(path):
        check_that_it_passes(copy, room)
        verdict = copy.try_change(path, change, room, LIMIT)
        if verdict.has_noticed:
            break
    return verdict


@cache
def check_that_it_passes(copy: Copy, room: str) -> None:
    """What fails without any change notices nothing."""
    unchanged = copy.run_tests(room, LIMIT)
    if unchanged.has_noticed:
        sys.exit(f"tests/{room} fails without any change: {unchanged.by}")


main()
