"""Where a person's name, address or number stands in texts: they are found and shown, and changed by nobody but people."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from sqlalchemy import Select, and_, case, false, literal, or_, select, union_all

from .. import db
from ..history.models import Change, ChangeSet
from ..history.tracked import tracked_models
from .registry import Part, parts
from .searched_column import SearchedColumn
from .wanted import SearchTerms

MOST_SHOWN = 100
MOST_READ = 500  # before it is looked at more closely
OF_THE_HISTORY = (Change, ChangeSet)  # what these hold is told apart (`old_values`)
AROUND = 60  # characters of a text before and after what was found


class Mention(NamedTuple):
    """A text that names the person; `address` leads to where it is corrected, empty where it is not shown anywhere."""

    heading: str
    title: str
    field: str
    excerpt: str
    address: str


def mentions_of(wanted: SearchTerms, organisation_id: int, pointing: Mapping[str, Collection[int]]) -> tuple[list[Mention], bool]:
    """Texts of a college that name the person, without those of the rows `pointing` (ids by table), and whether there are more.

    Those with the very name, the address or the number come first.
    """
    if not (wanted.groups or wanted.strings):
        return [], False
    looked_through = [part for part in parts.values() if part.model not in OF_THE_HISTORY]
    columns = [_texts(part, name, wanted, organisation_id) for part in looked_through for name in part.texts]
    texts = union_all(*columns).subquery()
    query = select(texts).order_by(texts.c.rank, texts.c.row_id.desc()).limit(MOST_READ)
    found = db.session.execute(query).all()
    others = [row for row in found if row.row_id not in pointing.get(row.entity, ())]
    looked_at = [(row, wanted.place_in(_readable(row), is_near=row.is_near)) for row in others]
    named = [(row, place) for row, place in looked_at if place is not None]
    return _mentions_at(named[:MOST_SHOWN]), len(named) > MOST_SHOWN or len(found) == MOST_READ


def _texts(part: Part, name: str, wanted: SearchTerms, organisation_id: int) -> Select[Any]:
    """The texts of one column that may name the person; of the person's partners (`is_near`) one word of the name is enough."""
    table = part.table
    column = SearchedColumn(table.c[name], wanted, is_query=name in part.queries)
    is_near = table.c.partner_id.in_(wanted.partners) if "partner_id" in table.c else false()
    whole = column.may_name()
    return select(
        literal(table.name).label("entity"),
        table.c.id.label("row_id"),
        literal(name).label("field"),
        column.written.label("written"),
        is_near.label("is_near"),
        case((column.names_exactly(), 0), (whole, 1), else_=2).label("rank"),
    ).where(table.c.organisation_id == organisation_id, or_(whole, and_(is_near, column.may_hold_a_word())))


def _readable(found: Any) -> str:
    """A text with its letters, of a JSON column or of the query of an address too."""
    written: str = found.written
    if found.field in parts[found.entity].queries:
        return unquote_plus(written)
    if written[:1] not in '{["':
        return written
    try:
        return texts_in(json.loads(written))
    except ValueError:
        return written


def texts_in(value: Any) -> str:
    """All texts of a value as JSON keeps it."""
    if isinstance(value, dict):
        return " ".join(map(texts_in, value.values()))
    if isinstance(value, list):
        return " ".join(map(texts_in, value))
    return value if isinstance(value, str) else ""


def _mentions_at(places: Sequence[tuple[Any, int]]) -> list[Mention]:
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
    return Mention(str(part.title), part.row_title(row), name, excerpt(_readable(found), place), part.address(row))


def excerpt(text: str, place: int) -> str:
    """The text around a place."""
    begin = max(0, place - AROUND)
    end = place + AROUND
    return f"{'… ' if begin else ''}{text[begin:end].strip()}{' …' if end < len(text) else ''}"
