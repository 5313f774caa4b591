"""Putting a team's key meetings into its year: a month for each, not all of them at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import ceil

from flask_babel import gettext as _

from .. import history
from ..days import months_after
from ..errors import RuleBroken
from ..people.models import Person
from ..plan.models import MEETING
from ..plan.operations import PASTED, add_actions
from ..plan.with_partners import lock_partners
from ..teams.models import Team
from .key_meetings import KeyMeeting, not_planned

MONTHS = 12
HOLIDAYS = 7  # nobody is met in July


def months_ahead(today: date) -> list[date]:
    """The first days of this month and those after it in which partners are met."""
    first = today.replace(day=1)
    months = [months_after(first, number) for number in range(MONTHS)]
    return [month for month in months if month.month != HOLIDAYS]


def spread(meetings: Sequence[KeyMeeting], today: date) -> dict[int, date]:
    """A month for each row, by its id: the one in which it is due, or one before it that has room; what is overdue takes the
    first that have."""
    months = months_ahead(today)
    room = ceil(len(meetings) / len(months))
    taken: Counter[date] = Counter()
    month_of = {}
    for meeting in sorted(meetings, key=lambda meeting: (meeting.due_on < today, meeting.due_on)):
        before = [month for month in reversed(months) if month <= meeting.due_on]
        fitting = [*before, *months] if meeting.due_on >= today else months
        month = next(month for month in fitting if taken[month] < room)
        taken[month] += 1
        month_of[meeting.row_id] = month
    return month_of


def plan_meetings(chosen: Sequence[tuple[KeyMeeting, date]], team: Team, today: date, actor: Person) -> history.Act:
    """Put them into the team's plan, each in its month, with the contact person of the partnership.

    Raises RuleBroken as `add_actions`, on `row` for what a colleague has put into a plan meanwhile.
    """
    rows = [
        {
            "text": _("Key meeting: %(name)s", name=meeting.partner),
            "starts_on": month,
            "is_by_month": True,
            "team_id": team.id,
            "tier": meeting.tier,
            "kind": MEETING,
            "contact": "" if meeting.is_gone else meeting.contact,
            "partners": [meeting.partner_id],
        }
        for meeting, month in chosen
    ]
    with history.act(PASTED, "", actor) as act:
        lock_partners([meeting.partner_id for meeting, _month in chosen], actor.organisation_id)
        _raise_if_planned([meeting for meeting, _month in chosen], today)
        add_actions(rows, today, actor)
    return act


def _raise_if_planned(meetings: Sequence[KeyMeeting], today: date) -> None:
    """Looked at again under the partners' lock: two may have pressed at once."""
    still_open = not_planned(meetings, today)
    names = ", ".join(meeting.partner for meeting in meetings if meeting not in still_open)
    if names:
        raise RuleBroken("row", _("These stand in the plan already: %(names)s.", names=names))
