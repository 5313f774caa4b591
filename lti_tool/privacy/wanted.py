"""What is looked for in texts: a person's name in any order, case and Finnish ending, an address, a number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..text import search_key

_ENDINGS = [
    re.compile(pattern)
    for pattern in (
        "(.{2,})nen",  # Vuorinen, Vuorisen
        "(.{2,}?)[kpt]+[aeiouyäö]",  # Mäki, Mäen; Virta, Virran; Pekka, Pekan
        "(.{2,}).[aeiuyä]s",  # Kangas, Kankaan
        "(.{2,}).e",  # Rinne, Rinteen
        "(.{2,})i",  # Niemi, Niemen
    )
]
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True)
class Wanted:
    """What is looked for: beginnings of words, as `search_key` writes them, all of one group in a text; and whole strings.

    `partners` are those at which the person is known: in what is written of them one word of a name is enough.
    `written` are the beginnings as the names have them, with their accents.
    """

    groups: tuple[tuple[str, ...], ...]
    strings: tuple[str, ...]
    written: dict[str, str]
    partners: frozenset[int] = frozenset()

    def place_in(self, text: str, *, is_near: bool = False) -> int | None:
        """Where in a text it stands first, `is_near` in a text of the person's own partner; None for a text without it."""
        for string in self.strings:
            place = text.casefold().find(string.casefold())
            if place >= 0:
                return place
        words = [(match.start(), search_key(match[0])) for match in _WORD.finditer(text)]
        for group in self.groups:
            places = [next((place for place, word in words if word.startswith(stem)), None) for stem in group]
            known = [place for place in places if place is not None]
            if len(known) == len(group) or (known and is_near):
                return min(known)
        return None


def stem_of(name: str) -> str:
    """The beginning of a name that its Finnish cases share: *vuori* of Vuorinen and Vuorisen, *lah* of Lahti and Lahden."""
    key = search_key(name)
    for ending in _ENDINGS:
        if found := ending.fullmatch(key):
            return found[1]
    return key


def wanted_of(names: Iterable[str], strings: Iterable[str], partners: Iterable[int] = ()) -> Wanted:
    """Of a name all its words in a text, in any order and case; of one with a single word that word."""
    of_names = [_WORD.findall(name) for name in names]
    groups = {tuple(map(stem_of, words)) for words in of_names if words}
    written = {stem_of(word): word[: len(stem_of(word))] for words in of_names for word in words}
    return Wanted(tuple(sorted(groups)), tuple(filter(None, strings)), written, frozenset(partners))
