"""A copy of the tree, and what tests say of a change in it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.changes import Change

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", ".*_cache", ".mutants", "__pycache__", "*.egg-info", "build", "dist")
ASKED = "asked.txt"  # in the copy: which tests pytest runs
GROUND = "house"  # its tests try the modules beside the rooms
# On SQLite, without the browser; nothing is kept in the copy, which is gone at once.
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not browser and not proxies", "-k", "not postgresql")


@dataclass(frozen=True)
class Verdict:
    """What the tests said: whether one has noticed, and the first that did."""

    has_noticed: bool
    by: str


def room_of(module: Path) -> str:
    """The tests that should notice a change of this module, as a folder of tests/."""
    parts = module.relative_to(ROOT / "lti_tool").parts
    return parts[0] if len(parts) > 1 else GROUND


def modules_of(room: str) -> list[Path]:
    """The modules of a room, all that have one where it is empty."""
    found = [path for path in sorted((ROOT / "lti_tool").rglob("*.py")) if (ROOT / "tests" / room_of(path)).is_dir()]
    return [path for path in found if room in ("", room_of(path))]


class Copy:
    """The working tree as it stands, elsewhere: nothing is ever changed in the tree itself."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "copy"
        shutil.copytree(ROOT, self.root, symlinks=True, ignore=LEFT_OUT)

    def try_change(self, module: Path, change: Change, tests: Sequence[str], limit: float) -> Verdict:
        """Run these tests with this change alone."""
        path = self.root / module.relative_to(ROOT)
        source = path.read_text(encoding="utf-8")
        path.write_text(change.made_in(source), encoding="utf-8")
        try:
            return self._run(tests, limit)
        finally:
            path.write_text(source, encoding="utf-8")

    def _run(self, tests: Sequence[str], limit: float) -> Verdict:
        """These tests up to the first that fails; what takes longer than the limit, in seconds, is noticed too: it hangs."""
        if not tests:
            return Verdict(False, "no test runs it")
        (self.root / ASKED).write_text("\n".join(tests), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, *PYTEST, "-x", "-n", "0", f"@{ASKED}"]
        running = subprocess.Popen(
            command, cwd=self.root, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
        )
        try:
            printed, _nothing = running.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.communicate()
            return Verdict(True, f"the limit of {limit:.0f} s")
        failed = [line for line in printed.splitlines() if line.startswith(("FAILED tests/", "ERROR tests/"))]
        last = (printed.strip() or "pytest could not begin").splitlines()[-1]
        by = failed[0].split(" ", 1)[1].partition(" - ")[0] if failed else last
        return Verdict(running.returncode != 0, by)

    def check_that_it_is_tried(self) -> None:
        """Raises RuntimeError where Python would find the tool elsewhere: then no change would be noticed."""
        ask = "import lti_tool; print(lti_tool.__file__)"
        environment = {**os.environ, "PYTHONPATH": str(self.root)}
        found = subprocess.run(
            [sys.executable, "-c", ask], cwd=self.root, env=environment, capture_output=True, text=True, check=True
        )
        if not found.stdout.startswith(str(self.root)):
            raise RuntimeError(f"The tests would try {found.stdout.strip()}, not {self.root}.")
