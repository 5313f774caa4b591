"""What a column's heading or the word before a colon means, in Finnish, Swedish and English (headings.yaml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml
from rapidfuzz import fuzz

from ..text import search_key, without_marks

LONGEST_HEADING = 80  # characters
FIGURES = ("invoiced", "students", "events")
_NEARLY = 90  # of 100, rapidfuzz ratio
_SHORTEST_MISTYPED = 6
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_WORDS = re.compile(r"[^\W_]+")

_LEFT_OUT = "left_out"


class Heading(NamedTuple):
    """What a heading means, empty where that is not known; the year that it names; whether it is known to be left out."""

    meaning: str
    year: int | None = None
    is_left_out: bool = False


UNKNOWN = Heading("")


@lru_cache(maxsize=4096)
def read_heading(text: str) -> Heading:
    """`Laskutus 2025 (€)` is what was invoiced in 2025; a typing error and words around it do no harm."""
    if not text or len(text) > LONGEST_HEADING:
        return UNKNOWN
    year = _YEAR.search(text)
    key = heading_key(_YEAR.sub(" ", text))
    if not key:
        return UNKNOWN
    meaning = _known().get(key) or _nearly(key) or _within(key)
    if meaning is None:
        return UNKNOWN
    is_of_year = meaning in FIGURES and year is not None
    return Heading(meaning, int(year[0]) if is_of_year and year else None, is_left_out=not meaning)


def label_meaning(text: str) -> str:
    """The meaning of exactly this word before a colon; empty for any other."""
    return _known().get(heading_key(text), "") if len(text) <= LONGEST_HEADING else ""


def heading_key(text: str) -> str:
    """Words without case, marks and signs: `E-mail` and `e mail` are one."""
    return " ".join(_WORDS.findall(without_marks(search_key(text))))


@cache
def meanings() -> tuple[str, ...]:
    """What a column can mean, in the order in which it is offered."""
    return tuple(meaning for meaning in _table() if meaning != _LEFT_OUT)


@cache
def _known() -> dict[str, str]:
    """Each heading's key with its meaning, empty for what is left out."""
    found = {heading_key(word): "" for word in _table()[_LEFT_OUT]}
    for meaning in meanings():
        for word in _table()[meaning]:
            found.setdefault(heading_key(word), meaning)
    return found


@cache
def _table() -> dict[str, list[str]]:
    text = files("lti_tool.transfer").joinpath("headings.yaml").read_text(encoding="utf-8")
    return {meaning: words.split(" | ") for meaning, words in yaml.safe_load(text).items()}


def _nearly(key: str) -> str | None:
    if len(key) < _SHORTEST_MISTYPED:
        return None
    return next((meaning for known, meaning in _known().items() if fuzz.ratio(key, known) >= _NEARLY), None)


def _within(key: str) -> str | None:
    """The longest known heading whose words stand in this one, of headings that say a little more."""
    words = key.split()
    best = ""
    for known in _known():
        parts = known.split()
        is_there = any(words[at : at + len(parts)] == parts for at in range(len(words) - len(parts) + 1))
        if is_there and len(words) <= len(parts) + 3 and len(known) > len(best):
            best = known
    return _known()[best] if best else None
