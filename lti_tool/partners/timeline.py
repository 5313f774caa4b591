"""What has happened with a partner, newest first: its changes, and what features above know of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from .. import db
from ..history.models import ChangeSet
from ..history.past import Past, PastAct
from .models import Partner


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
    return sorted([*past.acts, *of_page], key=_time_of, reverse=True)


def _time_of(entry: PastAct | Moment) -> datetime:
    return entry.at if isinstance(entry, Moment) else entry.change_set.created_at
