"""What was open elsewhere and goes on as an action: the next step of a visit, a line of *Sovimme*. It is not told twice."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from .. import db, history
from ..assessment.agreed_models import IS_OPEN as IS_AGREED
from ..assessment.agreed_models import AgreedLine
from ..assessment.agreeing import finish_line
from ..encounters.models import IS_OPEN, Encounter
from ..encounters.operations import move_step_into_plan
from ..people.models import Person
from .models import Action
from .operations import Typed, add_action
from .with_partners import lock_partners

STEP, AGREED = "step", "agreed"  # an address names what is planned by these: step-12


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
