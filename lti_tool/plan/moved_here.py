"""What was open elsewhere and goes on as an action: the next step of a visit, a line of *Sovimme*, an agreement's review.

It is not told twice: a step and a line are closed, a review is left out of what is due while its action is open.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select

from .. import db, history
from ..agreements.models import Agreement
from ..assessment.agreed_models import IS_OPEN as IS_AGREED
from ..assessment.agreed_models import AgreedLine
from ..assessment.agreeing import finish_line
from ..encounters.models import IS_OPEN, Encounter
from ..encounters.operations import move_step_into_plan
from ..people.models import Person
from .models import OPEN_STATES, Action
from .operations import Typed, add_action
from .with_partners import lock_partners

STEP, AGREED, REVIEW = "step", "agreed", "review"  # an address names what is planned by these: step-12


def open_one(name: str, organisation_id: int) -> Encounter | AgreedLine | None:
    """What an address names, while it is open; None for all else."""
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


def is_review_planned() -> ColumnElement[bool]:
    """The condition that an agreement is due for its review, not its end, and an open action of a plan is that review."""
    is_due_first = or_(Agreement.ends_on.is_(None), Agreement.review_on < Agreement.ends_on)
    planned = select(Action.id).where(
        Action.agreement_id == Agreement.id, Action.is_archived.is_(False), Action.state.in_(OPEN_STATES)
    )
    return and_(Agreement.review_on.is_not(None), is_due_first, planned.exists())


def plan_instead(row: Encounter | AgreedLine, typed: Typed, today: date, actor: Person) -> tuple[Action, history.Act]:
    """Plan an action and close what it comes from, in one act. Raises RuleBroken as `add_action`."""
    with history.act("action.add", "", actor) as act:
        own = {row.partner_id} if row.partner_id else set()
        lock_partners({*typed.get("partners", ()), *own}, actor.organisation_id)  # all of them before anything else
        action, _part = add_action(typed, today, actor)
        if isinstance(row, Encounter):
            move_step_into_plan(row, actor)
        else:
            finish_line(row, actor)
    return action, act
