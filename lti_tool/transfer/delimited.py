"""Texts with a separator -> a sheet: `.csv` and `.txt` of Excel, Moodle and others, and rows that were copied from a table."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from .cells import clean
from .file_kinds import UTF_16_MARKS
from .sheets import LARGEST_FILE, Budget, CannotRead, Sheet, make_sheet

SEPARATORS = (";", "\t", ",", "|")
_TRIED_ROWS = 200
_NAMED_SEPARATOR = "sep="  # Excel's own first line


def read_delimited(content: bytes) -> list[Sheet]:
    """One sheet without a name, none for a text without rows; raises CannotRead."""
    sheet = read_delimited_text(decoded(content))
    return [sheet] if sheet.rows else []


def read_delimited_text(text: str, separator: str = "") -> Sheet:
    """A text in rows and columns; one column where no separator is found. Raises CannotRead."""
    csv.field_size_limit(LARGEST_FILE)
    lines = _with_line_ends(text)
    if lines and lines[0].lower().startswith(_NAMED_SEPARATOR) and len(lines[0].strip()) <= len(_NAMED_SEPARATOR) + 1:
        separator = lines.pop(0)[len(_NAMED_SEPARATOR) :].strip("\r\n") or separator
    rows = _rows_of(lines, separator or _separator_of(lines))
    return make_sheet("", rows, Budget())


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16 with a mark, in UTF-8 or Windows-1252 without one; also where lines differ."""
    if content.startswith(UTF_16_MARKS):
        return content.decode("utf-16", "replace")
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return "".join(map(_decoded_line, content.splitlines(keepends=True)))


def _decoded_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")  # five bytes mean nothing in Windows-1252


def _with_line_ends(text: str) -> list[str]:
    """Lines as csv counts them; old ends of a Mac are ends too."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return [f"{line}\n" for line in unified.split("\n")]


def _separator_of(lines: list[str]) -> str:
    """The one that takes most rows apart into the same number of columns."""
    best = ""
    best_score = (0, 0)
    for separator in SEPARATORS:
        rows = [row for row in islice(csv.reader(lines, delimiter=separator), _TRIED_ROWS) if row]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, how_often = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if (how_often, width) > best_score:
            best_score = (how_often, width)
            best = separator
    return best


def _rows_of(lines: list[str], separator: str) -> list[list[str]]:
    if not separator:
        return [[clean(line)] for line in lines]
    return [list(map(clean, row)) for row in _records(lines, separator)]


def _records(lines: list[str], separator: str) -> Iterator[list[str]]:
    """Rows of cells; raises CannotRead where a quotation mark is never closed, which would swallow the rows below it."""
    reader = csv.reader(lines, delimiter=separator)
    begin = 0
    for number, row in enumerate(reader, start=1):
        if reader.line_num == len(lines) and _is_unclosed(lines[begin:], separator):
            raise CannotRead("unclosed_quote", row=number)
        begin = reader.line_num
        yield row


def _is_unclosed(lines: list[str], separator: str) -> bool:
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False
