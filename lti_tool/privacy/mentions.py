"""Where a person's name, address or number stands in texts: they are found and shown, and changed by nobody but people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Text, and_, cast, literal, or_, select, union_all

from .. import db
from ..history.models import Change, ChangeSet
from ..history.tracked import tracked_models
from ..history.words import field_of
from ..text import search_key
from .registry import Part, parts

MOST_SHOWN = 100
MOST_READ = 500  # before it is looked at more closely
AROUND = 60  # characters of a text before and after what was found
_ENDINGS = [
    re.compile(pattern)
    for pattern in (
        "(.{2,})nen",  # Vuorinen, Vuorisen
        "(.{2,}?)[kpt]+[aeiouyäö]",  # Mäki, Mäen; Virta, Virran; Pekka, Pekan
        "(.{2,}).[aeiuyä]s",  # Kangas, Kankaan
        "(.{2,}).e",  # Rinne, Rinteen
        "(.{2,})i",  # Niemi, Niemen
    )
]
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Mention(NamedTuple):
    """A text that names the person; `address` leads to where it is corrected, empty where it is not shown anywhere."""

    heading: str
    title: str
    field: str
    excerpt: str
    address: str


class OldValue(NamedTuple):
    """A value in the history that names the person: what can be taken out there by its line's id."""

    line_id: int
    act: ChangeSet
    field: str
    excerpt: str


@dataclass(frozen=True)
class Wanted:
    """What is looked for: beginnings of words, as `search_key` writes them, all of one group in a text; and whole strings.

    `partners` are those at which the person is known: in what is written of them one word of a name is enough.
    `written` are the beginnings as the names have them, with their accents.
    """

    groups: tuple[tuple[str, ...], ...]
    strings: tuple[str, ...]
    written: dict[str, str]
    partners: frozenset[int] = frozenset()

    def place_in(self, text: str, *, is_near: bool = False) -> int | None:
        """Where in a text it stands first, `is_near` in a text of the person's own partner; None for a text without it."""
        for string in self.strings:
            place = text.casefold().find(string.casefold())
            if place >= 0:
                return place
        words = [(match.start(), search_key(match[0])) for match in _WORD.finditer(text)]
        for group in self.groups:
            places = [next((place for place, word in words if word.startswith(stem)), None) for stem in group]
            known = [place for place in places if place is not None]
            if len(known) == len(group) or (known and is_near):
                return min(known)
        return None


def stem_of(name: str) -> str:
    """The beginning of a name that its Finnish cases share: *vuori* of Vuorinen and Vuorisen, *lah* of Lahti and Lahden."""
    key = search_key(name)
    for ending in _ENDINGS:
        if found := ending.fullmatch(key):
            return found[1]
    return key


def wanted_of(names: Iterable[str], strings: Iterable[str], partners: Iterable[int] = ()) -> Wanted:
    """Of a name all its words in a text, in any order and case; of one with a single word that word."""
    of_names = [_WORD.findall(name) for name in names]
    groups = {tuple(map(stem_of, words)) for words in of_names if words}
    written = {stem_of(word): word[: len(stem_of(word))] for words in of_names for word in words}
    return Wanted(tuple(sorted(groups)), tuple(filter(None, strings)), written, frozenset(partners))


def mentions_of(wanted: Wanted, organisation_id: int, pointing: set[tuple[str, int]]) -> list[Mention]:
    """Texts of a college in which it stands, those of the rows `pointing` (table and id) left out."""
    if not (wanted.groups or wanted.strings):
        return []
    of_parts = [_texts(part, wanted, organisation_id) for part in parts.values() if part.texts and part.model is not Change]
    found = db.session.execute(union_all(*(query for part in of_parts for query in part)).limit(MOST_READ)).all()
    places: dict[tuple[str, int, str], tuple[Any, int]] = {}
    for row in found:
        place = wanted.place_in(_readable(row.written), is_near=row.is_near)
        if place is not None and (row.entity, row.row_id) not in pointing:
            places[row.entity, row.row_id, row.field] = (row, place)
    return _told(list(places.values())[:MOST_SHOWN])


