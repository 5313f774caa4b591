"""Rows of a pasted plan become aims and actions, in one act; what cannot be is said at its field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..people.models import Person
from .aims import add_aim
from .forms import span_typed
from .names_typed import TypedNames
from .operations import PASTED, Typed, add_actions
from .pasted_plan import LONGEST_LINE
from .pasted_row import ACTION, AIM, Row
from .years import PlanYear

Errors = dict[int, dict[str, str]]  # by row, by field


class ReadRow(NamedTuple):
    """A row that is not left out; of an action also `typed`, as the operations take it."""

    row: Row
    typed: Typed


@dataclass(frozen=True)
class ReadPlan:
    """The rows that are not left out, and what is to be corrected in others."""

    rows: list[ReadRow]
    errors: Errors


def read_rows(rows: Sequence[Row], year: PlanYear, organisation_id: int) -> ReadPlan:
    """The rows of a preview as they would be planned in this year."""
    plan = ReadPlan([], {})
    names = TypedNames((row.partners for row in rows if row.kind == ACTION), organisation_id)
    for number, row in enumerate(rows):
        if row.kind not in (ACTION, AIM):
            continue
        try:
            typed = _typed(row, year, names) if row.kind == ACTION else {}
            _check_lengths(row)
            plan.rows.append(ReadRow(row, typed))
        except RuleBroken as broken:
            plan.errors[number] = {broken.field: broken.message}
    return plan


def _typed(row: Row, year: PlanYear, names: TypedNames) -> Typed:
    if not row.text:
        raise RuleBroken("text", _("Write what is to be done."))
    return {
        **span_typed(row.when, year)._asdict(),
        "text": row.text,
        "contact": row.contact,
        "second": row.second,
        "partners": names.meant_in(row.partners),
        "tier": row.tier,
        "outcome": row.outcome,
    }


def _check_lengths(row: Row) -> None:
    for name in ("text", "when", "contact", "second", "outcome"):
        if len(getattr(row, name)) > LONGEST_LINE:
            raise RuleBroken(name, _("At most 200 characters."))
    if not row.text:
        raise RuleBroken("text", _("Write what is aimed at."))


def add_pasted(rows: Sequence[ReadRow], team_id: int | None, today: date, actor: Person) -> history.Act:
    """Into the plan of a team, or the college's: an action stands under the aim that comes before it.

    Raises RuleBroken on the field of an action that cannot be, e.g. for who is no longer with us, and on `lines` for none.
    """
    if not rows:
        raise RuleBroken("lines", _("All lines are left out. Choose what becomes an action."))
    with history.act(PASTED, "", actor) as act:
        aim_id: int | None = None
        actions: list[Typed] = []
        for row, typed in rows:
            if row.kind == AIM:
                aim, _act = add_aim(row.text, team_id, actor)
                db.session.flush()
                aim_id = aim.id
            else:
                actions.append({**typed, "team_id": team_id, "aim_id": aim_id})
        if actions:
            add_actions(actions, today, actor)
    return act
