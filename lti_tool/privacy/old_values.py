"""Where the history names a person: values of its lines, and what its acts were about. There it can be taken out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote_plus

from flask_babel import gettext as _
from sqlalchemy import JSON, ColumnElement, Text, case, cast, or_, select

from .. import db
from ..history.models import Change, ChangeSet
from ..history.words import field_of
from .mentions import MOST_READ, MOST_SHOWN, excerpt, holds_exactly, may_hold, texts_in
from .registry import parts
from .wanted import Wanted

OF_ACT = "act"  # before the id of an act, whose own texts name the person
SIDES = ("before", "after")  # of a line
TEXTS = ("subject", "actor_name")  # of an act
RANKS = (0, 1)  # with the very name, an address or a number; with what may be a form of the name


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
    """The very name first, then the newest, and whether there are more; lines of the rows `pointing` go by themselves."""
    if not (wanted.groups or wanted.strings):
        return [], False

    def of_line(line: Change, act: ChangeSet) -> OldValue | None:
        if line.entity_id in pointing.get(line.entity, ()):
            return None
        texts = {side: _text_of(line, getattr(line, side)) for side in SIDES}
        field = field_of(line)
        return _old_value(wanted, str(line.id), texts, act, str(field.name) if field else line.field)

    def of_act(act: ChangeSet) -> OldValue | None:
        return _old_value(wanted, f"{OF_ACT}{act.id}", {one: getattr(act, one) for one in TEXTS}, act, _("About"))

    is_own = ChangeSet.organisation_id == organisation_id
    lines = select(Change, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id).where(is_own)
    found = _found(lines, Change, SIDES, wanted, of_line) + _found(
        select(ChangeSet).where(is_own), ChangeSet, TEXTS, wanted, of_act
    )
    found.sort(key=lambda one: (one[0], -one[1].act.id))
    return [value for _rank, value in found[:MOST_SHOWN]], len(found) > MOST_SHOWN


def _found(
    query: Any, model: Any, columns: Collection[str], wanted: Wanted, look: Callable[..., OldValue | None]
) -> list[tuple[int, OldValue]]:
    """The first MOST_SHOWN + 1 that name the person, each with its rank: however many others may seem to, it reads on."""
    found: list[tuple[int, OldValue]] = []
    for rank in RANKS:
        of_rank = query.where(*_may_hold(wanted, model, columns, rank)).order_by(model.id.desc()).limit(MOST_READ)
        rows = db.session.execute(of_rank).unique().all()
        while rows:
            found += [(rank, value) for row in rows if (value := look(*row)) is not None]
            is_enough = len(rows) < MOST_READ or len(found) > MOST_SHOWN
            rows = [] if is_enough else db.session.execute(of_rank.where(model.id < rows[-1][0].id)).unique().all()
        if len(found) > MOST_SHOWN:
            break
    return found


def _may_hold(wanted: Wanted, model: Any, columns: Collection[str], rank: int) -> tuple[ColumnElement[bool], ...]:
    known = [(cast(column, Text), wanted, isinstance(column.type, JSON)) for column in map(model.__table__.c.get, columns)]
    may = or_(*(may_hold(*one, is_query=True) for one in known))
    is_exact = or_(*(holds_exactly(*one, is_query=True) for one in known))
    return may, case((is_exact, 0), else_=1) == rank


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
