"""Erasing a person, in the database as it stands: in a request, and once more in what was restored from a backup."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, delete, insert, or_, select

from ..notices import WaitingNotice
from ..people.models import Launch, Person
from .in_history import known_names
from .models import Erasure
from .registry import parts

_NOTICE = cast(Table, WaitingNotice.__table__)


def erase_row(connection: Connection, entity: str, entity_id: int, organisation_id: int, erased_at: datetime) -> None:
    """Let each part take out what it knows of the person, the row itself last, and note it in the ledger."""
    _forget_notices(connection, entity, entity_id, organisation_id)
    own = parts[entity]
    for part in [*(part for part in parts.values() if part is not own), own]:
        if entity in part.erase:
            part.erase[entity](connection, entity_id)
    line = {"organisation_id": organisation_id, "entity": entity, "entity_id": entity_id, "erased_at": erased_at}
    connection.execute(insert(Erasure.__table__), [line])  # type: ignore[arg-type]


def _forget_notices(connection: Connection, entity: str, entity_id: int, organisation_id: int) -> None:
    """What waits to be told with the person's name in it is told to nobody any more."""
    names = known_names(connection, entity, entity_id)
    if not names:
        return
    of_college = select(Launch.key).join(Person, Person.id == Launch.person_id).where(Person.organisation_id == organisation_id)
    is_named = or_(*(_NOTICE.c.text.contains(name, autoescape=True) for name in names))
    connection.execute(delete(_NOTICE).where(_NOTICE.c.launch_key.in_(of_college), is_named))
