"""The college's partners that a text names, also inflected: *Vierailu Leipomo Kultakuoressa* names Leipomo Kultakuori Oy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Result, Select, and_, or_, select

from .. import db
from ..partners.models import OtherName, Partner
from ..text import name_key, name_words

SHORTEST = 3  # letters of a name: shorter ones are words of any text
LONGEST_ENDING = 5  # letters that a case adds, e.g. -ssamme; the last letter of the name may change with it
_FIRST = 3  # letters by which names are looked up: an ending changes none of them
_MOST_AT_ONCE = 100  # beginnings in one question
_AFTER_BLANK = "!"  # the sign behind it: of words as short as that the whole one
_LAST_LETTER = "\U0010ffff"
_JOINED = re.compile("[&+]")  # Olli & Kerttuli is one word of a name


class Named(NamedTuple):
    """A partner by its main name."""

    id: int
    name: str


class PartnerNames:
    """The names of a college's partners that some texts may hold, read once for all of them: those that begin as one of
    their words does."""

    def __init__(self, organisation_id: int, texts: Iterable[str]) -> None:
        self._by_key: dict[str, dict[int, Named]] = {}
        self._by_start: dict[str, list[list[str]]] = {}  # the words of each name
        main = select(Partner.id, Partner.name, Partner.name_key)
        others = select(Partner.id, Partner.name, OtherName.name_key).join(OtherName, OtherName.partner_id == Partner.id)
        others = others.where(OtherName.is_archived.is_(False))
        starts = sorted(_starts(texts))
        for first in range(0, len(starts), _MOST_AT_ONCE):
            some = starts[first : first + _MOST_AT_ONCE]
            rows = chain(_read(main, Partner, organisation_id, some), _read(others, OtherName, organisation_id, some))
            for partner_id, name, key in rows:
                self._add(Named(partner_id, name), key)

    def _add(self, partner: Named, key: str) -> None:
        words = key.split()
        self._by_key.setdefault(key, {})[partner.id] = partner
        if len(key) >= SHORTEST:
            self._by_start.setdefault(words[0][:_FIRST], []).append(words)

    def named(self, text: str) -> Named | None:
        """The partner whose name this text is; None where two have it: nobody is meant by chance."""
        partners = list(self._by_key.get(name_key(text), {}).values())
        return partners[0] if len(partners) == 1 else None

    def mentioned(self, text: str) -> list[Named]:
        """The partners that a text names, in the order of the text; the longer of two names that begin at one word."""
        words = name_key(text).split()
        partners: dict[Named, None] = {}
        place = 0
        while place < len(words):
            name = self._longest_at(words[place:])
            if partner := self.named(" ".join(name)):
                partners[partner] = None
            place += max(len(name), 1)
        return list(partners)

    def _longest_at(self, words: list[str]) -> list[str]:
        """The longest name that these words begin with, in its own words; empty for none.

        Of names of as many words it is the one that stands there to the letter, before one that would have to be inflected.
        """
        fitting = [name for name in self._by_start.get(words[0][:_FIRST], ()) if _stands_at(words, name)]
        return max(fitting, key=lambda name: (len(name), words[len(name) - 1].startswith(name[-1]), len(name[-1])), default=[])


def _starts(texts: Iterable[str]) -> set[str]:
    """How the names in these texts may begin: the first letters of their words, also of those that a sign joins."""
    words = {word for text in texts for word in name_words(text).split()}
    parts = {part for word in words for part in _JOINED.split(word) if part}
    return {word[:_FIRST] for word in words | parts}


def _read(
    query: Select[int, str, str], model: type[Partner | OtherName], organisation_id: int, starts: Sequence[str]
) -> Result[int, str, str]:
    """The rows whose key begins so, by ranges of its index; a word shorter than these letters is the first one of the name."""
    ends = [_LAST_LETTER if len(start) == _FIRST else _AFTER_BLANK for start in starts]
    of_college = model.organisation_id == organisation_id  # in each range: else SQLite looks through all names of the college
    key = model.name_key
    ranges = [and_(of_college, key >= start, key < start + end) for start, end in zip(starts, ends, strict=True)]
    standing = Partner.is_archived.is_(False)  # who was merged into another is archived too
    return db.session.execute(query.where(standing, or_(*ranges)).order_by(key, Partner.id))


def _stands_at(words: list[str], name: list[str]) -> bool:
    """Whether the words begin with the name, whose last word may be inflected."""
    *before, last = name
    if len(words) < len(name) or words[: len(before)] != before:
        return False
    return _is_case_of(words[len(before)], last)


def _is_case_of(word: str, last: str) -> bool:
    """Whether a word is the last one of a name, as it stands there or inflected: *kultakuoressa* is *kultakuori*."""
    if word == last:
        return True
    if len(last) < SHORTEST:
        return False
    stem = last[:-1] if len(last) > SHORTEST else last
    added = len(word) - len(last)
    return word.startswith(stem) and 0 <= added <= LONGEST_ENDING
