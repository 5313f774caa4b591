"""What is to be done and by when, of all features: next steps, actions of a plan, key meetings, agreements to be looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select

from .. import db
from ..agreements import deadlines
from ..agreements.models import Agreement
from ..assessment.agreed_models import IS_OPEN as IS_AGREED
from ..assessment.agreed_models import AgreedLine
from ..assessment.models import Assessment
from ..days import today
from ..encounters.models import IS_OPEN, Encounter
from ..pages import address_of
from ..partners.models import Partner
from ..people.models import Person
from ..plan import queries as plans
from ..plan.moved_here import is_review_planned
from .key_meetings import key_meetings
from .whose import Whose

MOST_OF_A_KIND = 50
SHOWN_OF_A_WEEK = 5
A_WEEK = timedelta(days=7)
EARLIEST = date(1990, 1, 1)  # an action that was never done stays on the list
STEP = "step"
ACTION = "action"
AGREED = "agreed"
MEETING = "meeting"
AGREEMENT = "agreement"


class Item(NamedTuple):
    """One thing to do. `day` is by when, None where nothing was said; `title` a partner, or what is to be done; `who` of ours.

    `id` is that of what is ticked off, of a key meeting the partner's; what `is_long` goes on for more than the day.
    """

    kind: str
    id: int
    day: date | None
    title: str
    text: str
    who: str
    address: str
    version: int = 0
    is_long: bool = False


def agenda(whose: Whose, until: date, today: date) -> list[Item]:
    """What is to be done until this day: the longest overdue first, then by day, things without a day last.

    Of each kind at most MOST_OF_A_KIND.
    """
    items = [item for source in SOURCES for item in source(whose, until, today)[:MOST_OF_A_KIND]]
    return sorted(items, key=lambda item: (item.day or date.max, item.title))


def week_of(person: Person) -> list[Item]:
    """What somebody has to do this week, no more than an overview shows."""
    present = today()
    return agenda(Whose(person.organisation_id, person_id=person.id), present + A_WEEK, present)[:SHOWN_OF_A_WEEK]


def _steps(whose: Whose, until: date, _today: date) -> list[Item]:
    """Of a person those that one has taken; of a team those at its partners."""
    if whose.person_id is not None:
        is_meant = whose.is_contact(Encounter.contact_person_id, Encounter.contact_name)
    else:
        is_meant = whose.owns_partner(Encounter.partner_id)
    query = select(Encounter).where(Encounter.organisation_id == whose.organisation_id, IS_OPEN, is_meant)
    query = query.where((Encounter.next_on <= until) | Encounter.next_on.is_(None))
    query = query.order_by(Encounter.next_on.is_(None), Encounter.next_on, Encounter.id).limit(MOST_OF_A_KIND)
    return [
        Item(
            kind=STEP,
            id=encounter.id,
            day=encounter.next_on,
            title=encounter.partner.name,
            text=encounter.next_step,
            who=encounter.contact,
            address=_of_partner(encounter.partner_id),
        )
        for encounter in db.session.scalars(query)
    ]


def _actions(whose: Whose, until: date, _today: date) -> list[Item]:
    """Of a plan what is not done and has begun, or begins until then; it is due when it ends."""
    wanted = plans.Filter(
        whose.organisation_id,
        EARLIEST,
        until,
        team_id=whose.team.id if whose.team else None,
        person_id=whose.person_id,
        is_open=True,
    )
    return [
        Item(
            kind=ACTION,
            id=action.id,
            day=action.span.ends_on,
            title=action.text,
            text=", ".join(partner.name for partner in action.partners),
            who=action.contact,
            address=address_of("action", str(action.id)),
            version=action.version,
            is_long=action.span.starts_on < action.span.ends_on,
        )
        for action in plans.list_actions(wanted, MOST_OF_A_KIND)
    ]


def _agreed(whose: Whose, until: date, _today: date) -> list[Item]:
    """What was agreed on in tests, of a team those with its partners."""
    query = select(AgreedLine).join(Assessment, Assessment.id == AgreedLine.assessment_id)
    if whose.person_id is not None:
        is_meant = whose.is_contact(AgreedLine.contact_person_id, AgreedLine.contact_name)
    else:
        is_meant = whose.owns_partner(AgreedLine.partner_id)
    query = query.where(AgreedLine.organisation_id == whose.organisation_id, IS_AGREED, is_meant)
    query = query.where(Assessment.is_archived.is_(False), (AgreedLine.due_on <= until) | AgreedLine.due_on.is_(None))
    query = query.order_by(AgreedLine.due_on.is_(None), AgreedLine.due_on, AgreedLine.id).limit(MOST_OF_A_KIND)
    return [
        Item(
            kind=AGREED,
            id=line.id,
            day=line.due_on,
            title=line.assessment.title,
            text=line.text,
            who=line.contact,
            address=address_of("assessment", str(line.assessment_id)),
        )
        for line in db.session.scalars(query)
    ]


def _meetings(whose: Whose, until: date, today: date) -> list[Item]:
    return [
        Item(
            kind=MEETING,
            id=meeting.partner_id,
            day=meeting.due_on,
            title=meeting.partner,
            text=_("key meeting"),
            who=meeting.contact,
            address=_of_partner(meeting.partner_id),
        )
        for meeting in key_meetings(whose, until, today)
    ]


def _agreements(whose: Whose, until: date, today: date) -> list[Item]:
    """Agreements that are due within thirty days, as on their list.

    One whose review stands in a plan is left out: the action is shown instead. From the notice of its end on it is shown in any
    case, since no action says what comes of it.
    """
    last_due_day = deadlines.last_due_day(today)
    query = select(Agreement.id, Agreement.due_on, Agreement.partner_id, Partner.name, Agreement.our_signer)
    query = query.join(Partner, Partner.id == Agreement.partner_id).where(
        Agreement.organisation_id == whose.organisation_id,
        Agreement.is_archived.is_(False),
        Agreement.due_on <= max(until, last_due_day),
        or_(Agreement.ends_on <= last_due_day, ~is_review_planned(today)),
        whose.has_contact_or_deputy(Agreement.partner_id),
    )
    rows = db.session.execute(query.order_by(Agreement.due_on, Agreement.id).limit(MOST_OF_A_KIND))
    return [
        Item(
            kind=AGREEMENT,
            id=row.id,
            day=row.due_on,
            title=row.name,
            text=_("agreement to be looked at"),
            who=row.our_signer,
            address=_of_agreement(row.id),
        )
        for row in rows
    ]


def _of_partner(partner_id: int) -> str:
    return url_for("partners.show_partner", partner_id=partner_id)


def _of_agreement(agreement_id: int) -> str:
    return url_for("agreements.edit", agreement_id=agreement_id)


SOURCES: tuple[Callable[[Whose, date, date], list[Item]], ...] = (_steps, _actions, _agreed, _meetings, _agreements)
