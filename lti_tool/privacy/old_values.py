"""Where the history names a person: values of its lines, and what its acts were about. There it can be taken out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from flask_babel import gettext as _
from sqlalchemy import JSON, ColumnElement, Text, cast, or_, select

from .. import db
from ..history.models import Change, ChangeSet
from ..history.words import field_of
from .mentions import MOST_READ, MOST_SHOWN, excerpt, may_hold, texts_in
from .registry import parts
from .wanted import Wanted

OF_ACT = "act"  # before the id of an act, whose own texts name the person
SIDES = ("before", "after")  # of a line
TEXTS = ("subject", "actor_name")  # of an act


class OldValue(NamedTuple):
    """What in the history names the person: `key` is how a form names it, the id of a line or OF_ACT and that of an act.

    `columns` are those that name the person: nothing else is taken out.
    """

    key: str
    columns: tuple[str, ...]
    act: ChangeSet
    field: str
    excerpt: str


def old_values_of(wanted: Wanted, organisation_id: int, pointing: Mapping[str, Collection[int]]) -> tuple[list[OldValue], bool]:
    """Newest first, and whether there are more; lines of the rows `pointing` go by themselves."""
    if not (wanted.groups or wanted.strings):
        return [], False
    lines = _lines(wanted, organisation_id, pointing)
    acts = _acts(wanted, organisation_id)
    found = sorted([*lines[0], *acts[0]], key=lambda one: one.act.id, reverse=True)
    return found[:MOST_SHOWN], len(found) > MOST_SHOWN or lines[1] or acts[1]


def _lines(wanted: Wanted, organisation_id: int, pointing: Mapping[str, Collection[int]]) -> tuple[list[OldValue], bool]:
    query = select(Change, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    query = query.where(ChangeSet.organisation_id == organisation_id, _may_hold(wanted, Change, SIDES))
    rows = db.session.execute(query.order_by(Change.id.desc()).limit(MOST_READ)).unique().all()
    found = []
    for line, act in rows:
        texts = {side: _text_of(line, getattr(line, side)) for side in SIDES}
        field = field_of(line)
        name = str(field.name) if field else line.field
        one = _old_value(wanted, str(line.id), texts, act, name)
        if one is not None and line.entity_id not in pointing.get(line.entity, ()):
            found.append(one)
    return found, len(rows) == MOST_READ


def _acts(wanted: Wanted, organisation_id: int) -> tuple[list[OldValue], bool]:
    query = select(ChangeSet).where(ChangeSet.organisation_id == organisation_id, _may_hold(wanted, ChangeSet, TEXTS))
    acts = db.session.scalars(query.order_by(ChangeSet.id.desc()).limit(MOST_READ)).unique().all()
    told = [_old_value(wanted, f"{OF_ACT}{act.id}", {one: getattr(act, one) for one in TEXTS}, act, _("About")) for act in acts]
    return [one for one in told if one is not None], len(acts) == MOST_READ


def _may_hold(wanted: Wanted, model: Any, columns: Collection[str]) -> ColumnElement[bool]:
    found = [model.__table__.c[name] for name in columns]
    return or_(*(may_hold(cast(column, Text), wanted, isinstance(column.type, JSON), is_query=True) for column in found))


def _text_of(line: Change, value: Any) -> str:
    part = parts.get(line.entity)
    text = texts_in(value)
    return unquote_plus(text) if part and line.field in part.queries else text


def _old_value(wanted: Wanted, key: str, texts: Mapping[str, str], act: ChangeSet, field: str) -> OldValue | None:
    """What is told of it, of two values the later one; None where neither names the person."""
    places = {name: place for name, text in texts.items() if (place := wanted.place_in(text)) is not None}
    if not places:
        return None
    name = list(places)[-1] if SIDES[-1] in places else next(iter(places))
    return OldValue(key, tuple(places), act, field, excerpt(texts[name], places[name]))
