"""Lists that are being brought in and hold a person's name are thrown away: they are copies, and the list itself is at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from sqlalchemy import Connection, Table, delete, select

from ..imports.models import ImportDraft
from ..text import search_key
from .in_history import known_names
from .registry import ENTITIES, OURS, THEIRS
from .wanted import SearchTerms, wanted_of

_DRAFT = cast(Table, ImportDraft.__table__)


def forget_person(connection: Connection, person_id: int) -> None:
    """Also those that the person brings in."""
    connection.execute(delete(_DRAFT).where(_DRAFT.c.person_id == person_id))
    _forget(connection, OURS, person_id)


def forget_contact(connection: Connection, contact_id: int) -> None:
    _forget(connection, THEIRS, contact_id)


def _forget(connection: Connection, entity: str, entity_id: int) -> None:
    """To be called while the row still knows the name. A list that is just being brought in goes too: its job ends where it is,
    and rows it has already brought in are erased as any other row."""
    table = ENTITIES[entity].__table__
    addresses = [table.c[name] for name in ("email", "phone") if name in table.c]
    college, *strings = connection.execute(select(table.c.organisation_id, *addresses).where(table.c.id == entity_id)).one()
    wanted = wanted_of(known_names(connection, entity, [entity_id]), strings)
    drafts = select(_DRAFT.c.id, _DRAFT.c.name, _DRAFT.c.sheets, _DRAFT.c.said).where(_DRAFT.c.organisation_id == college)
    for draft_id, *texts in connection.execute(drafts).all():
        if _names(texts, wanted):
            connection.execute(delete(_DRAFT).where(_DRAFT.c.id == draft_id))


def _names(texts: Any, wanted: SearchTerms) -> bool:
    """Cell by cell, if the whole may name the person at all: two words of a name from two cells are no name."""
    if not wanted.may_be_in(search_key(json.dumps(texts, ensure_ascii=False))):
        return False
    return any(wanted.place_in(cell) is not None for cell in set(_cells(texts)))


def _cells(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _cells(list(value.values()))
    elif isinstance(value, list):
        for one in value:
            yield from _cells(one)
