"""Which of our own people a typed text means: by name in either order, a part of it, an e-mail address; with more behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import select

from .. import db
from ..text import person_key, person_words
from .models import Person
from .queries import IS_COLLEAGUE

NEARLY = 85  # of 100, rapidfuzz ratio: one letter of a short first name
SHORTEST_PART = 3
MOST_ASKED = 4
_EMAIL = re.compile(r"[<(]?([^\s<>(),;]+@[^\s<>(),;]+\w)[>)]?")
# Where a name ends and something else begins: a sign, a number, the word for a telephone.
_BEHIND_NAME = re.compile(r"\s*[,;:/(|]\s*|\s+[-–—]\s+|\s+(?=\+?\d)|\s+(?=(?:puh|tel|tfn|gsm|mob)\b)", re.IGNORECASE)


class Colleague(NamedTuple):
    """A colleague; one who `has_left` is meant only where the name fits nobody who is still here."""

    id: int
    name: str
    name_key: str
    email: str
    has_left: bool = False


class Reading(NamedTuple):
    """A typed text, split into a name and what is written behind it; `colleagues` are those whom the name can mean."""

    name: str
    rest: str
    colleagues: list[Colleague]


def staff_of(organisation_id: int) -> list[Colleague]:
    """All colleagues whom a name can mean: those of this college who have been let in and whose names the platform sends."""
    query = select(Person.id, Person.name, Person.name_key, Person.email, Person.has_left)
    query = query.where(Person.organisation_id == organisation_id, IS_COLLEAGUE, Person.name_key != "")
    return [Colleague(*row) for row in db.session.execute(query.order_by(Person.id))]


def read_colleague(text: str, staff: Sequence[Colleague]) -> Reading:
    """Whom a text means: by an e-mail address in it, by the whole text, or by what stands before the first sign."""
    by_email = _read_email(text, staff)
    if by_email is not None:
        return by_email
    whole = Reading(text, "", _named(text, staff))
    end = _BEHIND_NAME.search(text)
    if whole.colleagues or end is None:
        return whole
    rest = text[end.end() :].strip()
    if "(" in end[0] and "(" not in rest:
        rest = rest.removesuffix(")")
    name = text[: end.start()]
    return Reading(name, rest, _named(name, staff))


def _read_email(text: str, staff: Sequence[Colleague]) -> Reading | None:
    for match in _EMAIL.finditer(text):
        owners = _rather_here([colleague for colleague in staff if colleague.email.casefold() == match[1].casefold()])
        if len(owners) == 1:
            before = text[: match.start()].strip(" ,;:")
            behind = text[match.end() :].strip(" ,;:")
            is_name = set(person_words(before)) <= set(owners[0].name_key.split())
            rest = behind if is_name else f"{before} {behind}"
            return Reading(owners[0].name, rest.strip(), owners)
    return None


def _named(name: str, staff: Sequence[Colleague]) -> list[Colleague]:
    """Colleagues of this name, in either order; if there are none, those whose name has it as a part, e.g. *Olli* or *Olli R.*"""
    key = person_key(name)
    words = key.split()
    if not any(len(word) > 1 for word in words):
        return []
    same = [colleague for colleague in staff if colleague.name_key == key]
    return _rather_here(same or [colleague for colleague in staff if _is_part(words, colleague.name_key.split())])


def _rather_here(meant: list[Colleague]) -> list[Colleague]:
    return [colleague for colleague in meant if not colleague.has_left] or meant


def _is_part(words: list[str], of_name: list[str]) -> bool:
    left = list(of_name)
    for word in sorted(words, key=len, reverse=True):
        match = next((part for part in left if part == word or (len(word) == 1 and part.startswith(word))), None)
        if match is None:
            return False
        left.remove(match)
    return True


def nearly_meant(name: str, staff: Sequence[Colleague]) -> list[Colleague]:
    """Those of whose name this is the beginning, or whose name it is but for a typing error; nobody when they are too many.

    Who has left is not asked about.
    """
    key = person_key(name)
    here = [colleague for colleague in staff if not colleague.has_left]
    close = [colleague for colleague in here if fuzz.ratio(key, colleague.name_key) >= NEARLY]
    if not close and " " not in key and len(key) >= SHORTEST_PART:
        close = [colleague for colleague in here if any(_is_nearly(key, word) for word in colleague.name_key.split())]
    return close if len(close) <= MOST_ASKED else []


def _is_nearly(typed: str, word: str) -> bool:
    return word.startswith(typed) or (len(typed) > SHORTEST_PART and fuzz.ratio(typed, word) >= NEARLY)
