"""Last year's plan as it was pasted: lines, a table with tabs, prose, a list of a web page. Each becomes rows to look through.

A line that is nothing but a time is a heading: the lines below it are of that time. One that is called an aim is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from ..pasted import as_markdown
from .entry import Entry, EntryReader
from .pasted_row import ACTION, AIM, Row, when_in_year
from .pasted_table import columns_in, rows_of_table
from .spans import Span
from .when import read_when

MOST_LINES = 300
MOST_ROWS = 2 * MOST_LINES  # a line of a table may bring its aim
LONGEST_LINE = 200
_BREAKING_TAG = re.compile(r"</?(?:li|p|br|tr|div|ul|ol|table|h[1-6])\b[^>]*>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]>\s*(?=<t[dh])", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!][^>]*>")
_MARK = re.compile(r"^\s*(?:[-*+•·▪◦‣–—]|\d{1,3}[.)]|#{1,6})\s+")
_AIM = re.compile(r"^(?:tavoite|tavoitteet|mål|aim|goal)\s*\d*\s*[:.–-]?\s+(?=\S)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")


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
    columns = columns_in(lines[0]) if lines else {}
    if columns:
        return list(rows_of_table(lines[1:], lines[0].split("\t"), columns, reader))
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
        yield _row_of_entry(replace(entry, span=entry.span or heading), reader)


def _row_of_entry(entry: Entry, reader: EntryReader) -> Row:
    return Row(
        kind=ACTION,
        text=entry.text,
        when=when_in_year(entry.span, reader.year),
        contact=entry.contact,
        second=entry.second,
        partners="; ".join(partner.name for partner in entry.partners),
        tier=entry.tier,
    )
