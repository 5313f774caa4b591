"""Two people at once: what one has written and what another has saved meanwhile, put together field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

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
    )
    earliest_first = db.session.execute(later.order_by(Change.id.desc())).all()
    for name, before in earliest_first:  # the earliest comes last and stays
        if name not in columns:
            continue  # the column is of an older program
        values[name] = _UNKNOWN if before == ERASED else before
        with suppress(ValueError, KeyError, ArithmeticError, TypeError):
            values[name] = _UNKNOWN if before == ERASED else from_log(columns[name], before)
    return values


def merged(row: Tracked, typed: Mapping[str, Any], version: int, rule: Callable[[Values], None] = lambda _values: None) -> Values:
    """What is to be set of `typed`, the values of a form made from `version`; a field that the form lacked is not in it.

    What the writer has not touched stays as others have left it. `rule` checks all the fields of `typed` as they will
    stand. Raises Conflict when both have changed the same, or when only both changes together break the rule; else
    RuleBroken as the rule does.
    """
    if not 0 < version <= row.version:
        raise Conflict({}, message=_("The page was too old. Look at the newest version and try again."))
    base = values_at(row, version)
    present = {name: getattr(row, name) for name in base}
    touched = {name for name in typed if any(typed[one] != base[one] for one in together_with(type(row), name) if one in typed)}
    changed_since = {name for name in base if base[name] != present[name]}
    theirs: Values = {}
    wanted: Values = {}
    for name in touched:
        group = together_with(type(row), name)
        is_same = all(typed[one] == present[one] for one in group if one in typed)
        if changed_since.isdisjoint(group) or is_same:
            wanted[name] = typed[name]
        elif isinstance(typed[name], dict) and isinstance(present[name], dict) and isinstance(base[name], dict):
            wanted[name] = _merged_texts(name, typed[name], base[name], present[name], theirs)
        else:
            theirs[name] = present[name]
    untouched = typed.keys() - touched
    if theirs:
        raise Conflict(theirs, untouched)
    try:
        rule({**present, **wanted})
    except RuleBroken as broken:
        if changed_since.isdisjoint(typed):
            raise
        both = {name: present[name] for name in typed if name in changed_since or name == broken.field}
        raise Conflict(both, untouched, broken.message) from broken
    return wanted


def _merged_texts(name: str, typed: Values, base: Values, present: Values, theirs: Values) -> Values:
    """The same for a column that holds texts by key; what differs is put into `theirs` under `<name>.<key>`."""
    result = dict(present)
    for key in typed.keys() | base.keys():
        if typed.get(key) == base.get(key) or typed.get(key) == present.get(key):
            continue
        if present.get(key) != base.get(key):
            theirs[f"{name}.{key}"] = present.get(key)
        result[key] = typed.get(key)
    return {key: value for key, value in result.items() if value is not None}