def _texts(part: Part, wanted: Wanted, organisation_id: int) -> Iterable[Any]:
    table = part.table
    for name in part.texts:
        column = table.c[name]
        is_json = isinstance(column.type, JSON)
        written = cast(column, Text)
        row = (literal(table.name).label("entity"), table.c.id.label("row_id"), literal(name).label("field"))
        query = select(*row, written.label("written"), literal(0).label("is_near"))
        yield query.where(table.c.organisation_id == organisation_id, _may_hold(written, wanted, is_json))
        if wanted.partners and "partner_id" in table.c:
            near = select(*row, written.label("written"), literal(1).label("is_near"))
            of_partners = table.c.partner_id.in_(wanted.partners)
            yield near.where(table.c.organisation_id == organisation_id, of_partners, _may_hold_a_word(written, wanted, is_json))


def _may_hold(written: ColumnElement[str], wanted: Wanted, is_json: bool) -> ColumnElement[bool]:
    """A question that the database answers fast; what it finds is looked at more closely."""
    whole = [and_(*(_holds(written, _spellings(stem, wanted), is_json) for stem in group)) for group in wanted.groups]
    return or_(*whole, *([_holds(written, set(wanted.strings), is_json)] if wanted.strings else []))


def _may_hold_a_word(written: ColumnElement[str], wanted: Wanted, is_json: bool) -> ColumnElement[bool]:
    spellings = {spelling for group in wanted.groups for stem in group for spelling in _spellings(stem, wanted)}
    return _holds(written, spellings | set(wanted.strings), is_json)


def _holds(written: ColumnElement[str], strings: set[str], is_json: bool) -> ColumnElement[bool]:
    asked = sorted(json.dumps(one)[1:-1] if is_json else one for one in strings)
    return or_(*(written.contains(one, autoescape=True) for one in asked))


def _spellings(stem: str, wanted: Wanted) -> set[str]:
    """As it can stand in a text; SQLite folds the case of a to z only, PostgreSQL of none."""
    known = {stem, wanted.written[stem]}
    return known | {one.lower() for one in known} | {one.upper() for one in known} | {one.capitalize() for one in known}


def _readable(written: str) -> str:
    """A text of a JSON column with its letters."""
    if written[:1] not in '{["':
        return written
    try:
        return _texts_in(json.loads(written))
    except ValueError:
        return written


def _texts_in(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(map(_texts_in, value.values()))
    if isinstance(value, list):
        return " ".join(map(_texts_in, value))
    return value if isinstance(value, str) else ""


def _told(places: Sequence[tuple[Any, int]]) -> list[Mention]:
    ids: dict[str, set[int]] = {}
    for row, _place in places:
        ids.setdefault(row.entity, set()).add(row.row_id)
    rows: dict[tuple[str, int], Any] = {}
    for entity, of_entity in ids.items():
        part = parts[entity]
        query = select(part.model).where(part.table.c.id.in_(of_entity)).options(*part.options)
        rows.update({(entity, row.id): row for row in db.session.scalars(query).unique()})  # type: ignore[attr-defined]
    return [_mention(parts[row.entity], rows[row.entity, row.row_id], row, place) for row, place in places]


def _mention(part: Part, row: Any, found: Any, place: int) -> Mention:
    fields = tracked_models[found.entity].tracking.fields if found.entity in tracked_models else {}
    name = str(fields[found.field].name) if found.field in fields else ""
    return Mention(str(part.title), part.row_title(row), name, excerpt(_readable(found.written), place), part.address(row))


def excerpt(text: str, place: int) -> str:
    """What stands around a place."""
    begin = max(0, place - AROUND)
    end = place + AROUND
    return f"{'… ' if begin else ''}{text[begin:end].strip()}{' …' if end < len(text) else ''}"


def old_values_of(wanted: Wanted, organisation_id: int, pointing: set[tuple[str, int]]) -> list[OldValue]:
    """Values in the history in which it stands, newest first; those of the rows `pointing` go by themselves."""
    if not (wanted.groups or wanted.strings):
        return []
    held = or_(*(_may_hold(cast(column, Text), wanted, True) for column in (Change.before, Change.after)))
    query = select(Change, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    query = query.where(ChangeSet.organisation_id == organisation_id, held).order_by(Change.id.desc()).limit(MOST_READ)
    found = []
    for line, act in db.session.execute(query).unique():
        texts = [text for text in map(_texts_in, (line.after, line.before)) if wanted.place_in(text) is not None]
        if texts and (line.entity, line.entity_id) not in pointing:
            field = field_of(line)
            place = wanted.place_in(texts[0]) or 0
            found.append(OldValue(line.id, act, str(field.name) if field else line.field, excerpt(texts[0], place)))
    return found[:MOST_SHOWN]
