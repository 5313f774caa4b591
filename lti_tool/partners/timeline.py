"""What has happened with a partner, newest first: its ways through the tiers, and what features above know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..days import day_of
from ..history.chains import chains_of
from ..history.models import Change, ChangeSet
from ..history.tracked import Tracked
from ..tiers.queries import titles_of
from .models import Partner
from .moving import pairs_of_move
from .row_models import Partnership

SHOWN = 20
_ACTS_TOLD = ("partnership.add", "partnership.move", "partnership.archive", "partnership.end")
_NOON = time(12)


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


@dataclass(frozen=True)
class About:
    """What a feature knows of a partner: moments of its timeline, rows whose changes stand among the partner's, and what the
    feature's own templates on the partner's page need. Read once for a page."""

    moments: Sequence[Moment] = ()
    rows: Sequence[Tracked] = ()
    context: Mapping[str, Any] = field(default_factory=dict)


about: dict[str, Callable[[Partner], About]] = {}  # feature -> what it knows of a partner; features above add theirs


def all_about(partner: Partner) -> list[About]:
    return [about_partner(partner) for about_partner in about.values()]


def timeline_page(partner: Partner, known_of_it: Sequence[About], start: int = 0) -> TimelinePage:
    """The moments from the one numbered `start`, 0 being the newest."""
    known = [*_tier_moments(partner), *(moment for each in known_of_it for moment in each.moments)]
    known.sort(key=lambda moment: moment.at, reverse=True)
    months: dict[date, list[Moment]] = {}
    for moment in known[start : start + SHOWN]:
        months.setdefault(day_of(moment.at).replace(day=1), []).append(moment)
    return TimelinePage(list(months.items()), start + SHOWN if len(known) > start + SHOWN else None)


def _tier_moments(partner: Partner) -> list[Moment]:
    """How the partner came into its tiers, moved and left them; acts that were undone are left out."""
    rows = {row.id: row for row in partner.partnerships}
    query = select(Change.entity_id, Change.after, ChangeSet).join(ChangeSet, ChangeSet.id == Change.change_set_id)
    query = query.where(Change.entity == Partnership.__tablename__, Change.entity_id.in_(rows))
    query = query.where(Change.field == "is_archived", ChangeSet.act.in_(_ACTS_TOLD), ChangeSet.root_id.is_(None))
    touched: dict[ChangeSet, list[_Step]] = {}
    for row_id, is_archived, act in db.session.execute(query.order_by(Change.id)):
        touched.setdefault(act, []).append(_Step(rows[row_id], is_off=bool(is_archived)))
    chains = chains_of(touched)
    titles = titles_of({row.tier for row in rows.values()}, partner.organisation_id)
    moments: list[Moment] = []
    for act, steps in touched.items():
        if chains[act.id].is_undone:
            continue
        if act.act == "partnership.move":
            moments += _moments_of_move(act, steps, titles)
        else:
            moments += [_moment_of_step(act, step, titles) for step in steps]
    return moments


class _Step(NamedTuple):
    """What an act has done with a row: put it on the list, or taken it off."""

    row: Partnership
    is_off: bool


def _moments_of_move(act: ChangeSet, steps: Sequence[_Step], titles: Mapping[Any, str]) -> list[Moment]:
    """From which tier to which."""
    moments = []
    ended = [step.row for step in steps if step.is_off]
    begun = [step.row for step in steps if not step.is_off]
    for before, after in pairs_of_move(ended, begun):
        words = f"{titles[before.tier]} → {titles[after.tier]}"
        moments.append(Moment(_at(before.ends_on, act), _with_reason(words, before.end_reason), by=act.shown_actor))
    return moments


def _moment_of_step(act: ChangeSet, step: _Step, titles: Mapping[Any, str]) -> Moment:
    row = step.row
    title = titles[row.tier]
    day = None
    if step.is_off and act.act == "partnership.end":
        day = row.ends_on
        text = _with_reason(_("%(tier)s ended", tier=title), row.end_reason)
    elif step.is_off:
        text = _("%(tier)s was archived", tier=title)
    elif row.starts_on:
        day = row.starts_on
        text = _("%(tier)s began", tier=title)
    else:
        text = _("%(tier)s: put on the list", tier=title)
    return Moment(_at(day, act), text, by=act.shown_actor)


def _with_reason(words: str, reason: str) -> str:
    return f"{words}: {reason}" if reason else words


def _at(day: date | None, act: ChangeSet) -> datetime:
    """Noon of a day; of a day that nobody has written, or the act's own, when the act was done."""
    if day is None or day == day_of(act.created_at):
        return act.created_at
    return datetime.combine(day, _NOON, UTC)
