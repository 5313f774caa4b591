"""Taking values out of the history: the one place where it is not only added to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
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


def blank(connection: Connection, lines: Iterable[Any]) -> int:
    """Put ERASED in place of what these lines (id, before, after) hold; an empty value tells nothing and stays.

    Gives how many lines have told something until now.
    """
    blanked = [(line, _blanked(line.before), _blanked(line.after)) for line in lines]
    rows = [{"line": line.id, "old": old, "new": new} for line, old, new in blanked if (old, new) != (line.before, line.after)]
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


def forget_subjects(connection: Connection, entity: str, ids: Collection[int], names: Collection[str]) -> None:
    """Take names out of the subjects of the acts on these rows; the rest of a subject, e.g. the partner's name, stays."""
    for some in _in_blocks(ids):
        acts = select(_CHANGE.c.change_set_id).where(_CHANGE.c.entity == entity, _CHANGE.c.entity_id.in_(some))
        told = connection.execute(select(_ACT.c.id, _ACT.c.subject).where(_ACT.c.id.in_(acts))).all()
        rows = [{"row_id": one.id, "told": without(one.subject, names)} for one in told]
        if rows:
            connection.execute(update(_ACT).where(_ACT.c.id == bindparam("row_id")).values(subject=bindparam("told")), rows)


def without(subject: str, names: Iterable[str]) -> str:
    """A subject of the form *Name, Partner* without the name."""
    for name in sorted(names, key=len, reverse=True):
        subject = subject.replace(name, "")
    return subject.strip(", ")


def known_names(connection: Connection, entity: str, entity_id: int) -> set[str]:
    """The names that a person has and, as the history knows them, had."""
    table = ENTITIES[entity].__table__
    names = set(filter(None, connection.scalars(select(table.c.name).where(table.c.id == entity_id))))
    lines = select(_CHANGE.c.before, _CHANGE.c.after)
    lines = lines.where(_CHANGE.c.entity == entity, _CHANGE.c.entity_id == entity_id, _CHANGE.c.field == "name")
    return names | {value for line in connection.execute(lines) for value in line if isinstance(value, str) and value}


def forget_actor(connection: Connection, person_id: int) -> None:
    """Who has done it."""
    connection.execute(update(_ACT).where(_ACT.c.actor_id == person_id).values(actor_name=""))


def forget_contact(connection: Connection, contact_id: int) -> None:
    """To whom it was done; to be asked while the row and its lines still know the name."""
    names = known_names(connection, THEIRS, contact_id)
    forget_subjects(connection, ContactRole.__tablename__, _roles_of(connection, contact_id), names)
    forget_subjects(connection, THEIRS, [contact_id], names)


def _roles_of(connection: Connection, contact_id: int) -> list[int]:
    return list(connection.scalars(select(ContactRole.id).where(ContactRole.contact_id == contact_id)))


def _in_blocks(ids: Collection[int]) -> Iterable[list[int]]:
    known = sorted(ids)
    return (known[begin : begin + AT_ONCE] for begin in range(0, len(known), AT_ONCE))
