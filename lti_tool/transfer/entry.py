"""One entry of a list -> its parts: *partner (link) + description + our contact person*, with any separator that people use.

What is doubtful stays in the description, and nothing is lost: each letter and digit stands in one of the parts.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple

from ..links import is_web_link, split_links
from ..own_text import split_at_addresses
from ..text import legal_forms
from .cells import clean
from .headings import label_meaning
from .likely_names import is_address_of_person, is_known, is_likely_contact, is_likely_first_name, is_likely_person

LONGEST_READ = 4_000  # characters: what is longer becomes a description as it stands
MOST_WORDS_OF_NAME = 8
LABELLED = ("partner", "link", "description", "contact", "deputy", "team", "their_name", "municipality", "business_id")
_ENDS = " \t\n,;:|+–—―−/-"
_BREAK = r"\s*\n\s*"
_STRONG = r"\s*\t\s*|\s*\|\s*|\s*;(?:\s+|$)|(?:^|\s+)\+(?:\s+|$)"
_DASH = r"\s+[-–—―−]{1,2}(?:\s+|$)"
_COMMA = r",\s+"
_NAME_ENDS = (_STRONG, _DASH, r"\s*:\s+", _COMMA, r"\s+/\s+")
_OUTSIDE_BRACKETS = r"(?![^()]*\))"
_ANY = re.compile(rf"({_BREAK}|{_STRONG}|{_DASH}|:\s+|,\s+|\s+/\s+|\s*\((?=[^()]*\))|(?<=[^()])\)[\s,;.]*)")
_STRONGEST = (_BREAK, _STRONG, _DASH)
_LABEL_OF_LINK = re.compile(r"([^\W\d_][^\W\d_ ]{1,15})\s*:\s*(?=https?://|www\.)", re.IGNORECASE)
_BEHIND_LINK = re.compile(r"((?:https?://|www\.)\S*?[)>\]]*)([:;])(?=\s|$)", re.IGNORECASE)
_FAMILY_NAME_FIRST = re.compile(r"([^\W\d_][^,;]{1,30}), ([^\W\d_][^,;]{1,30})")
_LABEL = re.compile(r"([^\W\d_][^:;+|\n]{1,40}):\s*")
_BRACKET = re.compile(r"^([^()]+?)\s*\(([^()]+)\)[\s.,;]*$")
_AND = re.compile(r"\s+(?:ja|och|and|&|sekä|samt)\s+|\s*/\s*")
_PUBLIC_BODY = re.compile(
    r"(?:kaupunki|kunta|kuntayhtymä|hyvinvointialue|stad|kommun|samkommun|välfärdsområde|city|municipality)$", re.IGNORECASE
)


class Entry(NamedTuple):
    """The parts of an entry, empty where it has none; `others` are parts that a word before a colon named, by their meaning."""

    partner: str
    link: str = ""
    description: str = ""
    contact: str = ""
    others: dict[str, str] = {}


class _Piece(NamedTuple):
    """A piece of a text and the separator before it."""

    before: str
    text: str


def take_apart(lines: list[str], known: Set[str] = frozenset()) -> Entry:
    """An entry of one line or more; `known` are keys of our own people and teams (`text.person_key`), who win over guesses."""
    text = "\n".join(filter(None, map(clean, lines)))
    if len(text) > LONGEST_READ:
        return Entry(lines[0][:200].strip(), description=text) if "\n" in text else Entry("", description=text)
    text, links = _without_links(text)
    text, labelled = _without_labels(text)
    partner = labelled.pop("partner", "")
    if partner:
        rest = text
    else:
        partner, rest = _split_name(text, known)
    contact = labelled.pop("contact", "")
    if not contact:
        rest, contact = _split_contact(rest, known, separator=_main_separator(text))
    link = labelled.pop("link", "")
    if link and not is_web_link(link):
        rest = _joined(rest, link)
        link = ""
    if not link and links:
        link = links.pop(0)
    description = _joined(labelled.pop("description", ""), rest, *links)
    return Entry(partner, link, description, contact, labelled)


def _joined(*parts: str) -> str:
    return "\n".join(filter(None, (part.strip() for part in parts)))


def _without_links(text: str) -> tuple[str, list[str]]:
    """The text without its web addresses, line by line, and the addresses; what stands around one goes with it."""
    found: list[str] = []
    lines = []
    for line in text.split("\n"):
        whole = "".join(url if url.startswith("https:") else piece for piece, url in split_at_addresses(line))
        whole = _BEHIND_LINK.sub(r"\1 \2", _LABEL_OF_LINK.sub(_without_label_of_link, whole))
        tabs = []
        for cell in whole.split("\t"):
            rest, links = split_links(cell)
            found += [link for link in links if link not in found]
            tabs.append(rest)
        lines.append("\t".join(tabs))
    return "\n".join(line for line in lines if line.strip()), found


def _without_label_of_link(label: re.Match[str]) -> str:
    return "" if label_meaning(label[1]) == "link" else label[0]


def _without_labels(text: str) -> tuple[str, dict[str, str]]:
    """Parts that begin with their name, as `Yhteyshenkilömme: Maija Mäkelä`, and what is left; each ends with its line or at a plus."""
    found: dict[str, str] = {}
    kept: list[str] = []
    for piece in _pieces(text, re.compile(f"({_BREAK}|{_STRONG})")):
        label = _LABEL.match(piece.text)
        meaning = label_meaning(label[1]) if label else ""
        if label and meaning in LABELLED and meaning not in found and (value := piece.text[label.end() :].strip(_ENDS)):
            found[meaning] = value
        else:
            kept += [piece.before if kept else "", piece.text]
    return "".join(kept), found


def _pieces(text: str, separators: re.Pattern[str]) -> list[_Piece]:
    parts = separators.split(text)
    befores = ["", *parts[1::2]]
    return [_Piece(before, piece) for before, piece in zip(befores, parts[0::2], strict=True)]


def _main_separator(text: str) -> re.Pattern[str] | None:
    """The strongest kind of separator that the entry has, if there are at least two of it: then its parts have their places."""
    for kind in _STRONGEST:
        if len(re.findall(kind, text.strip(_ENDS))) >= 2:
            return re.compile(f"({kind})")
    return None


def _split_name(text: str, known: Set[str]) -> tuple[str, str]:
    """The partner's name at the beginning, and what follows it."""
    first, line_break, below = text.partition("\n")
    name, rest = _split_name_of_line(first.strip(_ENDS), known)
    return name.strip(_ENDS), (rest + line_break + below).strip(_ENDS)


