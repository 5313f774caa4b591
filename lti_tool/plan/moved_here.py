"""What was open elsewhere and goes on as an action: the next step of a visit, a line of *Sovimme*, an agreement's review.

It is not shown twice: a step and a line are closed; an agreement whose review is an open action is left out of the agenda.
"""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, or_, select

from .. import db, history
from ..agreements.models import Agreement
from ..assessment.agreed_models import IS_OPEN as IS_AGREED
from ..assessment.agreed_models import AgreedLine
from ..assessment.agreeing import finish_line
from ..encounters.models import IS_OPEN, Encounter
from ..encounters.operations import move_step_into_plan
from ..errors import RuleBroken
from ..people.models import Person
from .models import OPEN_STATES, Action
from .operations import Typed, add_action
from .with_partners import lock_partners

STEP, AGREED, REVIEW = "step", "agreed", "review"  # an address names what is planned by these: step-12


def kind_of(name: str) -> str:
    """STEP, AGREED or REVIEW, or a word for nothing of these."""
    return name.partition("-")[0]


def _open_one(name: str, organisation_id: int) -> Encounter | AgreedLine | None:
    """The step or the line that an address names, while it is open; None for all else."""
    kind, _dash, number = name.partition("-")
    row_id = db.id_in(number)
    if kind == STEP:
        steps = select(Encounter).where(Encounter.id == row_id, Encounter.organisation_id == organisation_id, IS_OPEN)
        return db.session.scalar(steps)
    if kind == AGREED:
        lines = select(AgreedLine).where(AgreedLine.id == row_id, AgreedLine.organisation_id == organisation_id, IS_AGREED)
        return db.session.scalar(lines)
    return None


def agreement_named(name: str, organisation_id: int) -> int | None:
    """The id of the agreement whose review an address names; None for all else."""
    kind, _dash, number = name.partition("-")
    own = select(Agreement.id).where(Agreement.id == db.id_in(number), Agreement.organisation_id == organisation_id)
    return db.session.scalar(own) if kind == REVIEW else None


def is_review_planned(today: date) -> ColumnElement[bool]:
    """The condition that an agreement is due for its review before its end, and that an action of a plan is the review.

    One that is open and not over: an action of last year that nobody ticked off hides no next review.
    """
    is_due_first = or_(Agreement.ends_on.is_(None), Agreement.review_on < Agreement.ends_on)
    planned = select(Action.id).where(
        Action.agreement_id == Agreement.id,
        Action.is_archived.is_(False),
        Action.state.in_(OPEN_STATES),
        Action.ends_on >= today,
    )
    return and_(Agreement.review_on.is_not(None), is_due_first, planned.exists())


def plan_instead(name: str, typed: Typed, today: date, actor: Person) -> tuple[Action, history.Act]:
    """Plan an action and close the step or the line it comes from, in one act.

    Raises RuleBroken as `add_action`, on `source` when that is not open any more.
    """
    with history.act("action.add", "", actor) as act:
        row = _open_one(name, actor.organisation_id)
        own = {row.partner_id} if row and row.partner_id else set()
        lock_partners({*typed.get("partners", ()), *own}, actor.organisation_id)  # all of them before anything else
        if row is None or not _is_still_open(row):
            raise RuleBroken("source", _("This was seen to meanwhile. Save once more to plan it all the same."))
        action, _part = add_action(typed, today, actor)
        if isinstance(row, Encounter):
            move_step_into_plan(row, actor)
        else:
            finish_line(row, actor)
    return action, act


def _is_still_open(row: Encounter | AgreedLine) -> bool:
    """Looked at again under its lock: two may have pressed at once, or a colleague has emptied the step."""
    type(row).lock([row.id])
    if isinstance(row, Encounter):
        return row.has_open_step
    return not (row.is_done or row.is_archived)
