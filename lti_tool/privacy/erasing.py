"""Erasing a person, in the database as it stands: in a request, and once more in what was restored from a backup."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert

from .models import Erasure
from .registry import parts


def erase_row(connection: Connection, entity: str, entity_id: int, organisation_id: int, erased_at: datetime) -> None:
    """Let each part take out what it knows of the person, the row itself last, and note it in the ledger."""
    own = parts[entity]
    for part in [*(part for part in parts.values() if part is not own), own]:
        if entity in part.erase:
            part.erase[entity](connection, entity_id)
    line = {"organisation_id": organisation_id, "entity": entity, "entity_id": entity_id, "erased_at": erased_at}
    connection.execute(insert(Erasure.__table__), [line])  # type: ignore[arg-type]
