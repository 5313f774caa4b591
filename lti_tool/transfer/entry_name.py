"""Where the partner's name ends: names that stand beside each other with a dash or a slash are one partner's."""

from __future__ import annotations

import re
from collections.abc import Set

from ..text import legal_forms
from .likely_names import is_likely_contact
from .separators import DASH, ENDS, STRONG, Piece, pieces_of

MOST_WORDS_OF_NAME = 8
_COMMA = r",\s+"
_NAME_ENDS = (STRONG, DASH, r"\s*:\s+", _COMMA, r"\s+/\s+")
_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_BRACKET = re.compile(r"^([^()]+?)\s*\(([^()]+)\)[\s.,;]*$")
_PUBLIC_BODY = re.compile(
    r"(?:kaupunki|kunta|kuntayhtymä|hyvinvointialue|stad|kommun|samkommun|välfärdsområde|city|municipality)$", re.IGNORECASE
)


def split_name(text: str, known: Set[str]) -> tuple[str, str]:
    """The partner's name at the beginning, and what follows it."""
    first, line_break, below = text.partition("\n")
    name, rest = _split_line(first.strip(ENDS), known)
    return name.strip(ENDS), (rest + line_break + below).strip(ENDS)


def _split_line(line: str, known: Set[str]) -> tuple[str, str]:
    for kind in _NAME_ENDS:
        pieces = pieces_of(line, re.compile(f"((?:{kind}){_OUTSIDE_BRACKETS})"))
        if len(pieces) == 1:
            continue
        if kind == STRONG and len(pieces) == 2:
            name, about = _split_line(pieces[0].text, known)
            if about:  # one plus within a description: what stands before it has an end of its own
                return name, about + pieces[1].before + pieces[1].text
        taken = _pieces_of_name(pieces, kind)
        if taken < len(pieces):
            name = "".join(piece.before + piece.text for piece in pieces[:taken])
            rest = "".join(piece.before + piece.text for piece in pieces[taken:])
            return name, rest.removeprefix(pieces[taken].before)
    bracket = _BRACKET.match(line)
    if bracket and _is_about_cooperation(bracket[2], known):
        return bracket[1], bracket[2]
    return line, ""


def _pieces_of_name(pieces: list[Piece], kind: str) -> int:
    """How many of the pieces are the name: two names of one partner stand beside each other with a dash or a slash."""
    taken = 1
    while taken < len(pieces) and kind != STRONG and _belongs_to_name(pieces[taken - 1].text, pieces[taken].text, kind):
        taken += 1
    return taken


def _belongs_to_name(before: str, piece: str, kind: str) -> bool:
    """`Hangö Kennelklubb rf – Hangon Kennelkerho ry`, `Hangö stad / Hangon kaupunki`, `Leipomo, Kahvila ja Konditoria Oy`."""
    is_name = piece[:1].isupper() and len(piece.split()) <= MOST_WORDS_OF_NAME
    if not is_name:
        return False
    if kind == _COMMA:
        return bool(legal_forms(piece)) and not legal_forms(before)
    return _names_a_body(piece) and (_names_a_body(before) or len(before.split()) <= 2)


def _names_a_body(text: str) -> bool:
    return bool(legal_forms(text)) or bool(_PUBLIC_BODY.search(text))


def _is_about_cooperation(text: str, known: Set[str]) -> bool:
    """Whether brackets behind a name hold what is done, or a person; else they are a part of the name."""
    return text[:1].islower() or "," in text or is_likely_contact(text, known)
