"""What the quick-add field understands: a name and a link in one."""

from __future__ import annotations

import re

_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def split_link(text: str) -> tuple[str, str]:
    """`Kahvila Kerttuli www.kerttuli.example` as name and link; the quick-add field takes both."""
    found = _LINK.search(text)
    if not found:
        return " ".join(text.split()), ""
    name = text[: found.start()] + " " + text[found.end() :]
    return " ".join(name.split()).strip(" ,;–-"), found[0].rstrip(",;")
