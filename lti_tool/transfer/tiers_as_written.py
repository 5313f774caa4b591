"""A tier as people write it -> its key: *arki*, *Taso 1*, *2. Kehittamiskumppanuudet*, *strategiskt partnerskap*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz

from ..text import name_key, search_key, without_marks
from ..tiers.models import ALL_TIERS, OTHER

LONGEST_READ = 80  # characters
_NEARLY = 88  # of 100, rapidfuzz ratio
_SHORTEST_MISTYPED = 6
_WORD = re.compile(r"[a-z]+|\d+")
# Stems of words, without marks; what may follow a stem are endings of a case or a plural.
_STEMS = {
    "everyday": ("arki", "arje", "arkipaiva", "vardag", "vardags", "vardaglig", "everyday", "daily"),
    "development": (
        "kehittami",
        "kehitta",
        "kehittava",
        "kehitty",
        "kehity",
        "utveckling",
        "utvecklings",
        "development",
        "developing",
    ),
    "strategic": ("strategi", "strategisk", "strategic", "strategise", "strateginen"),
    "network": ("verkosto", "palveluverkosto", "natverk", "servicenatverk", "network", "service", "palvelu"),
    OTHER: ("muu", "muut", "andra", "annan", "ovrig", "other", "sidosryhma", "intressent", "stakeholder"),
}
_ENDINGS = (
    r"(?:[nstra]|en|in|et|er|erna|ar|or|na|us|uks\w*|nen|set|sia|ss?a|sten|ien|ita|jen|ja|kohtainen|kt|ka|t|te|e|iset|iden)?"
)
_KNOWN = {tier: re.compile(f"(?:{'|'.join(sorted(stems, key=len, reverse=True))}){_ENDINGS}") for tier, stems in _STEMS.items()}
# What says nothing: alone, as the end of a compound, before a network.
_PARTNERSHIP = re.compile(r"^kumppanuus(?=verkosto)|(?:kumppan|partner|asiak|asiakk|kund|customer|client)\w*$")
_FILLERS = {
    "ja",
    "och",
    "and",
    "taso",
    "tason",
    "tasot",
    "tier",
    "level",
    "niva",
    "nivan",
    "luokka",
    "ryhma",
    "grupp",
    "group",
    "our",
}
_NUMBERS = {**{str(place): tier for place, tier in enumerate(ALL_TIERS, start=1)}, "i": "everyday", "ii": "development"}
_NUMBERS.update({"iii": "strategic", "iv": "network", "v": OTHER})
_COUNT = re.compile(r"\(\s*\d+[^()]{0,12}\)\s*:?\s*$")


def tier_as_written(text: str, own_titles: Mapping[str, str] | None = None) -> str | None:
    """The key of the tier that all of a cell says, also by its number; None for what is none or more than one.

    `own_titles`: what the college calls its tiers, by key.
    """
    return tier_of_heading(text, own_titles) or _numbered(text)


def tier_of_heading(text: str, own_titles: Mapping[str, str] | None = None) -> str | None:
    """The same for a line above others, where a number alone says nothing."""
    if not text or len(text) > LONGEST_READ:
        return None
    key = name_key(text)
    for tier, title in (own_titles or {}).items():
        if title and name_key(title) == key:
            return tier
    return _read(text)


@lru_cache(maxsize=4096)  # a column says the same few words in every row
def _read(text: str) -> str | None:
    found = set()
    for word in _words(text):
        if word in _NUMBERS or word in _FILLERS or word.isdigit():
            continue
        stem = _PARTNERSHIP.sub("", word)
        if not stem:
            continue
        tier = _tier_of(stem)
        if tier is None:
            return None
        found.add(tier)
    if OTHER in found:
        return OTHER if found <= {OTHER, "network"} else None
    return found.pop() if len(found) == 1 else None


def _words(text: str) -> list[str]:
    return _WORD.findall(without_marks(search_key(_COUNT.sub("", text))))


def _tier_of(stem: str) -> str | None:
    for tier, known in _KNOWN.items():
        if known.fullmatch(stem):
            return tier
    if len(stem) >= _SHORTEST_MISTYPED:
        for tier, stems in _STEMS.items():
            if any(fuzz.ratio(stem, known) >= _NEARLY for known in stems):
                return tier
    return None


def _numbered(text: str) -> str | None:
    """`1`, `Taso 2`, `III`: one number and nothing else."""
    if len(text) > LONGEST_READ:
        return None
    words = [word for word in _words(text.removesuffix(".0")) if word not in _FILLERS and _PARTNERSHIP.sub("", word)]
    return _NUMBERS.get(words[0]) if len(words) == 1 else None
