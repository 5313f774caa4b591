"""What has happened with a partner, newest first: its changes, and what features above know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from .. import db
from ..history.models import Change, ChangeSet
from ..history.past import Past, PastAct
from ..tiers.queries import titles_of
from .models import Partner, Partnership


@dataclass(frozen=True)
class Moment:
    """Something that is no change: when, what, and where it is read."""

    at: datetime
    text: str
    address: str


moments: dict[str, Callable[[Partner], list[Moment]]] = {}  # feature -> its moments of a partner; features above add theirs


def timeline_of(partner: Partner, past: Past, older: int | None) -> list[PastAct | Moment]:
    """A page of changes with the moments of the same time: of each page those since its last act, before the page above."""
    own = select(ChangeSet.created_at).where(ChangeSet.id == older, ChangeSet.organisation_id == partner.organisation_id)
    above = db.session.scalar(own) if older else None
    since = past.acts[-1].change_set.created_at if past.older and past.acts else None
    known = [moment for moments_of in moments.values() for moment in moments_of(partner)]
    of_page = [one for one in known if (not since or one.at >= since) and (not above or one.at < above)]
    return sorted([*_with_moves_told(partner, past.acts), *of_page], key=_time_of, reverse=True)


def _with_moves_told(partner: Partner, acts: list[PastAct]) -> list[PastAct]:
    """A move to another tier says from where to where, and shows a text only where that was changed with it."""
    moves = [act.change_set.id for act in acts if act.change_set.act == "partnership.move"]
    if not moves:
        return acts
    rows = {row.id: row for row in partner.partnerships}
    ends: dict[int, dict[bool, Partnership]] = {}
    texts: dict[int, Any] = {}
    fields = ("is_archived", "description")
    query = select(Change).where(Change.change_set_id.in_(moves), Change.entity == "partnership", Change.field.in_(fields))
    for change in db.session.scalars(query):
        if change.field == "description":
            texts[change.change_set_id] = change.after
        elif change.entity_id in rows:
            ends.setdefault(change.change_set_id, {})[bool(change.after)] = rows[change.entity_id]
    return [_told(act, ends.get(act.change_set.id, {}), texts.get(act.change_set.id)) for act in acts]


def _told(act: PastAct, ends: dict[bool, Partnership], text: Any) -> PastAct:
    """`ends` are the rows that the move has archived (True) and put on the list (False), `text` what it wrote into that."""
    if len(ends) < 2:
        return act
    before = ends[True].tier
    after = ends[False].tier
    titles = titles_of({before, after}, act.change_set.organisation_id)
    lines = [] if text in (None, ends[True].description) else act.lines
    return replace(act, words=f"{act.words}: {titles[before]} → {titles[after]}", lines=lines)


def _time_of(entry: PastAct | Moment) -> datetime:
    return entry.at if isinstance(entry, Moment) else entry.change_set.created_at
