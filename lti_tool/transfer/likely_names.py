"""Whether a piece of a line looks like a person or a team of ours; guessed, so that what is doubtful stays in the description."""

from __future__ import annotations

import re
from collections.abc import Set

from ..partners.name_parts import municipalities
from ..text import legal_forms, person_key, search_key

LONGEST_NAME = 60  # characters
MOST_WORDS = 4
MOST_WORDS_OF_TEAM = 6
_NAME_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")
_PARTICLES = {"von", "af", "de", "van", "der", "la", "del", "al", "bin", "zu", "da", "di"}
_TEAM = re.compile(r"(?:tiimi|tiimit|tiimimme|työryhmä|team|teamet|arbetsgrupp|arbetsgruppen)$", re.IGNORECASE)
_REACHED_BY = re.compile(
    r"(?:p|puh|puhelin|tel|tfn|telefon|phone|gsm|mob|mobil)?[.:]*\s*\+?[\d\s()./-]{3,}|[^\s@]+@[^\s@]+\.\w+", re.IGNORECASE
)
# Words of firms and of what is done together: with one of them, words with capitals are nobody's name.
_NOBODY = re.compile(
    r"kahvila|ravintola|hotelli|leipomo|päiväkoti|koulu|opisto|kauppa|kaupunki|kunta|yhdistys|seura|säätiö|keskus|palvelu|kylpylä|tehdas|toimisto"
    r"|yhteistyö|oppiminen|oppimis|vierailu|harjoittelu|koulutus|kurssi|projekti|hanke|sopimus|näyttö|päivä|viikko|rekry|työelämä"
    r"|kafé|café|cafe|restaurang|hotell|bageri|skola|daghem|stad$|kommun|förening|stiftelse|central|samarbete|praktik|besök|utbildning|projekt|läroplats"
    r"|restaurant|hotel|bakery|school|kindergarten|city|association|foundation|centre|center|cooperation|training|visit|project|agreement|company|traineeship",
    re.IGNORECASE,
)


def is_known(text: str, known: Set[str]) -> bool:
    """Whether all of it is a name of ours; `known` are keys of `text.person_key`."""
    return bool(known) and len(text) <= LONGEST_NAME and person_key(text) in known


def is_likely_contact(text: str, known: Set[str] = frozenset()) -> bool:
    """A known name, two to four words with capitals, or what ends with the word for a team."""
    return is_known(text, known) or is_likely_person(text) or is_likely_team(text)


def is_likely_person(text: str) -> bool:
    """`Maija Mäkelä`, `von Essen, Anna` without its comma; no firm, no town, nothing that is done together."""
    words = text.split()
    if not 2 <= len(words) <= MOST_WORDS or len(text) > LONGEST_NAME or legal_forms(text) or _NOBODY.search(text):
        return False
    if not all(_NAME_WORD.fullmatch(word) for word in words):
        return False
    names = [word for word in words if word.casefold() not in _PARTICLES]
    if len(names) < 2 or not all(word[0].isupper() for word in names) or all(map(_is_abbreviation, names)):
        return False
    return not all(search_key(word) in municipalities() for word in names)


def is_likely_team(text: str) -> bool:
    """`Ravintola-alan tiimi`, `restaurangteamet`; not *tiimityö*."""
    words = text.split()
    return 1 <= len(words) <= MOST_WORDS_OF_TEAM and bool(_TEAM.search(text)) and text[:1].isalnum()


def is_likely_first_name(text: str) -> bool:
    """One word with a capital and small letters: a colleague where the writer's form has one at that place."""
    return (
        bool(_NAME_WORD.fullmatch(text))
        and text[:1].isupper()
        and text[1:].islower()
        and len(text) <= 15
        and not _NOBODY.search(text)
    )


def is_address_of_person(text: str) -> bool:
    """A phone number or an e-mail address, as it stands behind a name."""
    return bool(_REACHED_BY.fullmatch(text))


def _is_abbreviation(word: str) -> bool:
    return word.isupper() and len(word.rstrip(".")) <= 3
