"""Waiting notices with a person's name in them are removed."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, Table, delete, false, or_, select

from ..notices import WaitingNotice
from ..people.models import Launch, Person
from .in_history import known_names
from .registry import ENTITIES, OURS, THEIRS

_NOTICE = cast(Table, WaitingNotice.__table__)


def forget_person(connection: Connection, person_id: int) -> None:
    _forget(connection, OURS, person_id)


def forget_contact(connection: Connection, contact_id: int) -> None:
    _forget(connection, THEIRS, contact_id)


def _forget(connection: Connection, entity: str, entity_id: int) -> None:
    """To be asked while the row and its lines still know the name."""
    names = known_names(connection, entity, [entity_id])
    is_named = or_(false(), *(_NOTICE.c.text.contains(name, autoescape=True) for name in names))
    model = ENTITIES[entity]
    college = select(model.organisation_id).where(model.id == entity_id).scalar_subquery()
    of_college = select(Launch.key).join(Person, Person.id == Launch.person_id).where(Person.organisation_id == college)
    connection.execute(delete(_NOTICE).where(_NOTICE.c.launch_key.in_(of_college), is_named))
