"""What a calendar tells: whole days of the plan, of agreements and of next steps. Features add what they know (`sources`)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from .. import db
from ..agenda.whose import Whose
from ..history.models import Change, ChangeSet

PAST = timedelta(days=180)  # so far back a calendar tells
CANCELLED_KEPT = timedelta(days=42)  # so long it tells that something was dropped or taken away
MOST_OF_A_SOURCE = 1000
NEVER_CHANGED = datetime(2000, 1, 1, tzinfo=UTC)


class CalendarEntry(NamedTuple):
    """A thing on whole days. `key` is its own as long as it exists; `version` grows with each change.

    `link` is the kind and the name of a link to keep, None where nothing shows it. No name of a tier, and nothing of what is
    written about a partner, belongs into any of it.
    """

    key: str
    title: str
    starts_on: date
    ends_on: date
    version: int
    changed_at: datetime
    link: tuple[str, int] | None = None
    details: str = ""
    place: str = ""
    is_cancelled: bool = False


# feature -> the entries of whose calendar it is, seen from a day; features add theirs
sources: dict[str, Callable[[Whose, date], list[CalendarEntry]]] = {}


def all_entries(whose: Whose, present: date) -> list[CalendarEntry]:
    """All that is known, those that begin first before the others. What was cancelled long ago is left out."""
    found = [entry for entries_of in sources.values() for entry in entries_of(whose, present)]
    cancelled_since = db.now() - CANCELLED_KEPT
    shown = [entry for entry in found if not entry.is_cancelled or entry.changed_at >= cancelled_since]
    return sorted(shown, key=lambda entry: (entry.starts_on, entry.key))


def last_changes(entity: str, ids: Collection[int]) -> dict[int, datetime]:
    """When each of these rows of a table was changed last; NEVER_CHANGED for one that was made without a history."""
    newest = select(Change.entity_id, func.max(Change.change_set_id).label("change_set_id"))
    newest = newest.where(Change.entity == entity, Change.entity_id.in_(ids)).group_by(Change.entity_id)
    last = newest.subquery()
    query = select(last.c.entity_id, ChangeSet.created_at).join(ChangeSet, ChangeSet.id == last.c.change_set_id)
    changes = dict.fromkeys(ids, NEVER_CHANGED)
    if ids:
        changes.update(dict(db.session.execute(query).all()))
    return changes
