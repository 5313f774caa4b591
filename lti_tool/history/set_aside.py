"""Rows that were archived because another row holds all of them, e.g. in a merge: they do not come back by themselves."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from .. import db
from .models import Change, ChangeSet
from .tracked import Tracked


def set_aside_by(act: str, model: type[Tracked], ids: Collection[int]) -> set[int]:
    """Of these rows those that an act of this name has archived, and nothing has brought back since."""
    if not ids:
        return set()
    root = aliased(ChangeSet)
    query = select(Change.entity_id, Change.after, func.coalesce(root.act, ChangeSet.act))
    query = query.join(ChangeSet, ChangeSet.id == Change.change_set_id).outerjoin(root, root.id == ChangeSet.root_id)
    of_rows = (Change.entity == model.__tablename__, Change.entity_id.in_(ids), Change.field == model.tracking.archived_by)
    last = {row_id: (after, name) for row_id, after, name in db.session.execute(query.where(*of_rows).order_by(Change.id))}
    return {row_id for row_id, told in last.items() if told == (True, act)}
