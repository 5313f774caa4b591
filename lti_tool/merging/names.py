"""Which partners of a college look like one: the same business id, or names that are nearly the same.

A legal form tells two firms apart, so do other business ids, other digits in the name, and what people have said when they
added one of two with the same name (`Partner.apart`). Words that many names have say nothing: *Rakennus*, *Kahvila*.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz import fuzz, process

from ..partners.hints import SIMILAR_ENOUGH, words_with_digits
from ..text import legal_forms, without_marks
from .models import BY_BUSINESS_ID, BY_NAME

SAME = 100  # of 100, as SIMILAR_ENOUGH
OF_MANY = 5  # partners, or one in a hundred: a word that so many have in their names says nothing
ONE_IN = 100


@cache
def common_words() -> frozenset[str]:
    """Words that name a line of business or a kind of party, as `without_marks(name_key(…))` writes them."""
    text = files("lti_tool.merging").joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


class KnownName(NamedTuple):
    """One name of a partner on the list, main or other; `key` is its `name_key` for who types a for ä."""

    partner_id: int
    name: str
    key: str
    business_id: str
    apart: str = ""


class Alike(NamedTuple):
    """Two partners that may be one, the one with the smaller id first."""

    first_id: int
    second_id: int
    why: str
    score: int


class Names:
    """The names of a college's partners, to be compared with each other."""

    def __init__(self, known: Iterable[KnownName]) -> None:
        self.known = [one for one in known if one.key]
        self.keys = [one.key for one in self.known]
        self.by_words: dict[str, list[KnownName]] = {}
        self.by_business_id: dict[str, dict[int, None]] = {}
        words_of_partners = {(one.partner_id, word) for one in self.known for word in one.key.split()}
        holders = Counter(word for _partner_id, word in words_of_partners)
        partners = {one.partner_id for one in self.known}
        too_many = max(OF_MANY, len(partners) // ONE_IN)
        self.common = common_words() | {word for word, count in holders.items() if count >= too_many}
        for one in self.known:
            self.by_words.setdefault(_sorted_words(one.key), []).append(one)
            if one.business_id:
                self.by_business_id.setdefault(one.business_id, {})[one.partner_id] = None

    def alike_to(self, partner_ids: Collection[int]) -> list[Alike]:
        """The pairs whose smaller id is one of these."""
        found: dict[tuple[int, int], Alike] = {}
        for one in self.known:
            if one.partner_id not in partner_ids:
                continue
            for pair in self._pairs_of(one):
                former = found.get(pair[:2])
                if former is None or pair.score > former.score:
                    found[pair[:2]] = pair
        return list(found.values())

    def _pairs_of(self, one: KnownName) -> Iterator[Alike]:
        for other_id in self.by_business_id.get(one.business_id, ()):
            if other_id > one.partner_id:
                yield Alike(one.partner_id, other_id, BY_BUSINESS_ID, SAME)
        for other in self._nearly(one):
            score = self._score(one, other) if other.partner_id > one.partner_id else 0
            if score >= SIMILAR_ENOUGH:
                yield Alike(one.partner_id, other.partner_id, BY_NAME, min(score, SAME - 1))

    def _nearly(self, one: KnownName) -> Iterator[KnownName]:
        """Those that are one typing error away as a whole, or have the same words in another order."""
        yield from self.by_words[_sorted_words(one.key)]
        for _key, _score, place in process.extract(
            one.key, self.keys, scorer=fuzz.ratio, score_cutoff=SIMILAR_ENOUGH, limit=None
        ):
            yield self.known[place]

    def _score(self, one: KnownName, other: KnownName) -> int:
        """How alike two names are without the words that many have; 0 where something tells them apart."""
        if are_names_of_two(one, other):
            return 0
        left = self._telling_words(one.key)
        right = self._telling_words(other.key)
        if not left or not right:
            return 0
        return int(max(fuzz.ratio(left, right), fuzz.token_sort_ratio(left, right)))

    def _telling_words(self, key: str) -> str:
        return " ".join(word for word in key.split() if word not in self.common)


def are_names_of_two(one: KnownName, other: KnownName) -> bool:
    """Whether two names are of two partners, however alike they are."""
    if one.business_id and other.business_id and one.business_id != other.business_id:
        return True
    if one.key == other.key and (one.apart or other.apart):
        return True
    return are_forms_different(one.name, other.name) or words_with_digits(one.key) != words_with_digits(other.key)


def are_forms_different(name: str, other_name: str) -> bool:
    """Whether both names have a legal form and not the same: *Virtanen Oy* and *Virtanen Ky* are two firms."""
    forms = legal_forms(name)
    other_forms = legal_forms(other_name)
    return bool(forms and other_forms) and forms != other_forms


def key_of(name_key: str) -> str:
    """The key of a name by which it is compared."""
    return without_marks(name_key)


def _sorted_words(key: str) -> str:
    return " ".join(sorted(key.split()))
