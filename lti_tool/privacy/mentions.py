"""Where a person's name, address or number stands in texts: they are found and shown, and changed by nobody but people."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Select, Table, Text, and_, cast, false, literal, or_, select, union_all

from .. import db
from ..history.models import Change, ChangeSet
from ..history.tracked import tracked_models
from ..history.words import field_of
from .registry import Part, parts
from .wanted import Wanted

MOST_SHOWN = 100
MOST_READ = 500  # before it is looked at more closely
AROUND = 60  # characters of a text before and after what was found


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


def mentions_of(wanted: Wanted, organisation_id: int, pointing: Mapping[str, Collection[int]]) -> list[Mention]:
    """Texts of a college in which it stands, those of the rows `pointing` (ids by table) left out."""
    if not (wanted.groups or wanted.strings):
        return []
    looked_through = [part for part in parts.values() if part.model is not Change]
    columns = [_texts(part.table, name, wanted, organisation_id) for part in looked_through for name in part.texts]
    found = db.session.execute(union_all(*columns).limit(MOST_READ)).all()
    others = [row for row in found if row.row_id not in pointing.get(row.entity, ())]
    looked_at = [(row, wanted.place_in(_readable(row.written), is_near=row.is_near)) for row in others]
    return _told([(row, place) for row, place in looked_at if place is not None][:MOST_SHOWN])


def _texts(table: Table, name: str, wanted: Wanted, organisation_id: int) -> Select[Any]:
    """Of one column the texts that may hold it; of the person's partners (`is_near`) those with one word of it."""
    column = table.c[name]
    is_json = isinstance(column.type, JSON)
    written = cast(column, Text)
    is_near = table.c.partner_id.in_(wanted.partners) if "partner_id" in table.c else false()
    may_hold = or_(_may_hold(written, wanted, is_json), and_(is_near, _may_hold_a_word(written, wanted, is_json)))
    return select(
        literal(table.name).label("entity"),
        table.c.id.label("row_id"),
        literal(name).label("field"),
        written.label("written"),
        is_near.label("is_near"),
    ).where(table.c.organisation_id == organisation_id, may_hold)


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


def old_values_of(wanted: Wanted, organisation_id: int, pointing: Mapping[str, Collection[int]]) -> list[OldValue]:
    """Values in the history in which it stands, newest first; those of the rows `pointing` go by themselves."""
    if not (wanted.groups or wanted.strings):
        return []
    held = or_(*(_may_hold(cast(column, Text), wanted, True) for column in (Change.before, Change.after)))
    query = select(Change, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    query = query.where(ChangeSet.organisation_id == organisation_id, held).order_by(Change.id.desc()).limit(MOST_READ)
    found = []
    for line, act in db.session.execute(query).unique():
        texts = [text for text in map(_texts_in, (line.after, line.before)) if wanted.place_in(text) is not None]
        if texts and line.entity_id not in pointing.get(line.entity, ()):
            field = field_of(line)
            place = wanted.place_in(texts[0]) or 0
            found.append(OldValue(line.id, act, str(field.name) if field else line.field, excerpt(texts[0], place)))
    return found[:MOST_SHOWN]
