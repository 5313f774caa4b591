"""The rows of a table by what their columns mean; what is no row of the list is named, so that the numbers add up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..links import split_links
from .columns import Layout
from .headings import FIGURES, heading_key
from .tiers_as_written import tier_of_heading

_COUNTED = "kumppaneita|kumppania|kumppanit|partner|partners|kpl|st|pcs"
_TOTAL = re.compile(
    rf"(?:(?:kaikki|antal|total|{_COUNTED}) )?"
    r"(?:yhteensa|summa|valisumma|loppusumma|totalt|total|sum|sammanlagt|delsumma|grand total|subtotal)"
    rf"(?: (?:{_COUNTED}|\d+))*"
)
_NUMBER = re.compile(r"[\d\s.,%€-]*")


class TableRow(NamedTuple):
    """A row of the list: texts by meaning, figures by kind and year (None where no heading names one).

    `number` is the file's, from 1.
    """

    number: int
    values: dict[str, str]
    figures: dict[tuple[str, int | None], str]


class NoRow(NamedTuple):
    """A row that is none of the list; `reason` is `title`, `header`, `repeated_header`, `total` or `tier` (a heading)."""

    number: int
    reason: str
    text: str


class TableRead(NamedTuple):
    """All rows of a sheet that hold something: each is in one of the two. Whether tiers were carried down to rows below."""

    rows: list[TableRow]
    no_rows: list[NoRow]
    is_tier_carried: bool


def read_table(rows: Sequence[Sequence[str]], layout: Layout, own_titles: Mapping[str, str] | None = None) -> TableRead:
    """The rows as the layout, guessed or corrected, has them."""
    found = TableRead([], [], _is_tier_grouped(rows, layout))
    headings = [[heading_key(text) for text in row if text] for row in rows[layout.title_rows : layout.first_row]]
    tier_above = ""
    for number, row in enumerate(rows, start=1):
        if not any(row):
            continue
        reason = _reason(number, row, layout, headings)
        texts = [text for text in row if text]
        tier = tier_of_heading(texts[0], own_titles) if len(texts) == 1 and not reason and len(layout.columns) > 1 else None
        if tier and not _is_tier_cell(row, layout):
            tier_above = tier
            reason = "tier"
        if reason:
            found.no_rows.append(NoRow(number, reason, " ".join(" ".join(texts).split())))
            continue
        one = _row(number, row, layout)
        if one.values.get("tier") and found.is_tier_carried:
            tier_above = one.values["tier"]
        if tier_above and not one.values.get("tier"):
            one.values["tier"] = tier_above
        found.rows.append(one)
    return found


def _reason(number: int, row: Sequence[str], layout: Layout, headings: list[list[str]]) -> str:
    if number <= layout.title_rows:
        return "title"
    if number <= layout.first_row:
        return "header"
    texts = [text for text in row if text]
    first = heading_key(texts[0])
    if any(first == keys[0] for keys in headings if keys) and list(map(heading_key, texts)) in headings:
        return "repeated_header"
    return "total" if _is_total(first, texts[1:]) else ""


def _is_total(first: str, others: Sequence[str]) -> bool:
    """*Yhteensä* and numbers; a partner whose name begins so has more in its row."""
    return bool(_TOTAL.fullmatch(first)) and all(_NUMBER.fullmatch(text) for text in others)


def _is_tier_cell(row: Sequence[str], layout: Layout) -> bool:
    """Whether its only text stands in the column of tiers, beside an empty partner: then it is carried down as those are."""
    place = next(number for number, text in enumerate(row) if text)
    return layout.columns[place].meaning == "tier" and _is_column_of_partners_before(layout, place)


def _is_column_of_partners_before(layout: Layout, place: int) -> bool:
    return any(column.meaning == "partner" for column in layout.columns[:place])


def _row(number: int, row: Sequence[str], layout: Layout) -> TableRow:
    values: dict[str, str] = {}
    figures: dict[tuple[str, int | None], str] = {}
    for column, text in zip(layout.columns, row, strict=False):
        if not text or not column.meaning:
            continue
        if column.meaning in FIGURES:
            figures.setdefault((column.meaning, column.year), text)
        else:
            values[column.meaning] = "\n".join(filter(None, [values.get(column.meaning, ""), text]))
    _take_link_of_name(values)
    return TableRow(number, values, figures)


def _take_link_of_name(values: dict[str, str]) -> None:
    """`Leipomo (https://leipomo.example)`, as a linked name is read, in a row without a link of its own."""
    name, links = split_links(values.get("partner", ""))
    if name and len(links) == 1 and not values.get("link"):
        values["partner"] = name
        values["link"] = links[0]


def _is_tier_grouped(rows: Sequence[Sequence[str]], layout: Layout) -> bool:
    """Whether a tier is written only in the first row of its group: never twice in succession, with gaps below."""
    place = next((number for number, column in enumerate(layout.columns) if column.meaning == "tier"), None)
    if place is None:
        return False
    written = list(_tiers_of(rows[layout.first_row :], place))
    tiers = [tier for tier in written if tier]
    repeats = any(tier == following for tier, following in pairwise(tiers))
    return bool(written) and bool(written[0]) and len(tiers) < len(written) and not repeats


def _tiers_of(rows: Sequence[Sequence[str]], place: int) -> Iterator[str]:
    for row in rows:
        texts = [text for text in row if text]
        if texts and not _is_total(heading_key(texts[0]), texts[1:]):
            yield row[place] if place < len(row) else ""
