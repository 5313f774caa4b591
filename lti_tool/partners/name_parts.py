"""The names within a name: *Hangö Kennelklubb rf – Hangon Kennelkerho ry*, *HUS (Helsingin ja Uudenmaan sairaanhoitopiiri)*."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ..text import is_legal_form, name_key, search_key, sort_key

# A dash or slash with spaces, brackets, a slash between words; not the slashes of A/S and 24/7.
_BETWEEN_NAMES = re.compile(r"\s[-–—/]\s|[()\[\]]|(?<=[^\W\d_]{3})/(?=[^\W\d_]{3})")
_FEWEST_LETTERS = 3
_NO_NAMES = {
    *("kaupunki", "kunta", "kuntayhtymä", "hyvinvointialue", "yhdistys", "säätiö", "konserni", "ent", "entinen"),
    *("stad", "kommun", "samkommun", "välfärdsområde", "förening", "stiftelse", "koncernen", "fd", "före detta"),
}


def parts_of(name: str) -> list[str]:
    """The names that a name is put together from; empty for a single name."""
    parts = [" ".join(part.split()).strip(" ,;:") for part in _BETWEEN_NAMES.split(name)]
    by_key: dict[str, str] = {}
    for part in parts:
        if _is_name(part, name):
            by_key.setdefault(name_key(part), part)
    by_key.pop(name_key(name), None)
    return list(by_key.values())


def _is_name(part: str, whole: str) -> bool:
    """Whether a part can stand for the partner. Capitals say so of a short one or a town, unless all is in capitals."""
    if not name_key(part) or is_legal_form(part) or search_key(part) in _NO_NAMES:
        return False
    if part.isupper() and not whole.isupper() and len(part) > 1:
        return True
    letters = sum(character.isalpha() for character in part)
    return letters >= _FEWEST_LETTERS and search_key(part) not in municipalities()


@cache
def municipality_names() -> list[str]:
    """The municipalities of Finland as they are offered: by their Finnish names, in their order."""
    return sorted((line.partition(" / ")[0] for line in _municipality_lines()), key=sort_key)


def _municipality_lines() -> list[str]:
    lines = files("lti_tool.partners").joinpath("municipalities.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


@cache
def municipalities() -> frozenset[str]:
    """The municipalities of Finland in Finnish and Swedish, as `search_key` writes them."""
    names = (name for line in _municipality_lines() for name in line.split(" / "))
    return frozenset(search_key(name) for name in names)
