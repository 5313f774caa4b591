"""Key meetings: when a partner is to be met next, where the tier or the partnership has a contact cycle (Parasta, ch. on key
accounts: meetings with key partners stand in the annual clock of their contact persons)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from .. import db
from ..days import months_after
from ..partners.choices import CURRENT
from ..partners.details import LONGEST_CYCLE
from ..partners.models import Partner
from ..partners.row_models import Partnership, contact_text
from ..people.models import Organisation, Person, shown_name
from ..people.queries import IS_GONE
from ..plan.models import MEETING, OPEN_STATES, Action, ActionPartner
from .whose import Whose

MOST_READ = 1000


class KeyMeeting(NamedTuple):
    """A partnership that is due by its cycle. `last_on` is when the partner was met last, or, if that is not known
    (`is_met` is false), when the row begins."""

    row_id: int
    partner_id: int
    partner: str
    tier: str
    team_id: int | None
    contact: str
    is_gone: bool  # the contact person is not with us any more
    is_met: bool
    last_on: date
    due_on: date


_last_on = func.coalesce(Partner.last_contact_on, Partnership.starts_on)
_QUERY = (
    select(
        Partnership.id,
        Partnership.partner_id,
        Partner.name.label("partner"),
        Partnership.tier,
        Partnership.team_id,
        Partnership.contact_person_id,
        Partnership.contact_name,
        Person.name.label("contact"),
        IS_GONE.label("is_gone"),
        Partnership.cycle_months,
        Partner.last_contact_on.is_not(None).label("is_met"),
        _last_on.label("last_on"),
    )
    .join(Partner, Partner.id == Partnership.partner_id)
    .outerjoin(Person, Person.id == Partnership.contact_person_id)
)


def key_meetings(whose: Whose, until: date, today: date) -> list[KeyMeeting]:
    """The meetings that are due until this day, the longest overdue first, each partner once.

    A partnership without a known contact and without a beginning has none. Left out are meetings that stand in the team's plan,
    or the college's, and are not over by `today`: the plan's actions are shown instead.
    """
    cycles = cycles_of(db.session.get_one(Organisation, whose.organisation_id))
    query = _QUERY.where(*_may_be_due(whose, until, cycles)).order_by(_last_on, Partnership.id).limit(MOST_READ)
    meetings = [_as_meeting(row, cycles) for row in db.session.execute(query)]
    due = [meeting for meeting in meetings if meeting.due_on <= until]
    of_partners: dict[int, KeyMeeting] = {}
    for meeting in sorted(not_planned(due, today), key=lambda meeting: (meeting.due_on, meeting.row_id)):
        of_partners.setdefault(meeting.partner_id, meeting)
    return list(of_partners.values())


def _may_be_due(whose: Whose, until: date, cycles: dict[str, int]) -> list[ColumnElement[bool]]:
    """The conditions for rows in force that are due until this day, or a day later: key_meetings looks again."""
    latest = until + timedelta(days=1)  # else what is due on the last day of a short month came a day late
    by_tier = [_is_due(tier, _last_on <= months_after(latest, -months)) for tier, months in cycles.items()]
    # SQL cannot add months on both databases, so the day before which each cycle is due is worked out here.
    due_before = {months: months_after(latest, -months) for months in range(1, LONGEST_CYCLE + 1)}
    by_own_cycle = _last_on <= case(due_before, value=Partnership.cycle_months)
    return [
        Partnership.organisation_id == whose.organisation_id,
        Partnership.is_archived.is_(False),
        Partnership.state == CURRENT,
        whose.owns_partnership(),
        or_(by_own_cycle, *by_tier),
    ]


def _is_due(tier: str, is_long_ago: ColumnElement[bool]) -> ColumnElement[bool]:
    """By the cycle of its tier."""
    return and_(Partnership.tier == tier, Partnership.cycle_months.is_(None), is_long_ago)


def cycles_of(organisation: Organisation) -> dict[str, int]:
    """The months between contacts by tier, where the college has said so."""
    return {tier: int(months) for tier, months in organisation.tier_cycles.items() if months}


def _as_meeting(row: Any, cycles: dict[str, int]) -> KeyMeeting:
    known = shown_name(row.contact or "", row.contact_person_id) if row.contact_person_id else ""
    return KeyMeeting(
        row_id=row.id,
        partner_id=row.partner_id,
        partner=row.partner,
        tier=row.tier,
        team_id=row.team_id,
        contact=contact_text(known, row.contact_name),
        is_gone=bool(row.is_gone),
        is_met=bool(row.is_met),
        last_on=row.last_on,
        due_on=months_after(row.last_on, row.cycle_months or cycles[row.tier]),
    )


def not_planned(meetings: Collection[KeyMeeting], today: date) -> list[KeyMeeting]:
    """Those of them that stand in no plan by now, neither in their team's nor in the college's."""
    planned = _planned({meeting.partner_id for meeting in meetings}, today)
    return [
        meeting for meeting in meetings if planned.isdisjoint({(meeting.partner_id, meeting.team_id), (meeting.partner_id, None)})
    ]


def _planned(partner_ids: Collection[int], today: date) -> set[tuple[int, int | None]]:
    """With whom of the partners a key meeting stands in a plan and is not over yet, and in which team's (None: the college's)."""
    if not partner_ids:
        return set()
    query = select(ActionPartner.partner_id, Action.team_id).join(Action, Action.id == ActionPartner.action_id)
    query = query.where(
        ActionPartner.partner_id.in_(partner_ids),
        ActionPartner.is_archived.is_(False),
        Action.is_archived.is_(False),
        Action.kind == MEETING,
        Action.state.in_(OPEN_STATES),
        Action.ends_on >= today,
    )
    return {(row.partner_id, row.team_id) for row in db.session.execute(query)}
