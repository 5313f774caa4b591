"""What erasing one of our people does to their calendar addresses."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Connection, String, Table, literal, update
from sqlalchemy import cast as as_type

from .models import CalendarAddress

_ADDRESSES = cast(Table, CalendarAddress.__table__)


def forget_addresses(connection: Connection, person_id: int) -> None:
    """No token fits any of them again, whatever is undone; the rows stay for what the history points to."""
    no_hash = literal("erased ") + as_type(_ADDRESSES.c.id, String)
    erasing = update(_ADDRESSES).where(_ADDRESSES.c.person_id == person_id)
    connection.execute(erasing.values(token_hash=no_hash, is_archived=True, version=_ADDRESSES.c.version + 1))
