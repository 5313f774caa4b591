"""The lines of a list -> its entries, each under the tier that stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from ..own_text import split_at_addresses
from ..text import legal_forms
from .entry import Entry, take_apart
from .headings import label_meaning
from .likely_names import is_likely_contact
from .list_lines import Line
from .tiers_as_written import tier_of_heading

MOST_LINES_OF_TITLE = 2
MOST_WORDS_AROUND_ADDRESS = 3
_SEPARATED = re.compile(r"\s[+–—-]\s|\t|;\s|\s\|\s|:\s|,\s")
_TIER_BEFORE = re.compile(r"([^:]{3,60}):\s+(?=\S)")


class ListEntry(NamedTuple):
    """An entry with the key of its tier, empty where none stands above it.

    `title` is a line between the tier's heading and the entry that may be a tier in the college's own words, or a group in it.
    """

    tier: str
    entry: Entry
    title: str = ""


class ListRead(NamedTuple):
    """`titles` are lines that name no partner: the list's title, a field of training above some of its entries."""

    entries: list[ListEntry]
    titles: list[str]


class _Group(NamedTuple):
    """The lines of an entry, and the title above it."""

    lines: list[str]
    title: str = ""


@dataclass
class _Section:
    """The lines under one heading of a tier."""

    tier: str
    lines: list[Line] = field(default_factory=list)


def read_list(lines: list[Line], known: Set[str] = frozenset(), own_titles: Mapping[str, str] | None = None) -> ListRead:
    """Entries in their order; `known` are keys of our own people and teams, `own_titles` what the college calls its tiers."""
    found = ListRead([], [])
    sections = [section for section in _sections(lines, own_titles) if section.lines or section.tier]
    for number, section in enumerate(sections):
        if number == 0 and len(sections) > 1 and _is_title(section):
            found.titles.extend(line.text for line in section.lines)
            continue
        groups, titles = _groups(section.lines, known)
        found.titles.extend(titles)
        entries = [(take_apart(group.lines, known), group.title) for group in groups]
        found.entries.extend(ListEntry(section.tier, entry, title) for entry, title in entries if any(entry))
    return found


def _sections(lines: list[Line], own_titles: Mapping[str, str] | None) -> Iterator[_Section]:
    section = _Section("")
    for line in lines:
        tier = tier_of_heading(line.text.strip(), own_titles)
        if tier is None:
            tier, line = _tier_on_its_line(line, own_titles)
        elif line.text:
            yield section
            section = _Section(tier)
            continue
        if tier and tier != section.tier:
            yield section
            section = _Section(tier)
        section.lines.append(line)
    yield section


def _tier_on_its_line(line: Line, own_titles: Mapping[str, str] | None) -> tuple[str | None, Line]:
    """`Arjen kumppanuus: Leipomo Oy` is an entry with its tier before it."""
    before = _TIER_BEFORE.match(line.text)
    tier = tier_of_heading(before[1], own_titles) if before else None
    return (tier, line._replace(text=line.text[before.end() :])) if before and tier else (None, line)


def _groups(lines: list[Line], known: Set[str]) -> tuple[list[_Group], list[str]]:
    """The lines of each entry, and titles among them."""
    if any(line.is_item for line in lines):
        return _groups_of_items(lines, known)
    titles = [line.text for line in lines if line.is_heading]
    plain = [line for line in lines if not line.is_heading]
    return list(map(_Group, _blocks(plain) if _is_in_blocks(plain) else _groups_of_lines(plain))), titles


def _groups_of_items(lines: list[Line], known: Set[str]) -> tuple[list[_Group], list[str]]:
    if _is_name_above_items(lines, known):
        return list(map(_Group, _groups_under_names(lines))), []
    least = min(line.depth for line in lines if line.is_item)
    groups: list[_Group] = []
    titles: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        is_outermost = line.is_item and line.depth <= least
        is_above_items = not line.is_item and following is not None and following.is_item and (line.is_after_blank or not groups)
        if line.is_heading or (is_above_items and not _is_composite(line.text)):
            titles.append(line.text)
        elif is_outermost or not groups or (not line.is_item and line.is_after_blank and not _continues(line.text)):
            groups.append(_Group(line.text.split("\n"), titles[-1] if titles else ""))
        else:
            groups[-1].lines.extend(line.text.split("\n"))
    return groups, titles