def _split_name_of_line(line: str, known: Set[str]) -> tuple[str, str]:
    for kind in _NAME_ENDS:
        pieces = _pieces(line, re.compile(f"((?:{kind}){_OUTSIDE_BRACKETS})"))
        if len(pieces) == 1:
            continue
        if kind == _STRONG and len(pieces) == 2 and _split_name_of_line(pieces[0].text, known)[1]:
            continue  # one plus within a description: what stands before it has an end of its own
        taken = _pieces_of_name(pieces, kind)
        if taken < len(pieces):
            name = "".join(piece.before + piece.text for piece in pieces[:taken])
            rest = "".join(piece.before + piece.text for piece in pieces[taken:])
            return name, rest.removeprefix(pieces[taken].before)
    bracket = _BRACKET.match(line)
    if bracket and _is_about_cooperation(bracket[2], known):
        return bracket[1], bracket[2]
    return line, ""


def _pieces_of_name(pieces: list[_Piece], kind: str) -> int:
    """How many of the pieces are the name: two names of one partner stand beside each other with a dash or a slash."""
    taken = 1
    while taken < len(pieces) and kind != _STRONG and _belongs_to_name(pieces[taken - 1].text, pieces[taken].text, kind):
        taken += 1
    return taken


def _belongs_to_name(before: str, piece: str, kind: str) -> bool:
    """`Hangö Kennelklubb rf – Hangon Kennelkerho ry`, `Hangö stad / Hangon kaupunki`, `Leipomo, Kahvila ja Konditoria Oy`."""
    is_name = piece[:1].isupper() and len(piece.split()) <= MOST_WORDS_OF_NAME
    if not is_name:
        return False
    if kind == _COMMA:
        return bool(legal_forms(piece)) and not legal_forms(before)
    return _names_a_body(piece) and (_names_a_body(before) or len(before.split()) <= 2)


