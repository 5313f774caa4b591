"""Taking values out of the history: the only place that changes it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, select, update

from ..contacts.models import ContactRole
from ..history.models import Change, ChangeSet
from ..history.values import ERASED
from .registry import ENTITIES, OURS, THEIRS

AT_ONCE = 500  # ids in one question
_CHANGE = cast(Table, Change.__table__)
_ACT = cast(Table, ChangeSet.__table__)
_POINTING = {"partner_id", "contact_id"}  # of a role: to rows that are erased themselves, or are of nobody


def blank_lines(connection: Connection, entity: str, ids: Collection[int], kept: Collection[str] = ()) -> None:
    """Take the values of these rows out of their lines, but for the fields `kept`: nothing can be brought back from them."""
    for some in _in_blocks(ids):
        lines = select(_CHANGE.c.id, _CHANGE.c.before, _CHANGE.c.after)
        lines = lines.where(_CHANGE.c.entity == entity, _CHANGE.c.entity_id.in_(some), _CHANGE.c.field.not_in(kept))
        blank(connection, connection.execute(lines).all())


def blank(connection: Connection, lines: Iterable[Any], sides: Mapping[int, Collection[str]] | None = None) -> int:
    """Put ERASED in place of what these lines (id, before, after) hold; an empty value tells nothing and stays.

    `sides` names by a line's id which of its two values go, where not both do. Gives how many lines have told something.
    """
    rows = []
    for line in lines:
        sides_of_line = ("before", "after") if sides is None else sides[line.id]
        before = _blanked(line.before) if "before" in sides_of_line else line.before
        after = _blanked(line.after) if "after" in sides_of_line else line.after
        if (before, after) != (line.before, line.after):
            rows.append({"line": line.id, "old": before, "new": after})
    if rows:
        by_id = update(_CHANGE).where(_CHANGE.c.id == bindparam("line"))
        connection.execute(by_id.values(before=bindparam("old"), after=bindparam("new")), rows)
    return len(rows)


def _blanked(value: Any) -> Any:
    return value if value is None or value == "" else ERASED


def erase_lines_of_person(connection: Connection, person_id: int) -> None:
    blank_lines(connection, OURS, [person_id])


def erase_lines_of_contact(connection: Connection, contact_id: int) -> None:
    """Of the row itself, and of what the person was at which partner."""
    blank_lines(connection, THEIRS, [contact_id])
    blank_lines(connection, ContactRole.__tablename__, _roles_of(connection, contact_id), kept=_POINTING)


def forget_subjects(connection: Connection, entity: str, ids: Collection[int]) -> None:
    """What the acts on these rows were about: of a row that is somebody's own its name, which may tell more."""
    acts = select(_CHANGE.c.change_set_id).where(_CHANGE.c.entity == entity, _CHANGE.c.entity_id.in_(ids))
    connection.execute(update(_ACT).where(_ACT.c.id.in_(acts)).values(subject=""))


def known_names(connection: Connection, entity: str, ids: Collection[int]) -> set[str]:
    """The names that a person has and, as the history knows them, had."""
    table = ENTITIES[entity].__table__
    names = set(filter(None, connection.scalars(select(table.c.name).where(table.c.id.in_(ids)))))
    lines = select(_CHANGE.c.before, _CHANGE.c.after)
    lines = lines.where(_CHANGE.c.entity == entity, _CHANGE.c.entity_id.in_(ids), _CHANGE.c.field == "name")
    return names | {value for line in connection.execute(lines) for value in line if isinstance(value, str) and value}


def _roles_of(connection: Connection, contact_id: int) -> list[int]:
    return list(connection.scalars(select(ContactRole.id).where(ContactRole.contact_id == contact_id)))


def _in_blocks(ids: Collection[int]) -> Iterable[list[int]]:
    known = sorted(ids)
    return (known[begin : begin + AT_ONCE] for begin in range(0, len(known), AT_ONCE))
