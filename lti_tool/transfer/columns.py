"""Where a table's header is and what its columns mean: by their headings, else by what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import NamedTuple

from .column_contents import Kinds, meaning_by_content
from .header import headings_of, meanings_of, place_of_header
from .headings import FIGURES, UNKNOWN, read_heading

_SEVERAL_MAY_BE = {"description", "other_names", *FIGURES}
_USER = "käyttäjä", "user", "användare"


class Column(NamedTuple):
    """A column as it was guessed: `meaning` is a key of headings.meanings(), empty for what is left out.

    `year` is that of a figure, if its heading names one; `is_sure` is False for what only the content says.
    """

    heading: str
    meaning: str
    year: int | None = None
    is_sure: bool = True


class Layout(NamedTuple):
    """`title_rows` stand above `header_rows` (0, 1 or 2); below them begin the rows."""

    title_rows: int
    header_rows: int
    columns: list[Column]

    @property
    def first_row(self) -> int:
        """The number of rows above the first one that is a row of the list."""
        return self.title_rows + self.header_rows


def guess_layout(
    rows: Sequence[Sequence[str]],
    known: Set[str] = frozenset(),
    own_titles: Mapping[str, str] | None = None,
    heading_row: int | None = None,
) -> Layout:
    """What a sheet's rows say of themselves; `known` are keys (`text.person_key`) of our own people and teams.

    `heading_row` is the row of the headings, from 1, where somebody has said so; 0 for none.
    """
    width = max(map(len, rows), default=0)
    title_rows, header_rows = _place_said(rows, width, heading_row) or place_of_header(rows, width)
    header = rows[title_rows : title_rows + header_rows]
    headings = headings_of(header, width)
    meant = meanings_of(headings, header, width)
    body = rows[title_rows + header_rows :]
    named = [Column(heading, meaning.meaning, meaning.year) for heading, meaning in zip(headings, meant, strict=True)]
    columns = _each_once(_without_moodles(named))
    understood = {number for number, meaning in enumerate(meant) if meaning != UNKNOWN}
    columns = _with_content(columns, body, understood, Kinds(known, own_titles))
    return Layout(title_rows, header_rows, columns)


def _place_said(rows: Sequence[Sequence[str]], width: int, heading_row: int | None) -> tuple[int, int] | None:
    """How many rows stand above the headings and how many these are, if somebody has said where they begin."""
    if heading_row is None:
        return None
    above = max(0, heading_row - 1)
    begins, height = place_of_header(rows[above:], width)
    return above, (height if begins == 0 and height else 1) if heading_row else 0


def layout_of_list(meanings: Iterable[str]) -> Layout:
    """The layout of rows that were made of a pasted list."""
    return Layout(0, 0, [Column("", meaning) for meaning in meanings])


def with_meanings(layout: Layout, meanings: Iterable[str]) -> Layout:
    """The layout as somebody has corrected it: a meaning for each column."""
    columns = [
        column if column.meaning == meaning else Column(column.heading, meaning, read_heading(column.heading).year)
        for column, meaning in zip(layout.columns, meanings, strict=True)
    ]
    return layout._replace(columns=columns)


def _without_moodles(columns: list[Column]) -> list[Column]:
    """A database activity puts who made an entry behind its fields: that e-mail address is no partner's."""
    users = [number for number, column in enumerate(columns) if column.heading.casefold() in _USER]
    if not users:
        return columns
    return [
        column._replace(meaning="") if number > users[0] and column.meaning == "their_email" else column
        for number, column in enumerate(columns)
    ]


def _each_once(columns: list[Column]) -> list[Column]:
    """Of two columns of one meaning the second is left out, where two cannot be."""
    seen: set[str] = set()
    kept = []
    for column in columns:
        is_second = column.meaning in seen and column.meaning not in _SEVERAL_MAY_BE
        kept.append(column._replace(meaning="") if is_second else column)
        seen.add(column.meaning)
    return kept


def _with_content(columns: list[Column], body: Sequence[Sequence[str]], understood: Set[int], kinds: Kinds) -> list[Column]:
    """Columns without a meaning get that of their content, unless another has it."""
    found = list(columns)
    taken = {column.meaning for column in columns}
    is_guessed = not any(column.meaning for column in columns)
    texts = {number: [row[number] for row in body if number < len(row) and row[number]] for number in range(len(columns))}
    for number, column in enumerate(columns):
        if column.meaning or number in understood or not texts[number]:
            continue
        meaning = meaning_by_content(texts[number], kinds)
        if meaning and meaning not in taken and (is_guessed or not column.heading or meaning in Kinds.PLAIN):
            found[number] = column._replace(meaning=meaning, is_sure=False)
            taken.add(meaning)
    if "partner" not in taken:
        _guess_partner(found, texts, understood, kinds)
    if is_guessed:
        _guess_description(found, texts)
    return found


def _guess_partner(columns: list[Column], texts: Mapping[int, list[str]], understood: Set[int], kinds: Kinds) -> None:
    """The column with most legal forms, else the first with texts that differ."""
    free = [
        number
        for number, column in enumerate(columns)
        if not column.meaning and number not in understood and kinds.may_be_names(texts[number])
    ]
    if free:
        best = max(free, key=lambda number: (kinds.share_of_firms(texts[number]), -number))
        columns[best] = columns[best]._replace(meaning="partner", is_sure=False)


def _guess_description(columns: list[Column], texts: Mapping[int, list[str]]) -> None:
    """The column with the longest texts of those left."""
    free = [number for number, column in enumerate(columns) if not column.meaning and texts[number]]
    if free:
        best = max(free, key=lambda number: sum(map(len, texts[number])) / len(texts[number]))
        columns[best] = columns[best]._replace(meaning="description", is_sure=False)
