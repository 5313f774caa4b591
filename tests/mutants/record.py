"""Which tests run a changed place: known from one run of all tests, kept as long as neither the tool nor a test changes."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.changes import Change
from tests.mutants.recorder import FOLDER
from tests.mutants.trial import PYTEST, ROOT, room_of

KEPT = ROOT / ".mutants"
FEW = 4  # tests


@dataclass(frozen=True)
class Record:
    """Of each test how many seconds it takes, and of each line of a module the tests that run it."""

    seconds: dict[str, float]
    lines: dict[str, dict[int, set[str]]]

    def tests_of(self, module: Path, change: Change) -> list[str]:
        """The tests that run the changed statement; among them those of the module's own room first, the quick ones first.

        Where these are few, others that run anything of the module follow. What Python runs as it imports the module, e.g. a
        constant or a column, may show in any of them, and what is made once for all tests is known of the first one alone.
        """
        by_line = self.lines.get(str(module.relative_to(ROOT)), {})
        statement = lines_of_statement(module.read_text(encoding="utf-8"), change)
        own = f"tests/{room_of(module)}/"
        known = self._known(by_line.get(line, set()) for line in statement)
        further = set()
        if len(known) <= FEW:
            further = self._known(by_line.values()) or {test for test in self.seconds if test.startswith(own)}
            further -= known
        return sorted(known | further, key=lambda test: (test in further, not test.startswith(own), self.seconds[test], test))

    def _known(self, tests: Iterable[set[str]]) -> set[str]:
        return set().union(*tests) & self.seconds.keys()


def lines_of_statement(source: str, change: Change) -> range:
    """The lines of the smallest statement that holds this change, without those of its body; none outside of functions."""
    found: ast.stmt | None = None
    is_in_function = False
    for node in ast.walk(ast.parse(source)):  # outer statements come first
        if not isinstance(node, ast.stmt) or not node.lineno <= change.line <= (node.end_lineno or 0):
            continue
        is_in_function = is_in_function or isinstance(found, ast.FunctionDef)
        found = node
    if found is None or not is_in_function or isinstance(found, ast.FunctionDef):
        return range(0)
    body = getattr(found, "body", None)
    return range(found.lineno, body[0].lineno if body else (found.end_lineno or 0) + 1)


def read_or_make(processes: str) -> Record:
    """The kept record of this tree, else a new one: all tests on SQLite without the browser, a quarter of an hour."""
    file = KEPT / f"{_digest()}.json"
    if not file.exists():
        print("All tests run once, to learn which of them run which line ...", flush=True)
        KEPT.mkdir(exist_ok=True)
        for outdated in KEPT.glob("*.json"):
            outdated.unlink()
        file.write_text(json.dumps(_made(processes)), encoding="utf-8")
    kept = json.loads(file.read_text(encoding="utf-8"))
    lines = {module: {int(line): set(tests) for line, tests in of.items()} for module, of in kept["lines"].items()}
    return Record(kept["seconds"], lines)


def _digest() -> str:
    """Of what the tests depend on: the tool and the tests."""
    digest = hashlib.sha256()
    for folder in ("lti_tool", "tests", "migrations", "content", "methods"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _made(processes: str) -> dict[str, dict[str, object]]:
    seconds: dict[str, object] = {}
    lines: dict[str, dict[str, list[str]]] = defaultdict(dict)
    with tempfile.TemporaryDirectory(prefix="hoitomalli-record-") as folder:
        environment = {**os.environ, FOLDER: folder}
        command = [sys.executable, *PYTEST, "-p", "tests.mutants.recorder", "-n", processes, "tests"]
        subprocess.run(command, cwd=ROOT, env=environment, check=False)  # a test that fails is not in the record
        for seen in map(json.loads, (path.read_text(encoding="utf-8") for path in Path(folder).glob("*.json"))):
            seconds |= seen["seconds"]
            for path, of_lines in seen["lines"].items():
                of_module = lines[str(Path(path).relative_to(ROOT))]
                for line, tests in of_lines.items():
                    of_module[line] = of_module.get(line, []) + tests
    return {"seconds": seconds, "lines": lines}
