"""What people put between the parts of an entry, and a text in pieces at it."""

from __future__ import annotations

import re
from typing import NamedTuple

ENDS = " \t\n,;:|+–—―−/-"
BREAK = r"\s*\n\s*"
STRONG = r"\s*\t\s*|\s*\|\s*|\s*;(?:\s+|$)|(?:^|\s+)\+(?:\s+|$)"
DASH = r"\s+[-–—―−]{1,2}(?:\s+|$)"
ANY = re.compile(rf"({BREAK}|{STRONG}|{DASH}|:\s+|,\s+|\s+/\s+|\s*\((?=[^()]*\))|(?<=[^()])\)[\s,;.]*)")
STRONGEST = (BREAK, STRONG, DASH)


class Piece(NamedTuple):
    """A piece of a text and the separator before it."""

    before: str
    text: str


def pieces_of(text: str, separators: re.Pattern[str]) -> list[Piece]:
    parts = separators.split(text)
    befores = ["", *parts[1::2]]
    return [Piece(before, piece) for before, piece in zip(befores, parts[0::2], strict=True)]


def main_separator(text: str) -> re.Pattern[str] | None:
    """The strongest kind of separator that the entry has, if there are at least two of it: then its parts have their places."""
    for kind in STRONGEST:
        if len(re.findall(kind, text.strip(ENDS))) >= 2:
            return re.compile(f"({kind})")
    return None


def text_of(pieces: list[Piece]) -> str:
    """Pieces with what stood between them; a bracket that lost its other end is closed."""
    text = "".join((piece.before if number else "") + piece.text for number, piece in enumerate(pieces)).strip(ENDS)
    if text.count("(") > text.count(")") and not text.startswith("("):
        return f"{text})"
    return text if text.count("(") == text.count(")") else text.strip(ENDS + "()")
