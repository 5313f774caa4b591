"""Erasing a person, in the database as it stands: in a request, and once more in what was restored from a backup."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Connection, Table, delete, insert

from .models import Erasure
from .registry import parts

_ERASURE = cast(Table, Erasure.__table__)


def erase_row(connection: Connection, entity: str, entity_id: int, organisation_id: int, erased_at: datetime) -> None:
    """Let each part take out what it knows of the person, the row itself last, and note it in the ledger."""
    own = parts[entity]
    for part in [*(part for part in parts.values() if part is not own), own]:
        if entity in part.erase:
            part.erase[entity](connection, entity_id)
    line = {"organisation_id": organisation_id, "entity": entity, "entity_id": entity_id, "erased_at": erased_at}
    earlier = (_ERASURE.c.entity == entity, _ERASURE.c.entity_id == entity_id)  # of a number that was given out anew
    connection.execute(delete(_ERASURE).where(*earlier))
    connection.execute(insert(_ERASURE), [line])
