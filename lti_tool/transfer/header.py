"""The header of a table: below titles, of one row or two, or none."""

from __future__ import annotations

from collections.abc import Sequence

from ..text import legal_forms
from .headings import UNKNOWN, Heading, label_meaning, read_heading
from .tiers_as_written import tier_of_heading

ROWS_LOOKED_AT = 30  # from the top: a header stands there
FEWEST_KNOWN = 2
# Two header rows: what a word of the lower one means below one of the upper.
_BELOW = {
    "partner": {"partner": "partner"},
    "their_name": {"partner": "their_name", "contact": "their_name"},
    "contact": {"partner": "contact", "their_email": "", "their_phone": ""},
    "agreement_link": {"until": "agreement_until", "link": "agreement_link"},
    "visit_date": {"description": "visit_text"},
}


def place_of_header(rows: Sequence[Sequence[str]], width: int) -> tuple[int, int]:
    """How many rows stand above the header, and how many it has: where most columns get a meaning."""
    best = (0, 0)
    best_score = 0
    for number in range(min(len(rows), ROWS_LOOKED_AT)):
        for height in (1, 2):
            header = rows[number : number + height]
            if len(header) < height or not all(map(_may_be_header, header)):
                continue
            if height == 2 and width > 2 and _filled(header[0]) == 1:
                continue  # a title above the headings, though its word is one of them
            score = sum(bool(heading.meaning) for heading in meanings_of(headings_of(header, width), header, width))
            is_enough = score >= min(FEWEST_KNOWN, width) or (score and any(map(_names_partner, header[0])))
            if is_enough and score > best_score:
                best = (number, height)
                best_score = score
    return best if best_score else (_titles_above(rows, width), 0)


def _titles_above(rows: Sequence[Sequence[str]], width: int) -> int:
    """Without a header: rows of one text above rows of several are titles, tiers among them are not."""
    number = 0
    while width > 2 and number < min(len(rows) - 1, 3) and _filled(rows[number]) <= 1:
        text = next(filter(None, rows[number]), "")
        if tier_of_heading(text):
            return number
        number += 1
    return number if number < len(rows) and _filled(rows[number]) > 1 else 0


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _may_be_header(row: Sequence[str]) -> bool:
    """Half of its texts are headings, or one is that of the partners; none is an address or a firm."""
    texts = [text for text in row if text]
    known = [text for text in texts if read_heading(text) != UNKNOWN]
    is_named = len(known) * 2 >= len(texts) or any(map(_names_partner, texts))
    return bool(texts) and is_named and not any(map(_is_no_heading, texts))


def _names_partner(text: str) -> bool:
    """One word that everybody has above the names, so that the words beside it are headings too."""
    return label_meaning(text) == "partner"


def _is_no_heading(text: str) -> bool:
    return "@" in text or "://" in text or bool(legal_forms(text))


def headings_of(header: Sequence[Sequence[str]], width: int) -> list[str]:
    """One heading a column; of two rows both words, the upper one also over the columns that it spans."""
    if len(header) < 2:
        return [_cell(header[0], number) if header else "" for number in range(width)]
    upper = _spanning(header[0], width)
    return [_together(upper[number], _cell(header[1], number)) for number in range(width)]


def _together(upper: str, lower: str) -> str:
    return " – ".join(dict.fromkeys(filter(None, (upper, lower))))


def _cell(row: Sequence[str], number: int) -> str:
    return " ".join(row[number].split()) if number < len(row) else ""


def _spanning(row: Sequence[str], width: int) -> list[str]:
    """A merged cell is written in the first of its columns."""
    found = []
    last = ""
    for number in range(width):
        last = _cell(row, number) or last
        found.append(last)
    return found


def meanings_of(headings: list[str], header: Sequence[Sequence[str]], width: int) -> list[Heading]:
    if len(header) < 2:
        return [read_heading(heading) for heading in headings]
    upper = _spanning(header[0], width)
    return [_meant_by_two(upper[number], _cell(header[1], number), _cell(header[0], number)) for number in range(width)]


def _meant_by_two(upper: str, lower: str, own_upper: str) -> Heading:
    """The lower word, in the light of the upper; without a lower one, the upper where it stands itself."""
    above = read_heading(upper)
    below = read_heading(lower)
    if not lower or below == UNKNOWN:
        alone = read_heading(f"{upper} {lower}") if lower else UNKNOWN
        return alone if alone.year else read_heading(own_upper)
    meaning = _BELOW.get(above.meaning, {}).get(below.meaning, below.meaning)
    return below._replace(meaning=meaning, year=below.year or above.year)
