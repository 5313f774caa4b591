"""A pasted text -> its lines, each with how deep it stands."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..pasted import as_markdown
from .cells import clean

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)]|[a-zåäö]\))[ \t]+(?=\S)")
_WIDTH_OF_TAB = 4


class Line(NamedTuple):
    """A line; a text with line breaks within an item of HTML is one. `depth` grows with each level of a list, from 0."""

    text: str
    depth: int
    is_item: bool
    is_heading: bool = False
    is_after_blank: bool = False


def lines_of_text(text: str) -> list[Line]:
    """The lines that say something; bullets of Word and e-mails are items, what is indented stands deeper."""
    found = []
    is_after_blank = True
    for written in as_markdown(text).split("\n"):
        if not written.strip():
            is_after_blank = True
            continue
        item = _ITEM.match(written)
        said = _unescaped(written[item.end() :] if item else written.strip())
        indent = written[: len(written) - len(written.lstrip())].expandtabs(_WIDTH_OF_TAB)
        if clean(said):
            found.append(Line(said.lstrip("# "), len(indent), bool(item), said.startswith("#"), is_after_blank))
            is_after_blank = False
    return found


def _unescaped(text: str) -> str:
    return text.replace("\\\\\\\\", "\\\\")  # as_markdown has doubled them