def _names_a_body(text: str) -> bool:
    return bool(legal_forms(text)) or bool(_PUBLIC_BODY.search(text))


def _is_about_cooperation(text: str, known: Set[str]) -> bool:
    """Whether brackets behind a name hold what is done, or a person; else they are a part of the name."""
    return text[:1].islower() or "," in text or is_likely_contact(text, known)


def _split_contact(text: str, known: Set[str], separator: re.Pattern[str] | None) -> tuple[str, str]:
    """The description and our contact person: a known name wherever it stands, else the last piece that looks like a name."""
    if not text:
        return "", ""
    pieces = _pieces(text, _ANY)
    place = _place_of_contact(pieces, known)
    if place is None:
        return _split_by_place(text, separator)
    begin = place
    end = place + 1
    while begin and "\n" not in pieces[begin].before and _is_beside(pieces[begin - 1].text, known):
        begin -= 1
    while end < len(pieces) and is_address_of_person(pieces[end].text.strip()):
        end += 1
    contact = _text_of(pieces[begin:end])
    kept = _text_of(pieces[:begin])
    behind = _text_of(pieces[end:])
    between = "\n" if "\n" in pieces[begin].before else ", "
    return between.join(filter(None, [kept, behind])), contact


def _place_of_contact(pieces: list[_Piece], known: Set[str]) -> int | None:
    """Of the pieces: the last known name, the last piece of all, or the only one that looks like a name."""
    texts = [piece.text.strip(_ENDS + ".") for piece in pieces]
    if any(is_known(text, known) for text in texts):
        return max(number for number, text in enumerate(texts) if is_known(text, known))
    filled = [number for number, text in enumerate(texts) if text and not is_address_of_person(text)]
    likely = [number for number in filled if is_likely_contact(texts[number])]
    if likely and (likely[-1] == filled[-1] or len(likely) == 1):
        return likely[-1]
    return None


def _is_beside(text: str, known: Set[str]) -> bool:
    """Another person named before the contact."""
    return is_known(text, known) or is_likely_person(text.strip())


def _split_by_place(text: str, separator: re.Pattern[str] | None) -> tuple[str, str]:
    """In *partner + description + Maija* the third part is a colleague; also two who are named together."""
    if separator is None:
        return text, ""
    pieces = _pieces(text, separator)
    last = pieces[-1].text.strip(_ENDS)
    if len(pieces) >= 2 and _are_people(last):
        return _text_of(pieces[:-1]), last
    return text, ""


def _are_people(text: str) -> bool:
    """`Maija`, `Maija ja Olli`, `Mäkelä, Maija`."""
    family_name_first = _FAMILY_NAME_FIRST.fullmatch(text)
    if family_name_first:
        return is_likely_person(f"{family_name_first[2]} {family_name_first[1]}")
    return all(is_likely_first_name(name.strip()) or is_likely_person(name.strip()) for name in _AND.split(text))


def _text_of(pieces: list[_Piece]) -> str:
    """Pieces with what stood between them; a bracket that lost its other end is closed."""
    text = "".join((piece.before if number else "") + piece.text for number, piece in enumerate(pieces)).strip(_ENDS)
    if text.count("(") > text.count(")") and not text.startswith("("):
        return f"{text})"
    return text if text.count("(") == text.count(")") else text.strip(_ENDS + "()")
