"""Do Playwright's node and the browser start? `make test` asks before the tests, which would not say what is missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

NODE = "Playwright's node does not start ({}). On Debian and Ubuntu: apt-get install libatomic1"
NOT_FOUND = "BROWSER={} is no program. Name a Chromium: BROWSER=/path/to/chromium make test"
NO_CHROMIUM = "{} is no Chromium that starts (it says: {}). Name one: BROWSER=/path/to/chromium make test"
NO_BROWSER = "There is no Chromium. On Debian: apt-get install chromium. On Ubuntu, whose chromium is a snap, see README"
NO_START = "The browser {} does not start: {}"
CHROMIUM = re.compile(r"\b(Chrom(e|ium)|Edge)\b.* \d+\.")
PATIENCE = 120  # seconds: a first start on a busy machine


class DoesNotStart(Exception):
    """What is missing, and what to install or to say."""


def check_node() -> None:
    """Start the node in the playwright package; it needs a library that a bare machine lacks."""
    asked = _run(sys.executable, "-m", "playwright", "--version")
    if asked.returncode:
        raise DoesNotStart(NODE.format(_last_line(asked.stderr)))


def chromium_path() -> str:
    """The Chromium that BROWSER names, else the machine's own; raises DoesNotStart when that is none."""
    named = os.environ.get("BROWSER", "")
    path = shutil.which(named or "chromium") or ("" if named else shutil.which("chromium-browser"))
    if not path:
        raise DoesNotStart(NOT_FOUND.format(named) if named else NO_BROWSER)
    asked = _run(path, "--version")
    if asked.returncode or not CHROMIUM.search(asked.stdout):
        said = _last_line(asked.stdout + asked.stderr)
        raise DoesNotStart(NO_CHROMIUM.format(f"BROWSER={named}" if named else path, said))
    return path


def check_browser() -> None:
    """Start the browser as the tests do."""
    path = chromium_path()
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], timeout=PATIENCE * 1000).close()
    except Error as error:
        raise DoesNotStart(NO_START.format(path, _last_line(error.message))) from error


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run it; what can't be run or does not end has failed too."""
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["nothing"])[-1]


if __name__ == "__main__":
    try:
        check_node()
        check_browser()
    except DoesNotStart as error:
        sys.exit(str(error))
