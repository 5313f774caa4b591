"""Logging what happened with a partner, correcting it, and ticking off what came next.

What was typed comes as a dict: `text`, `kind`, `happened_on`, `need` (a text), `need_id` (an earlier need that the writer has
chosen), `next_step`, `next_on`, `contact` (who of ours takes the step, a text). What a form lacked is not in it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import raise_if_archived_since, set_merged
from ..partners.contact import ContactNames, contact_typed
from ..partners.models import Partner
from ..people.models import Person
from .models import KINDS, Encounter, Need, need_key

Typed = dict[str, Any]
EARLIEST = date(1990, 1, 1)
NOBODY = {"contact_person_id": None, "contact_name": ""}


def log_encounter(partner: Partner, typed: Typed, today: date, actor: Person) -> tuple[Encounter, history.Act]:
    """Write down what happened with a partner; `today` is the college's day, the step is one's own when nobody is named.

    Raises RuleBroken on `text`, `kind`, `happened_on`, `next_step`, `next_on`, or on `contact` for who is no longer with us.
    """
    with history.act("encounter.add", partner.name, actor) as act:
        Partner.lock([partner.id])
        values = {"text": "", "kind": KINDS[0], "happened_on": today} | _columns(typed, actor)
        contact = typed.get("contact")
        names = ContactNames({contact or ""}, actor)
        if values.get("next_step"):
            values |= names.oneself() if contact is None else names.choose(contact)
        encounter = Encounter(organisation_id=partner.organisation_id, partner=partner, author=actor, **values)
        encounter.is_done = False
        encounter.is_archived = False
        _check(values, today)
        db.session.add(encounter)
    return encounter, act


def edit_encounter(encounter: Encounter, typed: Typed, version: int, today: date, actor: Person) -> history.Act:
    """Correct it, and bring it back when it was taken away.

    Raises Conflict when another has changed the same since `version`, RuleBroken as `log_encounter`.
    """
    with history.act("encounter.edit", encounter.partner.name, actor) as act:
        Encounter.lock([encounter.id])
        values = _columns(typed, actor)
        if "next_step" in typed and not typed["next_step"]:
            values |= NOBODY
        else:
            values |= contact_typed(typed.get("contact"), "", encounter, version, actor)
        raise_if_archived_since(encounter, values, version, _("A colleague has taken this away meanwhile."))
        former_step = encounter.next_step
        set_merged(encounter, values, version, lambda merged: _check(merged, today))
        if not encounter.next_step:
            db.set_all(encounter, NOBODY)  # a colleague may have emptied the step
        if encounter.next_step != former_step:
            encounter.is_done = False
            encounter.done_on = None
        encounter.is_archived = False
    return act


def archive_encounter(encounter: Encounter, actor: Person) -> history.Act:
    """Take it off the timeline; the last contact is the one before."""
    with history.act("encounter.archive", encounter.partner.name, actor) as act:
        Encounter.lock([encounter.id])
        encounter.is_archived = True
    return act


def finish_next_step(encounter: Encounter, today: date, actor: Person) -> history.Act:
    """The open next step is done, and with that we were in contact. Nothing changes where no step is open any more."""
    with history.act("encounter.done", encounter.partner.name, actor) as act:
        Encounter.lock([encounter.id])
        if encounter.has_open_step:  # a colleague may have emptied or finished it meanwhile
            encounter.is_done = True
            encounter.done_on = today
    return act


def move_step_into_plan(encounter: Encounter, actor: Person) -> history.Act:
    """The next step goes on as an action of a plan: it is not open here any more, and nobody was in contact for that."""
    with history.act("encounter.planned", encounter.partner.name, actor) as act:
        Encounter.lock([encounter.id])
        encounter.is_done = True
    return act


def _columns(typed: Typed, actor: Person) -> dict[str, Any]:
    """What was typed as columns, without who takes the next step."""
    names = ("text", "kind", "happened_on", "next_step", "next_on")
    values = {name: typed[name] for name in names if name in typed}
    if "need" in typed:
        need = _need_meant(typed["need"], typed.get("need_id"), actor)
        values["need_id"] = need.id if need else None
    return values


def _need_meant(wording: str, chosen_id: int | None, actor: Person) -> Need | None:
    """The need that was chosen or is worded the same, else a new one; None without one."""
    if not wording:
        return None
    known = select(Need).where(Need.organisation_id == actor.organisation_id, Need.is_archived.is_(False))
    need = None
    if db.is_id(chosen_id):
        need = db.session.scalar(known.where(Need.id == chosen_id))
    if need is None:
        need = db.session.scalar(known.where(Need.text_key == need_key(wording)))
    if need is None:
        need = Need(organisation_id=actor.organisation_id, text=wording, is_archived=False)
        db.session.add(need)
        db.session.flush()
    return need


def _check(values: dict[str, Any], today: date) -> None:
    if not (values["text"] or values.get("need_id") or values.get("next_step")):
        raise RuleBroken("text", _("Write a line on what was done or agreed."))
    if values["kind"] not in KINDS:
        raise RuleBroken("kind", _("Choose what it was."))
    if values["happened_on"] > today:
        raise RuleBroken("happened_on", _("This day is still to come. What is planned is a next step."))
    if values["happened_on"] < EARLIEST:
        raise RuleBroken("happened_on", _("This day is too long ago."))
    if values.get("next_on") and not values.get("next_step"):
        raise RuleBroken("next_step", _("Write what is to be done by then."))
    if values.get("next_on") and values["next_on"] < values["happened_on"]:
        raise RuleBroken("next_on", _("The next step comes after the day of the log."))
