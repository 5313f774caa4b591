"""Whether a text can be laid out, found out before it is saved: else it would take its page away from everyone.

What of it is shown as it was typed is said afterwards.
"""

from __future__ import annotations

import json
import subprocess
import sys
from threading import BoundedSemaphore

from flask_babel import gettext as _

from . import db
from .errors import RuleBroken
from .layout import try_layout
from .own_text import left_as_typed

TRIED_HERE = 1_000  # characters: the worst that fuzzing found of this length takes 0.3 s, of 2,000 0.9 s
AT_ONCE = 2  # each holds a thread
WAIT_SECONDS = 1
SLOWEST_SECONDS = 15  # by the clock, on a machine that hardly gets to it
_places = BoundedSemaphore(AT_ONCE)


def check_layout(text: str, *parts: str, field: str = "text") -> None:
    """Lay out for trial a text, and parts of it that are also shown alone; raises RuleBroken on `field`.

    What is long is tried in a process that ends when it takes too long. Called before anything is written, it lets others
    write meanwhile.
    """
    texts = [text, *parts]
    try:
        can_be_laid_out = _can_here(texts) if sum(map(len, texts)) <= TRIED_HERE else _can_in_a_process(texts)
    except (TimeoutError, subprocess.TimeoutExpired, OSError) as error:
        raise RuleBroken(field, _("The server is too busy to look through this text. Save once more in a moment.")) from error
    if not can_be_laid_out:
        raise RuleBroken(
            field, _("This text cannot be laid out: it has too many list marks, brackets, lines or table cells. Make it simpler.")
        )


def with_what_stays(sentence: str, text: str) -> str:
    """A sentence on a text that was saved, and what of the text could not be laid out."""
    reasons = {
        "html": _("HTML is shown as it was typed."),
        "picture": _("Pictures are shown as links."),
        "link": _("A link without a web address is shown as it was typed. Write it as [text](https://…)."),
        "columns": _("Columns copied from a table are not kept. Write the rows as | one | two |."),
    }
    found = left_as_typed(text)
    return " ".join(filter(None, [sentence, *(reason for kind, reason in reasons.items() if kind in found)]))


def _can_here(texts: list[str]) -> bool:
    try:
        try_layout(texts)
    except Exception:  # RecursionError, and whatever else a library makes of an odd text
        return False
    return True


def _can_in_a_process(texts: list[str]) -> bool:
    db.stop_reading()
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise TimeoutError
    try:
        command = [sys.executable, "-P", "-m", "lti_tool.layout"]
        written = json.dumps(texts).encode()
        trial = subprocess.run(command, input=written, capture_output=True, timeout=SLOWEST_SECONDS)  # noqa: S603
    finally:
        _places.release()
    return trial.returncode == 0
