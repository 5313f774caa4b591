"""Our contact person in what follows a partner's name."""

from __future__ import annotations

import re
from collections.abc import Set

from .headings import label_meaning
from .likely_names import is_address_of_person, is_known, is_likely_contact, is_likely_first_name, is_likely_person
from .separators import ANY, ENDS, Piece, pieces_of, text_of

MOST_WORDS_OF_LABEL = 3
_FAMILY_NAME_FIRST = re.compile(r"([^\W\d_][^,;]{1,30}), ([^\W\d_][^,;]{1,30})")
_AND = re.compile(r"\s+(?:ja|och|and|&|sekä|samt)\s+|\s*/\s*")


def split_contact(text: str, known: Set[str], separator: re.Pattern[str] | None) -> tuple[str, str]:
    """The description and our contact person: a known name wherever it stands, else the last piece that looks like a name."""
    if not text:
        return "", ""
    pieces = [piece._replace(text=_without_label(piece.text, known)) for piece in pieces_of(text, ANY)]
    place = _place_of_contact(pieces, known)
    if place is None:
        return _split_by_place(text, separator)
    begin = place
    end = place + 1
    while begin and "\n" not in pieces[begin].before and _is_beside(pieces[begin - 1].text, known):
        begin -= 1
    while end < len(pieces) and is_address_of_person(pieces[end].text.strip()):
        end += 1
    contact = text_of(pieces[begin:end])
    kept = text_of(pieces[:begin])
    behind = text_of(pieces[end:])
    between = "\n" if "\n" in pieces[begin].before else ", "
    return between.join(filter(None, [kept, behind])), contact


def _place_of_contact(pieces: list[Piece], known: Set[str]) -> int | None:
    """Of the pieces: the last known name, the last piece of all, or the only one that looks like a name."""
    texts = [piece.text.strip(ENDS + ".") for piece in pieces]
    if any(is_known(text, known) for text in texts):
        return max(number for number, text in enumerate(texts) if is_known(text, known))
    filled = [number for number, text in enumerate(texts) if text and not is_address_of_person(text)]
    likely = [number for number in filled if is_likely_contact(texts[number])]
    if likely and (likely[-1] == filled[-1] or len(likely) == 1):
        return likely[-1]
    return None


def _without_label(text: str, known: Set[str]) -> str:
    """`our contact person Mary Stone` without its colon; other words stay before a name."""
    words = text.split()
    for count in range(min(MOST_WORDS_OF_LABEL, len(words) - 1), 0, -1):
        name = " ".join(words[count:])
        if label_meaning(" ".join(words[:count])) == "contact" and is_likely_contact(name, known):
            return name
    return text


def _is_beside(text: str, known: Set[str]) -> bool:
    """Another person named before the contact."""
    return is_known(text, known) or is_likely_person(text.strip())


def _split_by_place(text: str, separator: re.Pattern[str] | None) -> tuple[str, str]:
    """In *partner + description + Maija* the third part is a colleague; also two who are named together."""
    if separator is None:
        return text, ""
    pieces = pieces_of(text, separator)
    last = pieces[-1].text.strip(ENDS)
    if len(pieces) >= 2 and _are_people(last):
        return text_of(pieces[:-1]), last
    return text, ""


def _are_people(text: str) -> bool:
    """`Maija`, `Maija ja Olli`, `Mäkelä, Maija`."""
    family_name_first = _FAMILY_NAME_FIRST.fullmatch(text)
    if family_name_first:
        return is_likely_person(f"{family_name_first[2]} {family_name_first[1]}")
    return all(is_likely_first_name(name.strip()) or is_likely_person(name.strip()) for name in _AND.split(text))
