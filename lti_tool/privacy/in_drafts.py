"""Lists that are being brought in and hold a person's name are thrown away: they are copies, and the list itself is at hand."""

from __future__ import annotations

import json
from typing import cast

from sqlalchemy import Connection, Table, delete, select

from ..imports.models import APPLYING, ImportDraft
from ..text import search_key
from .in_history import known_names
from .registry import ENTITIES, OURS, THEIRS

_DRAFT = cast(Table, ImportDraft.__table__)


def forget_person(connection: Connection, person_id: int) -> None:
    """Also those that the person brings in."""
    connection.execute(delete(_DRAFT).where(_DRAFT.c.person_id == person_id))
    _forget(connection, OURS, person_id)


def forget_contact(connection: Connection, contact_id: int) -> None:
    _forget(connection, THEIRS, contact_id)


def _forget(connection: Connection, entity: str, entity_id: int) -> None:
    """To be asked while the row still knows the name. What is just being applied goes a week later."""
    model = ENTITIES[entity]
    college = select(model.organisation_id).where(model.id == entity_id).scalar_subquery()
    drafts = select(_DRAFT.c.id, _DRAFT.c.sheets).where(_DRAFT.c.organisation_id == college, _DRAFT.c.state != APPLYING)
    names = [search_key(name).split() for name in known_names(connection, entity, [entity_id])]
    for draft_id, sheets in connection.execute(drafts).all():
        text = search_key(json.dumps(sheets, ensure_ascii=False))
        if any(words and all(word in text for word in words) for words in names):
            connection.execute(delete(_DRAFT).where(_DRAFT.c.id == draft_id))
