"""Key meetings: when a partner is to be met next, where the tier or the partnership has a contact cycle (Parasta, ch. on key
accounts: meetings with key partners stand in the annual clock of their contact persons)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from .. import db
from ..days import months_after
from ..language import today
from ..partners.choices import CURRENT
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


def key_meetings(whose: Whose, until: date) -> list[KeyMeeting]:
    """What is due until this day, the longest overdue first, a partner once. Without a contact and a beginning nothing is known
    to be due; what stands in the team's plan, or the college's, is told there."""
    cycles = cycles_of(db.session.get_one(Organisation, whose.organisation_id))
    rows = db.session.execute(_due_rows(whose, until, cycles)).all()
    due = [one for one in (_as_meeting(row, cycles) for row in rows) if one.due_on <= until]
    of_partners: dict[int, KeyMeeting] = {}
    for one in sorted(not_planned(due), key=lambda one: (one.due_on, one.row_id)):
        of_partners.setdefault(one.partner_id, one)
    return list(of_partners.values())


def _due_rows(whose: Whose, until: date, cycles: dict[str, int]) -> Select[*tuple[Any, ...]]:
    """The rows in force that may be due; by a cycle of their own it is reckoned afterwards."""
    last_on = func.coalesce(Partner.last_contact_on, Partnership.starts_on)
    query = select(
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
        last_on.label("last_on"),
    )
    query = query.join(Partner, Partner.id == Partnership.partner_id)
    query = query.outerjoin(Person, Person.id == Partnership.contact_person_id).where(
        Partnership.organisation_id == whose.organisation_id,
        Partnership.is_archived.is_(False),
        Partnership.state == CURRENT,
        whose.has_row(),
        or_(
            and_(Partnership.cycle_months.is_not(None), last_on < until),
            *(_is_due(tier, last_on <= months_after(until, -months)) for tier, months in cycles.items()),
        ),
    )
    return query.order_by(last_on, Partnership.id).limit(MOST_READ)


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


def not_planned(meetings: Collection[KeyMeeting]) -> list[KeyMeeting]:
    """Those of them that stand in no plan by now, neither in their team's nor in the college's."""
    planned = _planned({one.partner_id for one in meetings})
    return [one for one in meetings if planned.isdisjoint({(one.partner_id, one.team_id), (one.partner_id, None)})]


def _planned(partner_ids: Collection[int]) -> set[tuple[int, int | None]]:
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
        Action.ends_on >= today(),
    )
    return {(row.partner_id, row.team_id) for row in db.session.execute(query)}