def _is_title(section: _Section) -> bool:
    """Whether what stands above the first tier is the list's title, and no entry."""
    is_short = not section.tier and len(section.lines) <= MOST_LINES_OF_TITLE
    return is_short and not any(line.is_item or _is_composite(line.text) or legal_forms(line.text) for line in section.lines)


def _is_name_above_items(lines: list[Line], known: Set[str]) -> bool:
    """Whether partners are plain lines with their parts as items: no item looks like an entry of its own."""
    above = [line for line, following in pairwise(lines) if not line.is_item and not line.is_heading and following.is_item]
    items = [line.text for line in lines if line.is_item]
    entries = [text for text in items if (_is_composite(text) or legal_forms(text)) and not _is_a_part(text, known)]
    is_alone = len(above) == 1 and bool(legal_forms(above[0].text)) and len(items) <= 4
    return lines[:1] == above[:1] and (len(above) >= 2 or is_alone) and len(entries) * 2 < len(items)


def _groups_under_names(lines: list[Line]) -> list[list[str]]:
    groups: list[list[str]] = []
    for line in lines:
        if line.is_item and groups:
            groups[-1].extend(line.text.split("\n"))
        else:
            groups.append(line.text.split("\n"))
    return groups


def _is_in_blocks(lines: list[Line]) -> bool:
    """Whether each entry is a block of lines between blank ones: most lines are one part of an entry."""
    blocks = _blocks(lines)
    if len(blocks) < 2 or len(lines) < 2 * len(blocks):
        return False
    return sum(_is_composite(line.text) for line in lines) * 2 < len(lines)


def _blocks(lines: list[Line]) -> list[list[str]]:
    blocks: list[list[str]] = []
    for line in lines:
        if line.is_after_blank or not blocks:
            blocks.append([])
        blocks[-1].extend(line.text.split("\n"))
    return blocks


def _groups_of_lines(lines: list[Line]) -> list[list[str]]:
    """A line each; what is indented, only an address or named by a word before a colon belongs to the line above."""
    groups: list[list[str]] = []
    depth = 0
    for line in lines:
        goes_on = (
            line.depth > depth
            or _continues(line.text)
            or (groups and groups[-1][-1].rstrip().endswith(("+", ",", ";", " –", " -")))
        )
        if groups and goes_on:
            groups[-1].extend(line.text.split("\n"))
        else:
            groups.append(line.text.split("\n"))
            depth = line.depth
    return groups


def _continues(text: str) -> bool:
    """Whether a line is a part of the entry above: it begins with a separator, is an address, or named by a word and a colon."""
    label, colon, _value = text.partition(":")
    is_named = bool(colon) and label_meaning(label) not in ("", "partner")
    return is_named or text.lstrip().startswith(("+ ", "– ", "- ")) or _is_address(text.strip())


def _is_address(text: str) -> bool:
    if len(text.split()) > MOST_WORDS_AROUND_ADDRESS:
        return False
    pieces = split_at_addresses(text)
    around = "".join(said for said, url in pieces if not url)
    return len(pieces) > 1 and not around.strip(" ()<>[].,+–-")


def _is_composite(text: str) -> bool:
    return "\n" in text or bool(_SEPARATED.search(text))


def _is_a_part(text: str, known: Set[str]) -> bool:
    """A description with commas, a person with a phone number, a part that is named: nothing that stands for itself."""
    label, colon, _value = text.partition(":")
    first = text.split(",")[0].strip()
    return (
        text[:1].islower() or (bool(colon) and bool(label_meaning(label))) or is_likely_contact(first, known) or _continues(text)
    )
