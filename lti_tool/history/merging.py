"""Two people at once: what the writer has typed and what a colleague has saved meanwhile, put together field by field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

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
    # From the newest change to the oldest: the oldest value overwrites the others.
    for name, before in db.session.execute(later.order_by(Change.id.desc())):
        values[name] = _value_before(columns[name], before)
    return values


def _value_before(column: Column[Any], logged: Any) -> Any:
    if logged == ERASED:
        return _UNKNOWN
    try:
        return from_log(column, logged)
    except (ValueError, KeyError, ArithmeticError, TypeError):
        return _UNKNOWN


@dataclass(frozen=True)
class Merge:
    """A form put together with what others have saved since it was made.

    `values` is what is to be set, by column. `theirs` holds the fields that both have changed, with what stands now, and
    `untouched` those that the writer had left as they were. `base` are the row's values when the form was made, `present` now.
    """

    values: Values
    theirs: Values
    untouched: set[str]
    base: Values
    present: Values


def merge(row: Tracked, typed: Mapping[str, Any], version: int) -> Merge:
    """`typed` are the values of a form made from `version`; a field that the form lacked is not in it.

    What the writer has not touched stays as others have left it; of a column that holds texts by key each text is a field
    of its own, `<column>.<key>`. Of a version that the row never had nothing is known: all that differs is theirs.
    """
    present = {name: getattr(row, name) for name in tracked_columns(type(row))}
    is_known = 0 < version <= row.version
    base = values_at(row, version) if is_known else present
    by_key = {name for name in typed if _are_texts(typed[name], base[name], present[name])}
    typed_fields = _in_fields(_with_all_keys(typed, by_key, base, present), by_key)
    base_fields = _in_fields(base, by_key)
    present_fields = _in_fields(present, by_key)
    to_set: Values = {}
    theirs: Values = {}
    untouched: set[str] = set()
    for name in typed_fields:
        group = [one for one in together_with(type(row), name) if one in typed_fields]
        is_ours_alone = is_known and _are_equal(base_fields, present_fields, group)
        if _are_equal(typed_fields, base_fields, group):
            untouched.add(name)
        elif is_ours_alone or _are_equal(typed_fields, present_fields, group):
            to_set[name] = typed_fields[name]
        else:
            theirs[name] = present_fields.get(name)
    return Merge(_in_columns(to_set, present, by_key), theirs, untouched, base, present)


def _with_all_keys(typed: Mapping[str, Any], by_key: set[str], base: Values, present: Values) -> Values:
    """What was typed, with None for each text that this writer has taken out or that another has added."""
    texts = {name: {**dict.fromkeys([*base[name], *present[name]]), **typed[name]} for name in by_key}
    return {**typed, **texts}


def _are_equal(values: Values, others: Values, names: Collection[str]) -> bool:
    """Whether both hold the same under each of these names."""
    return all(values.get(name) == others.get(name) for name in names)


def _are_texts(*values: Any) -> bool:
    """Whether each of these is a dict of texts by key."""
    return all(isinstance(value, dict) for value in values)


def raise_conflicts(*merges: Merge) -> None:
    """Raises Conflict, with all that differs, if both have changed the same field in any of the rows that a form shows."""
    theirs = {name: value for each in merges for name, value in each.theirs.items()}
    if theirs:
        raise Conflict(theirs, {name for each in merges for name in each.untouched})


def raise_if_archived_since(row: Tracked, typed: Mapping[str, Any], version: int, message: str) -> None:
    """Raises Conflict, with this message, for a row that was in use when the form was made and has been archived since.

    Saving once more brings it back deliberately. For rows with `is_archived` only.
    """
    present = {name: getattr(row, name) for name in tracked_columns(type(row))}
    if present["is_archived"] and version < row.version and not values_at(row, version)["is_archived"]:
        found = merge(row, typed, version)
        raise Conflict(found.theirs | {"is_archived": True}, found.untouched, message)


def number_pair(text: str) -> tuple[int, int]:
    """What a form holds as two numbers, `3.14`: the versions of two rows, or a row's id and version; 0 for what is none."""
    first, _point, second = text.partition(".")
    return db.id_in(first), db.id_in(second)


def no_rule(_values: Values) -> None:
    """Whatever the values, they may stand together."""


def set_merged(row: Tracked, typed: Mapping[str, Any], version: int, rule: Callable[[Values], None] = no_rule) -> None:
    """Set what a form that shows one row has changed of it, as `merge` finds it.

    `rule` checks all the fields as they will stand. Raises Conflict when both have changed the same, or when only both
    changes together break the rule; else RuleBroken as the rule does.
    """
    found = merge(row, typed, version)
    raise_conflicts(found)
    check_merged(found, typed, rule)
    db.set_all(row, found.values)


def check_merged(found: Merge, typed: Mapping[str, Any], rule: Callable[[Values], None]) -> None:
    """Check the fields as they will stand: raises Conflict when only both changes together break the rule, else RuleBroken."""
    try:
        rule({**found.present, **found.values})
    except RuleBroken as broken:
        both = {name: found.present[name] for name in typed if found.base[name] != found.present[name]}
        if not both:
            raise
        theirs = {**both, broken.field: found.present.get(broken.field)}
        raise Conflict(theirs, found.untouched, broken.message) from broken


def _in_fields(values: Values, by_key: set[str]) -> Values:
    """Values with each text of the columns `by_key` under a name of its own, `<column>.<key>`."""
    fields = {name: value for name, value in values.items() if name not in by_key}
    for column in by_key:
        fields |= {f"{column}.{key}": text for key, text in values[column].items()}
    return fields


def _in_columns(fields: Values, present: Values, by_key: set[str]) -> Values:
    """The other way round: a column by key is its present texts with those of these fields; None takes one out."""
    values = {name: value for name, value in fields.items() if name in present}
    for column in by_key:
        prefix = f"{column}."
        texts = {name.removeprefix(prefix): text for name, text in fields.items() if name.startswith(prefix)}
        if texts:
            values[column] = {key: text for key, text in {**present[column], **texts}.items() if text is not None}
    return values
