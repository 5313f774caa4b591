"""Two people at once: what one has written and what another has saved meanwhile, put together field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Column, select

from .. import db
from ..errors import Conflict, RuleBroken
from .models import Change
from .tracked import Tracked, together_with, tracked_columns
from .values import ERASED, from_log

Values = dict[str, Any]
_UNKNOWN = object()  # a value that was erased: whatever was written, its writer is asked


def values_at(row: Tracked, version: int) -> Values:
    """The tracked values that a row had at an earlier version: the present ones, and of those changed since the old."""
    columns = tracked_columns(type(row))
    values = {name: getattr(row, name) for name in columns}
    if version >= row.version:
        return values
    later = select(Change.field, Change.before).where(
        Change.entity == row.__tablename__,
        Change.entity_id == row.id,
        Change.version > version,
        Change.field.in_(columns),  # others are of an older program
    )
    for name, before in db.session.execute(later.order_by(Change.id.desc())):  # the earliest comes last and stays
        values[name] = _value_before(columns[name], before)
    return values


def _value_before(column: Column[Any], logged: Any) -> Any:
    if logged == ERASED:
        return _UNKNOWN
    try:
        return from_log(column, logged)
    except (ValueError, KeyError, ArithmeticError, TypeError):
        return _UNKNOWN


def merged(row: Tracked, typed: Mapping[str, Any], version: int, rule: Callable[[Values], None] = lambda _values: None) -> Values:
    """What is to be set of `typed`, the values of a form made from `version`; a field that the form lacked is not in it.

    What the writer has not touched stays as others have left it; of a column that holds texts by key each text is a field
    of its own, `<column>.<key>`. `rule` checks all the fields as they will stand. Raises Conflict when both have changed the
    same, or when only both changes together break the rule; else RuleBroken as the rule does.
    """
    if not 0 < version <= row.version:
        raise Conflict({}, message=_("The page was too old. Look at the newest version and try again."))
    base = values_at(row, version)
    present = {name: getattr(row, name) for name in base}
    by_key = {name for name in typed if all(isinstance(values[name], dict) for values in (typed, base, present))}
    mine, before, now = (_in_fields(values, by_key) for values in (dict(typed), base, present))
    mine |= dict.fromkeys((before | now).keys() - base.keys() - mine.keys())  # texts that were taken out
    changed = {place for place in before | now if before.get(place) != now.get(place)}
    theirs: Values = {}
    wanted: Values = {}
    for place in mine:
        group = [one for one in together_with(type(row), place) if one in mine]
        if all(mine[one] == before.get(one) for one in group):
            continue
        if changed.isdisjoint(group) or all(mine[one] == now.get(one) for one in group):
            wanted[place] = mine[place]
        else:
            theirs[place] = now.get(place)
    untouched = mine.keys() - wanted.keys() - theirs.keys()
    if theirs:
        raise Conflict(theirs, untouched)
    values = _in_columns(wanted, present, by_key)
    try:
        rule({**present, **values})
    except RuleBroken as broken:
        both = {name: present[name] for name in typed if base[name] != present[name]}
        if not both:
            raise
        raise Conflict({**both, broken.field: present[broken.field]}, untouched, broken.message) from broken
    return values


def _in_fields(values: Values, by_key: set[str]) -> Values:
    """Values with each text of the columns `by_key` under a name of its own."""
    fields = {name: value for name, value in values.items() if name not in by_key}
    for name in by_key:
        fields |= {f"{name}.{key}": text for key, text in values[name].items()}
    return fields


def _in_columns(wanted: Values, present: Values, by_key: set[str]) -> Values:
    """The other way round: a column by key is its present texts with those that are wanted; None takes one out."""
    values = {name: value for name, value in wanted.items() if name in present}
    for name in by_key:
        texts = {place.removeprefix(f"{name}."): text for place, text in wanted.items() if place.startswith(f"{name}.")}
        if texts:
            values[name] = {key: text for key, text in {**present[name], **texts}.items() if text is not None}
    return values
