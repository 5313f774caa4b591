"""A pasted plan that is a table: what its columns are, and what each of its lines becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..text import search_key
from .entry import EntryReader
from .pasted_row import ACTION, AIM, Row, when_in_year
from .when import read_when

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


def columns_in(line: str) -> Mapping[int, str]:
    """What the columns of a table are, by their headings; empty for what is no line of headings."""
    found: dict[int, str] = {}
    for place, cell in enumerate(line.split("\t")):
        key = search_key(cell)
        name = next((name for name, starts in _HEADINGS.items() if key.startswith(starts) and len(key) < 40), None)
        if name and name not in found.values():
            found[place] = name
    return found if len(found) > 1 and "text" in found.values() else {}


def rows_of_table(
    lines: Sequence[str], headings: Sequence[str], columns: Mapping[int, str], reader: EntryReader
) -> Iterator[Row]:
    """The rows of these lines, whose cells have tabs between them; `columns` as `columns_in` gives them."""
    latest_aim = ""
    for line in lines:
        cells = [" ".join(cell.split()) for cell in line.split("\t")]
        said = {name: cells[place] for place, name in columns.items() if place < len(cells)}
        aim = said.get("aim", "")
        if aim and aim != latest_aim:
            latest_aim = aim
            yield Row(AIM, aim)
        further = [_with_heading(cell, place, headings) for place, cell in enumerate(cells) if cell and place not in columns]
        text = ", ".join(filter(None, [said.get("text"), *further]))
        if text:
            yield _row_of_cells(text, said, reader)


def _with_heading(cell: str, place: int, headings: Sequence[str]) -> str:
    """A cell of a column that has no field, as it goes on the text: *Paikka: Sali*."""
    heading = headings[place].strip() if place < len(headings) else ""
    return f"{heading}: {cell}" if heading else cell


def _row_of_cells(text: str, said: Mapping[str, str], reader: EntryReader) -> Row:
    """A row of a table by its cells; of when, who and partners what is not understood stays as it was written."""
    when = said.get("when", "")
    span = read_when(when, reader.year)
    people = reader.people_in(said.get("contact", ""))
    named = reader.partners.mentioned(said.get("partners", ""))
    names = [partner.name for partner in dict.fromkeys([*named, *reader.partners.mentioned(text)])]
    unread = "" if named else said.get("partners", "")
    is_over = span is not None and span.ends_on < reader.year.first_day  # what came of it is last year's
    return Row(
        kind=ACTION,
        text=text,
        when=when_in_year(span, reader.year) or when,
        contact=people.contact if people else said.get("contact", ""),
        second=people.second if people else "",
        partners="; ".join(filter(None, [*names, unread])),
        tier=reader.tiers.get(search_key(said.get("tier", "")), ""),
        outcome="" if is_over else said.get("outcome", ""),
    )
