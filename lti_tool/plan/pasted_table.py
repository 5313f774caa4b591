"""A pasted plan that is a table: what its columns are, and what each of its lines becomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..text import search_key
from .entry import EntryReader
from .names_typed import parts_of, pieces_of
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
    columns: dict[int, str] = {}
    for place, cell in enumerate(line.split("\t")):
        key = search_key(cell)
        name = next((name for name, starts in _HEADINGS.items() if key.startswith(starts) and len(key) < 40), None)
        if name and name not in columns.values():
            columns[place] = name
    return columns if len(columns) > 1 and "text" in columns.values() else {}


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
        further = [
            _with_heading(cell, place, headings)
            for place, cell in enumerate(cells)
            if cell and not _has_its_field(columns.get(place), cell, reader)
        ]
        text = ", ".join(filter(None, [said.get("text"), *further]))
        if text or any(cell for name, cell in said.items() if name != "aim"):
            yield _row_of_cells(text, said, reader)


def _has_its_field(name: str | None, cell: str, reader: EntryReader) -> bool:
    """Whether a field of the row holds all that a cell says: else it goes on the text, so that nothing is lost."""
    if name == "tier":
        return search_key(cell) in reader.tiers
    if name == "partners":
        return all(reader.partners.named(part) or not reader.partners.mentioned(part) for part in _names_in(cell, reader))
    return name is not None


def _names_in(cell: str, reader: EntryReader) -> list[str]:
    """The names in a cell of partners, also of those who are not on the list; one that has a comma or an *and* is one name."""
    names: list[str] = []
    for piece in pieces_of(cell):
        is_one = reader.partners.named(piece) or not reader.partners.mentioned(piece)
        names += [piece] if is_one else parts_of(piece)
    return names


def _with_heading(cell: str, place: int, headings: Sequence[str]) -> str:
    """A cell as it goes on the text: *Paikka: Sali*."""
    heading = headings[place].strip() if place < len(headings) else ""
    return f"{heading}: {cell}" if heading else cell


def _row_of_cells(text: str, said: Mapping[str, str], reader: EntryReader) -> Row:
    """A row of a table by its cells; of when, who and partners what is not understood stays as it was written."""
    when = said.get("when", "")
    span = read_when(when, reader.year)
    people = reader.people_in(said.get("contact", ""))
    named = reader.partners.mentioned(said.get("partners", ""))
    names = [partner.name for partner in dict.fromkeys([*named, *reader.partners.mentioned(text)])]
    unknown = [name for name in _names_in(said.get("partners", ""), reader) if not reader.partners.mentioned(name)]
    is_over = span is not None and span.ends_on < reader.year.first_day  # what came of it is last year's
    return Row(
        kind=ACTION,
        text=text,
        when=when_in_year(span, reader.year) or when,
        contact=people.contact if people else said.get("contact", ""),
        second=people.second if people else "",
        partners="; ".join([*names, *unknown]),
        tier=reader.tiers.get(search_key(said.get("tier", "")), ""),
        outcome="" if is_over else said.get("outcome", ""),
    )
