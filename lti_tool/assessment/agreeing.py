"""Writing down what was agreed on in a test: who sees to it and by when. Two lines at a time, since more are not done.

What was typed comes as a dict: `text`, `contact` (who of ours, a text), `due_on`, `statement` (the key of the one it came from).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import raise_if_archived_since, set_merged
from ..partners.contact import ContactNames, contact_typed
from ..partners.models import Partner
from ..people.models import Person
from .agreed_models import IS_OPEN, AgreedLine
from .models import Assessment
from .operations import check_open

MOST_OPEN = 2


def agree(assessment: Assessment, typed: dict[str, Any], today: date, actor: Person) -> history.Act:
    """One more line of a test.

    Raises RuleBroken on `text`, `contact` or `due_on` for what is missing or cannot be, on `text` also for a third open line.
    """
    with history.act("agreed_line.add", assessment.title, actor) as act:
        if assessment.partner_id:
            Partner.lock([assessment.partner_id])
        Assessment.lock([assessment.id])
        check_open(assessment)
        open_lines = select(func.count()).where(AgreedLine.assessment_id == assessment.id, IS_OPEN)
        if (db.session.scalar(open_lines) or 0) >= MOST_OPEN:
            raise RuleBroken("text", _("Two at a time are enough. Mark one of them as done first."))
        if typed["due_on"] and typed["due_on"] < today:
            raise RuleBroken("due_on", _("This day is past already."))
        values = {"text": typed["text"], "due_on": typed["due_on"]}
        values |= ContactNames({typed["contact"]}, actor).choose(typed["contact"])
        _check(values)
        line = AgreedLine(organisation_id=actor.organisation_id, assessment=assessment, **values)
        line.partner_id = assessment.partner_id
        line.statement = typed.get("statement", "")
        line.is_done = False
        line.is_archived = False
        db.session.add(line)
    return act


def edit_line(line: AgreedLine, typed: dict[str, Any], version: int, actor: Person) -> history.Act:
    """Correct it, and bring it back when it was taken away.

    Raises Conflict when another has changed the same since `version`, RuleBroken as `agree`. What the form lacked stays.
    """
    with history.act("agreed_line.edit", line.assessment.title, actor) as act:
        AgreedLine.lock([line.id])
        values: dict[str, Any] = {name: typed[name] for name in ("text", "due_on") if name in typed}
        values |= contact_typed(typed.get("contact"), "", line, version, actor)
        raise_if_archived_since(line, values, version, _("A colleague has taken this away meanwhile."))
        set_merged(line, values, version, _check)
        line.is_archived = False
    return act


def finish_line(line: AgreedLine, actor: Person) -> history.Act:
    with history.act("agreed_line.done", line.assessment.title, actor) as act:
        AgreedLine.lock([line.id])
        line.is_done = True
    return act


def archive_line(line: AgreedLine, actor: Person) -> history.Act:
    with history.act("agreed_line.archive", line.assessment.title, actor) as act:
        AgreedLine.lock([line.id])
        line.is_archived = True
    return act


def _check(values: dict[str, Any]) -> None:
    if not values["text"]:
        raise RuleBroken("text", _("Write what you agreed on."))
    if not (values["contact_person_id"] or values["contact_name"]):
        raise RuleBroken("contact", _("Write who sees to it."))
    if not values["due_on"]:
        raise RuleBroken("due_on", _("Write by which day."))
