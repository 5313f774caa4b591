"""What was pasted -> rows: copied from a table as they are, of a list as one row for each entry."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import NamedTuple

from .cells import clean
from .copied_html import LARGEST_HTML, copied_html
from .delimited import read_delimited_text
from .headings import read_heading
from .list_lines import lines_of_text
from .pasted_list import ListRead, read_list
from .sheets import Budget, CannotRead, Sheet, make_sheet

LONGEST_PASTED = 1_000_000  # characters: what is longer is brought as a file
MOST_LINES = 5_000  # of a list, which takes 0.5 ms a line; of a table as many as in a file
_FIRST = ("tier", "partner", "link", "description", "contact")


class Pasted(NamedTuple):
    """`meanings` of the columns, as `headings.meanings` names them; None for a table, whose columns are to be guessed."""

    sheet: Sheet
    meanings: list[str] | None
    titles: list[str]


def read_pasted(text: str, html: str = "", known: Set[str] = frozenset(), own_titles: Mapping[str, str] | None = None) -> Pasted:
    """Rows of a pasted text and of the HTML beside it on the clipboard; raises CannotRead for what is too long.

    `known` are keys (`text.person_key`) of our own people and teams; `own_titles` what the college calls its tiers.
    """
    if len(text) > LONGEST_PASTED or len(html) > LARGEST_HTML:
        raise CannotRead("too_much_text")
    copied = copied_html(html) if html else None
    is_table = _is_table(text) or (copied is not None and any(len(row) > 1 for row in copied.rows))
    if is_table:
        sheet = _table_of(text, copied.rows if copied else [])
        return Pasted(sheet, None, [])
    lines = copied.lines if copied and copied.lines else lines_of_text(text)
    if len(lines) > MOST_LINES:
        raise CannotRead("too_many_rows", most=MOST_LINES)
    return _as_sheet(read_list(lines, known, own_titles))


def _is_table(text: str) -> bool:
    """Cells with tabs between them in most lines, and not only behind bullets; or the first line is a known header."""
    lines = [line.text for line in lines_of_text(text) if line.text.strip()]
    with_cells = [line for line in lines if "\t" in line.strip()]
    if not lines:
        return False
    if len(with_cells) * 2 > len(lines):
        return True
    first = next(line for line in text.splitlines() if line.strip())
    return any(len([cell for cell in first.split(sign) if read_heading(cell.strip(' "')).meaning]) > 1 for sign in "\t;,|")


def _table_of(text: str, rows: list[list[str]]) -> Sheet:
    """Rows of HTML keep what a text cannot tell: line breaks and quotation marks within a cell."""
    if rows:
        return make_sheet("", rows, Budget())
    try:
        return read_delimited_text(text, separator="\t" if "\t" in text else "")
    except CannotRead as error:
        if error.reason != "unclosed_quote":
            raise
    return make_sheet("", [list(map(clean, line.split("\t"))) for line in text.splitlines()], Budget())


def _as_sheet(found: ListRead) -> Pasted:
    others = sorted({meaning for one in found.entries for meaning in one.entry.others})
    meanings = [*_FIRST, *others]
    rows = []
    for tier, entry, title in found.entries:
        values = {"tier": title if tier and title else tier, **entry._asdict(), **entry.others}
        rows.append([values.get(meaning, "") for meaning in meanings])
    return Pasted(Sheet("", rows=rows), meanings, found.titles)
