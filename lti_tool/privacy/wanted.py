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


SHORTEST = 3  # letters of a beginning: with less nearly every text has a word that begins so
_WEAK = {"k": "", "p": "v", "t": "d"}  # Mäki, Mäen; Lapa, Lavan; Lato, Ladon
_GRADED = re.compile("(..)([kpt])([aeiouyäö])")


@dataclass(frozen=True)
class SearchTerms:
    """What is looked for: beginnings of words, as `search_key` writes them, and whole strings.

    A group is a name: of each of its words the beginnings, of which one is enough. All words of a group stand in a text that
    names the person. `partners` are those at which the person is known: in what is written of them one word of a name is enough.
    `written` are the beginnings as the names have them, with their accents; `names` the names themselves.
    """

    groups: tuple[tuple[tuple[str, ...], ...], ...]
    strings: tuple[str, ...]
    written: dict[str, str]
    names: tuple[str, ...] = ()
    partners: frozenset[int] = frozenset()

    def may_be_in(self, key: str) -> bool:
        """Whether a text may name the person, by its `search_key`: a quick look before `place_in`."""
        if any(search_key(string) in key for string in self.strings):
            return True
        return any(_holds_each_word(key, group) for group in self.groups)

    def place_in(self, text: str, *, is_near: bool = False) -> int | None:
        """Where a text names the person first, `is_near` in a text of the person's own partner; None where it does not."""
        for string in self.strings:
            place = text.casefold().find(string.casefold())
            if place >= 0:
                return place
        words = [(match.start(), search_key(match[0])) for match in _WORD.finditer(text)]
        for group in self.groups:
            places = [next((place for place, word in words if _begins(word, one)), None) for one in group]
            known = [place for place in places if place is not None]
            if len(known) == len(group) or (known and is_near):
                return min(known)
        return None


def _holds_each_word(key: str, group: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a text holds a beginning of each word of a name."""
    return all(any(beginning in key for beginning in beginnings) for beginnings in group)


def _begins(word: str, beginnings: tuple[str, ...]) -> bool:
    """Whether a word is a form of a name; of a name of one or two letters only that name itself."""
    return any(word.startswith(one) if len(one) >= SHORTEST else word == one for one in beginnings)


def stem_of(name: str) -> str:
    """The beginning of a name that its Finnish cases share: *vuori* of Vuorinen and Vuorisen, *lah* of Lahti and Lahden."""
    key = search_key(name)
    for ending in _ENDINGS:
        if found := ending.fullmatch(key):
            return found[1]
    return key


def beginnings_of(name: str) -> tuple[str, ...]:
    """Its stem; where that is too short to tell a name from other words, as of Mäki, how its forms go on: *mäk*, *mäe*, *mäi*."""
    stem = stem_of(name)
    if len(stem) >= SHORTEST:
        return (stem,)
    key = search_key(name)
    graded = _GRADED.fullmatch(key)
    weak = {graded[1] + _WEAK[graded[2]] + vowel for vowel in {graded[3], "e"}} if graded else set()
    return (key[:SHORTEST], *sorted(weak))


def wanted_of(names: Iterable[str], strings: Iterable[str], partners: Iterable[int] = ()) -> SearchTerms:
    """Search terms of these names (all words of a name, in any order and case), and of whole strings."""
    names = sorted(filter(None, names))
    of_names = [_WORD.findall(name) for name in names]
    groups = {tuple(map(beginnings_of, words)) for words in of_names if words}
    written = {one: _as_written(one, word) for words in of_names for word in words for one in beginnings_of(word)}
    return SearchTerms(tuple(sorted(groups)), tuple(filter(None, strings)), written, tuple(names), frozenset(partners))


def _as_written(beginning: str, word: str) -> str:
    """A beginning with the letters of the word as far as it follows them."""
    same = 0
    while same < len(beginning) and search_key(word[: same + 1]) == beginning[: same + 1]:
        same += 1
    return word[:same] + beginning[same:]
