"""Last year's plan as it was pasted: lines, a table with tabs, prose, a list of a web page. Each becomes rows to look through.

A line that is nothing but a time is a heading: the lines below it are of that time. One that is called an aim is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape

from ..pasted import as_markdown
from ..text import search_key
from .entry import Entry, EntryReader
from .spans import Span, a_year_later, in_words
from .when import read_when

ACTION = "action"
AIM = "aim"
NOTHING = "nothing"
KINDS = (ACTION, AIM, NOTHING)  # of a line: what it becomes
MOST_LINES = 300
MOST_ROWS = 2 * MOST_LINES  # a line of a table may bring its aim
LONGEST_LINE = 200
_BREAKING_TAG = re.compile(r"</?(?:li|p|br|tr|div|ul|ol|table|h[1-6])\b[^>]*>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]>\s*(?=<t[dh])", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_MARK = re.compile(r"^\s*(?:[-*+•·▪◦‣–—]|\d{1,3}[.)]|#{1,6})\s+")
_AIM = re.compile(r"^(?:tavoite|tavoitteet|mål|aim|goal)\s*\d*\s*[:.–-]?\s+(?=\S)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_HEADINGS = {
    "text": ("toimenp", "toimint", "mita", "mitä", "tehtäv", "åtgärd", "aktivitet", "vad", "action", "what", "activit"),
    "when": (
        "ajankoht",
        "aika",
        "milloin",
        "kuukau",
        "kk",
        "pvm",
        "päiväm",
        "när",
        "tid",
        "månad",
        "datum",
        "when",
        "month",
        "date",
        "time",
    ),
    "contact": ("vastuu", "kuka", "tekijä", "ansvar", "vem", "who", "respons", "owner"),
    "partners": ("kumppan", "yrity", "partner", "företag", "compan"),
    "aim": ("tavoit", "mål", "aim", "goal"),
    "tier": ("taso", "nivå", "tier"),
    "outcome": ("tulo", "toteut", "resultat", "utfall", "outcome", "result"),
}


@dataclass(frozen=True)
class Row:
    """A line as the preview has it, all as texts."""

    kind: str
    text: str
    when: str = ""
    contact: str = ""
    second: str = ""
    partners: str = ""
    tier: str = ""
    outcome: str = ""


def lines_in(text: str) -> list[str]:
    """The lines of what was pasted that say anything; tags of a web page are none of it."""
    if re.search(r"<(?:li|p|td|br|div)\b", text, re.IGNORECASE):
        text = unescape(_TAG.sub("", _BREAKING_TAG.sub("\n", _CELL_END.sub("\t", text))))
    lines = text.splitlines() if "\t" in text else as_markdown(text).split("\n")
    return [line for each in lines for line in _sentences(each) if line.strip()]


def _sentences(line: str) -> list[str]:
    return _SENTENCE_END.split(line) if len(line) > LONGEST_LINE and "\t" not in line else [line]


def rows_of(lines: Sequence[str], reader: EntryReader) -> list[Row]:
    """What each line becomes, as far as it is understood; the rest of it stands in its text."""
    columns = _columns_in(lines[0]) if lines else {}
    if columns:
        return list(_rows_of_table(lines[1:], lines[0].split("\t"), columns, reader))
    return list(_rows_of_lines(lines, reader))


def _rows_of_lines(lines: Sequence[str], reader: EntryReader) -> Iterator[Row]:
    heading: Span | None = None
    for line in lines:
        written = _MARK.sub("", line).strip()
        time = read_when(written, reader.year)
        if time is not None:
            heading = time
            continue
        aim = _AIM.sub("", written)
        if aim != written or (written.endswith(":") and not reader.read(written).span):
            yield Row(AIM, aim.removesuffix(":").strip())
            continue
        entry = reader.read(written)
        yield _row(replace(entry, span=entry.span or heading), reader)


def _columns_in(line: str) -> Mapping[int, str]:
    """What the columns of a table are, by their headings; empty for what is no line of headings."""
    found: dict[int, str] = {}
    for place, cell in enumerate(line.split("\t")):
        key = search_key(cell)
        name = next((name for name, starts in _HEADINGS.items() if key.startswith(starts) and len(key) < 40), None)
        if name and name not in found.values():
            found[place] = name
    return found if len(found) > 1 and "text" in found.values() else {}


def _rows_of_table(
    lines: Sequence[str], headings: Sequence[str], columns: Mapping[int, str], reader: EntryReader
) -> Iterator[Row]:
    latest_aim = ""
    for line in lines:
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        said = {name: cells[place] for place, name in columns.items() if place < len(cells)}
        further = [
            f"{headings[place].strip() if place < len(headings) else ''}: {cell}".removeprefix(": ")
            for place, cell in enumerate(cells)
            if cell and place not in columns
        ]
        aim = said.get("aim", "")
        if aim and aim != latest_aim:
            latest_aim = aim
            yield Row(AIM, aim)
        text = ", ".join(filter(None, [said.get("text"), *further]))
        if text:
            yield _row_of_cells(text, said, reader)


def _row_of_cells(text: str, said: Mapping[str, str], reader: EntryReader) -> Row:
    people = reader.people_in(said.get("contact", ""))
    mentioned = reader.partners.mentioned(text)
    named = reader.partners.mentioned(said.get("partners", ""))
    span = read_when(said.get("when", ""), reader.year)
    entry = Entry(text, span, *(people or (said.get("contact", ""), "")), partners=tuple(dict.fromkeys([*named, *mentioned])))
    is_over = span is not None and span.ends_on < reader.year.first_day  # what came of it is last year's
    row = _row(replace(entry, tier=reader.tiers.get(search_key(said.get("tier", "")), "")), reader)
    unread = "" if named else said.get("partners", "")
    row = replace(row, outcome="" if is_over else said.get("outcome", ""), when=row.when or said.get("when", ""))
    return replace(row, partners="; ".join(filter(None, [row.partners, unread])))


def _row(entry: Entry, reader: EntryReader) -> Row:
    span = entry.span
    while span is not None and span.ends_on < reader.year.first_day:  # last year's: the same a year later
        span = a_year_later(span)
    return Row(
        ACTION,
        entry.text,
        in_words(span) if span else "",
        entry.contact,
        entry.second,
        "; ".join(partner.name for partner in entry.partners),
        entry.tier,
    )
