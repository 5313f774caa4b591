"""What has happened with a partner, newest first: its ways through the tiers, and what features above know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import get_timezone
from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..history.models import Change, ChangeSet
from ..history.past import chains_of
from ..tiers.queries import titles_of
from .models import Partner, Partnership

SHOWN = 20
_ACTS_TOLD = ("partnership.add", "partnership.move", "partnership.archive")


@dataclass(frozen=True)
class Moment:
    """Something that happened with a partner: when, what, and where it is read, or the template that shows more of its `row`."""

    at: datetime
    text: str
    address: str = ""
    by: str = ""
    template: str = ""
    row: Any = None


@dataclass(frozen=True)
class TimelinePage:
    """Some moments by month, the newest first; `next_start` is where the next page begins, None on the last."""

    months: list[tuple[date, list[Moment]]]
    next_start: int | None


moments: dict[str, Callable[[Partner], list[Moment]]] = {}  # feature -> what it knows of a partner; features above add theirs


def timeline_page(partner: Partner, start: int = 0) -> TimelinePage:
    """The moments from the one numbered `start`, 0 being the newest."""
    known = [*_tier_moments(partner), *(moment for moments_of in moments.values() for moment in moments_of(partner))]
    known.sort(key=lambda moment: moment.at, reverse=True)
    zone = get_timezone()
    months: dict[date, list[Moment]] = {}
    for moment in known[start : start + SHOWN]:
        months.setdefault(moment.at.astimezone(zone).date().replace(day=1), []).append(moment)
    return TimelinePage(list(months.items()), start + SHOWN if len(known) > start + SHOWN else None)


def _tier_moments(partner: Partner) -> list[Moment]:
    """How it came into its tiers, moved and left them; what was taken back is left out."""
    rows = {row.id: row for row in partner.partnerships}
    query = select(Change.entity_id, Change.after, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    query = query.where(Change.entity == Partnership.__tablename__, Change.entity_id.in_(rows))
    query = query.where(Change.field == "is_archived", ChangeSet.act.in_(_ACTS_TOLD), ChangeSet.root_id.is_(None))
    touched: dict[ChangeSet, list[tuple[bool, str]]] = {}
    for row_id, is_archived, act in db.session.execute(query.order_by(Change.id)):
        touched.setdefault(act, []).append((bool(is_archived), rows[row_id].tier))
    undone = {root for root, chain in chains_of(touched).items() if len(chain) % 2 == 1}
    titles = titles_of({row.tier for row in rows.values()}, partner.organisation_id)
    return [
        Moment(act.created_at, text, by=act.shown_actor)
        for act, of_act in touched.items()
        if act.id not in undone
        for text in _told(act, of_act, titles)
    ]


def _told(act: ChangeSet, rows: list[tuple[bool, str]], titles: dict[Any, str]) -> Iterator[str]:
    """What an act did to these rows, each as whether it was archived and its tier."""
    if act.act == "partnership.move":
        yield " → ".join(titles[tier] for _is_archived, tier in sorted(rows, reverse=True))
        return
    for is_archived, tier in rows:
        yield _("%(tier)s ended", tier=titles[tier]) if is_archived else _("%(tier)s began", tier=titles[tier])
