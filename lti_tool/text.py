"""Text as it is searched, sorted and compared: the keys that are stored beside names, and those of what is asked.

All of it stands on Unicode's normal forms and case folding, which never change for a letter that exists: what is stored stays
findable (https://www.unicode.org/policies/stability_policy.html). The letters that Unicode takes apart no further are a table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import snowballstemmer

SHORTEST_STEM = 4
LONGEST_KEY = 1000  # bytes: PostgreSQL refuses an index row over 2,704, and one letter may stand for eighteen
LONGEST_INDEXED = 1500  # bytes of a text that is searched in an index, beside a key

_APOSTROPHES = "'`´‘’ʹʻʼʽˈ′＇"
_DASHES = "‐‑‒–—―−﹘﹣－"
_SIGNS = "™℠®©"
_UNSEEN_MARKS = str.maketrans({**dict.fromkeys(_APOSTROPHES + _SIGNS, None), **dict.fromkeys(_DASHES, "-")})
_LETTERS = str.maketrans(
    {
        "æ": "ä",
        "ø": "ö",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "ǥ": "g",
        "ħ": "h",
        "ı": "i",
        "ĸ": "k",
        "ł": "l",
        "ŋ": "n",
        "ŧ": "t",
        "þ": "th",
        "ʒ": "z",
        "ƶ": "z",
        "ə": "e",
    }
)
_OWN_LETTERS = "åäö"  # letters of the Finnish alphabet, not a and o with marks
_WITHOUT_MARKS = str.maketrans(_OWN_LETTERS, "aao")
_AS_Y = str.maketrans("üű", "yy")
_LAST = str.maketrans(_OWN_LETTERS, "{|}")  # behind z, in this order

_COLON = re.compile(r"(?<=[^\W\d_]):(?=[^\W\d_])")  # T:mi
_INITIAL = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")  # r.y.
_LAST_DOT = re.compile(r"(?<=\w)\.(?!\S)")
_AMPERSAND = re.compile(r" ?& ?")  # H & M
_WORD = re.compile(r"(?:[^\W_]|[&+])+")
_LINK_BEGINS = ("http://", "https://", "www.")

# How the legal forms of Finnish firms and associations are written, as `search_key` writes them: tmi is T:mi, ry is r.y.
_SPELLINGS = {
    "oy": ("oy", "ab", "osakeyhtiö", "aktiebolag", "aktiebolaget"),
    "oyj": ("oyj", "abp", "julkinen osakeyhtiö", "publikt aktiebolag"),
    "ky": ("ky", "kb", "kommandiittiyhtiö", "kommanditbolag"),
    "ay": ("ay", "avoin yhtiö", "öppet bolag"),
    "tmi": ("tmi", "toiminimi"),
    "osk": ("osk", "anl", "osuuskunta", "andelslag", "andelslaget"),
    "ry": ("ry", "rf", "rekisteröity yhdistys", "registrerad förening"),
    "sr": ("sr", "rs", "rekisteröity säätiö", "registrerad stiftelse"),
    "ltd": ("ltd", "limited"),
    "ou": ("ou", "osaühing", "osauhing"),
    "gmbh": ("gmbh",),
    "inc": ("inc",),
}
_FORM_OF = {spelling: form for form, spellings in _SPELLINGS.items() for spelling in spellings}
_FORM = re.compile(rf"(?<!\S)(?:{'|'.join(sorted(_FORM_OF, key=len, reverse=True))})(?!\S)")


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """A letter without accents; what cannot be seen is nothing."""
    if character in _OWN_LETTERS:
        return character
    parts = unicodedata.normalize("NFD", character)
    return "".join(part for part in parts if unicodedata.category(part) not in ("Mn", "Cf")).translate(_LETTERS)


def search_key(text: str) -> str:
    """Text as it is asked for: no case, accents, widths, apostrophes or soft hyphens; å, ä and ö stay letters of their own."""
    key = unicodedata.normalize("NFKC", text.translate(_UNSEEN_MARKS)).casefold()
    if not key.isascii():
        key = "".join(map(_folded, unicodedata.normalize("NFC", key)))
    for dropped in (_COLON, _INITIAL, _LAST_DOT):
        key = dropped.sub("", key)
    return _AMPERSAND.sub("&", " ".join(key.split()))


def without_marks(key: str) -> str:
    """A key for who types a for ä."""
    return key.translate(_WITHOUT_MARKS)


def searchable(text: str) -> str:
    """Text as it is stored for searching: who types a for ä finds it too, who types ä does not find what has an a."""
    key = search_key(text)
    words = dict.fromkeys(key.split())
    return " ".join([key, *(plain for word in words if (plain := without_marks(word)) != word)])


def search_words(text: str) -> list[str]:
    """The words that are looked for in `searchable` texts; of a link that was pasted its domain."""
    words = search_key(text).split()
    return [domain(word) or word if word.startswith(_LINK_BEGINS) else word for word in words]


def stemmed(text: str) -> list[str]:
    """The words as far as all their forms share them (*tiekartta*, *tiekartan*), as Finnish and as Swedish bends them.

    A word whose stem says too little stays whole; nothing for a text that is the same without endings.
    """
    words = search_key(text).split()
    found = []
    for language in ("finnish", "swedish"):
        stems = zip(words, snowballstemmer.stemmer(language).stemWords(words), strict=True)
        found.append(" ".join(stem if len(stem) >= SHORTEST_STEM else word for word, stem in stems))
    return [one for one in dict.fromkeys(found) if one != " ".join(words)]


def sort_key(text: str) -> str:
    """Text as Finnish sorts it by code point (CLDR, `fi`): å, ä, ö last, ü as y, other accents and đ ŋ ŧ ǯ at their letter."""
    composed = unicodedata.normalize("NFC", text).casefold()
    return cut(search_key(composed.translate(_AS_Y)).translate(_LAST), LONGEST_KEY)


@lru_cache(maxsize=4096)  # a list that is brought in asks dozens of times for each of its names
def name_words(name: str) -> str:
    """The words of a name with its legal forms, without punctuation and accents."""
    return " ".join(_WORD.findall(search_key(name)))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """What makes two names the same: no punctuation, accent or legal form. Empty for a name without letter and digit."""
    words = name_words(name)
    if not any(character.isalnum() for character in words):
        return ""
    return cut(" ".join(_FORM.sub(" ", words).split()) or words, LONGEST_KEY)


def legal_forms(name: str) -> frozenset[str]:
    """The legal forms in a name, each in one spelling: what tells two firms of one `name_key` apart."""
    words = name_words(name)
    return frozenset(_FORM_OF[found] for found in _FORM.findall(words))


def is_legal_form(name: str) -> bool:
    """Whether a name is nothing but legal forms: *Oy Ab*."""
    words = name_words(name)
    return bool(words) and not _FORM.sub(" ", words).strip()


def names_text(names: Iterable[str]) -> str:
    """The keys of a partner's names, a line each, for hints: here who types a for ä means the same."""
    keys = dict.fromkeys(without_marks(name_key(name)) for name in names)
    return cut("\n".join(key for key in keys if key), LONGEST_KEY)


def person_key(name: str) -> str:
    """A person's name whichever of its parts comes first; empty for an empty one."""
    return cut(" ".join(sorted(person_words(name))), LONGEST_KEY)


def person_words(name: str) -> list[str]:
    """The parts of a person's name, as `search_key` writes them."""
    return re.findall(r"[^\W_]+", search_key(name))


def domain(link: str) -> str:
    """Where a link leads, as one searches for it; empty for what is no link."""
    address = link if "://" in link else f"//{link}"
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def cut(text: str, longest: int) -> str:
    """The beginning of a text, in at most so many bytes."""
    return text.encode()[:longest].decode(errors="ignore")
