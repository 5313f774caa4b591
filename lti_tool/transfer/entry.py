"""One entry of a list -> its parts: *partner (link) + description + our contact person*, with any separator that people use.

What is doubtful stays in the description, and nothing is lost: each letter and digit stands in one of the parts.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import NamedTuple

from ..links import is_web_link
from .cells import clean
from .entry_contact import split_contact
from .entry_links import without_links
from .entry_name import split_name
from .headings import label_meaning
from .separators import BREAK, ENDS, STRONG, main_separator, pieces_of

LONGEST_READ = 2_000  # characters: what is longer becomes a description as it stands
LABELLED = ("partner", "link", "description", "contact", "deputy", "team", "their_name", "municipality", "business_id")
_RUNS = re.compile(r"([ \t])\1+")
_LABEL = re.compile(r"([^\W\d_][^:;+|\n]{1,40}):\s*")


class Entry(NamedTuple):
    """The parts of an entry, empty where it has none; `others` are parts that a word before a colon named, by their meaning."""

    partner: str
    link: str = ""
    description: str = ""
    contact: str = ""
    others: dict[str, str] = {}


def take_apart(lines: list[str], known: Set[str] = frozenset()) -> Entry:
    """An entry of one line or more; `known` are keys of our own people and teams (`text.person_key`), who win over guesses."""
    text = _RUNS.sub(r"\1", "\n".join(filter(None, map(clean, lines))))
    if len(text) > LONGEST_READ:
        return Entry(lines[0][:200].strip(), description=text) if "\n" in text else Entry("", description=text)
    text, links = without_links(text)
    text, labelled = _without_labels(text)
    partner = labelled.pop("partner", "")
    if partner:
        rest = text
    else:
        partner, rest = split_name(text, known)
    contact = labelled.pop("contact", "")
    if not contact:
        rest, contact = split_contact(rest, known, separator=main_separator(text))
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


def _without_labels(text: str) -> tuple[str, dict[str, str]]:
    """What is left, and parts that begin with their name, as `Yhteyshenkilömme: Maija Mäkelä`, up to a line's end or a plus."""
    found: dict[str, str] = {}
    kept: list[str] = []
    for piece in pieces_of(text, re.compile(f"({BREAK}|{STRONG})")):
        label = _LABEL.match(piece.text)
        meaning = label_meaning(label[1]) if label else ""
        if label and meaning in LABELLED and meaning not in found and (value := piece.text[label.end() :].strip(ENDS)):
            found[meaning] = value
        else:
            kept += [piece.before if kept else "", piece.text]
    return "".join(kept), found
