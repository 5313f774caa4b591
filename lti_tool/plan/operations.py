"""Planning actions, correcting them, following them up and taking them away.

What was typed comes as a dict: `text`, `starts_on`, `ends_on`, `is_by_month`, `team_id`, `aim_id`, `tier`, `contact` and `second`
(who of ours, texts), `partners` (ids), `method`, `kind`, `place`, `price`, `state`, `outcome`; of a new one also
`agreement_id`, which the caller has looked up; of one that is corrected also `shown_partners` (ids of those that the form was
made with). What a form lacked is not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from .. import db, history
from ..errors import RuleBroken
from ..history.merging import raise_if_archived_since, set_merged, values_at
from ..partners.contact import ContactNames, contact_typed
from ..people.models import Person
from ..tiers.models import ALL_TIERS
from .models import DONE, KINDS, PLANNED, ROLES, STATES, Action
from .places import check_places
from .spans import Span, checked
from .with_partners import add_partners, change_partners, lock_partners

Typed = dict[str, Any]
PASTED, COPIED = "plan.paste", "plan.copy"  # acts of several actions
MOST_AT_ONCE = 500  # as many rows as an undo takes back at once
_PLAIN = ("text", "team_id", "aim_id", "tier", "method", "kind", "place", "price", "state", "outcome", "agreement_id")
_DAYS = ("starts_on", "ends_on", "is_by_month")


def add_action(typed: Typed, today: date, actor: Person) -> tuple[Action, history.Act]:
    """Plan one. Raises RuleBroken on the field that cannot be, e.g. `text`, `starts_on`, `contact`, `partners`."""
    with history.act("action.add", "", actor) as act:
        [action] = _add([typed], today, actor)
    return action, act


def add_actions(rows: Sequence[Typed], today: date, actor: Person) -> tuple[list[Action], history.Act]:
    """Plan these in one act, e.g. those of a pasted plan. Raises RuleBroken as `add_action`, on `lines` for too many of them."""
    if len(rows) > MOST_AT_ONCE:
        raise RuleBroken("lines", _("At most %(most)s actions at once. Bring the rest in a second time.", most=MOST_AT_ONCE))
    with history.act(PASTED, "", actor) as act:
        actions = _add(rows, today, actor)
    return actions, act


def _add(rows: Sequence[Typed], today: date, actor: Person) -> list[Action]:
    lock_partners([partner_id for typed in rows for partner_id in typed.get("partners", ())], actor.organisation_id)
    names = ContactNames({typed.get(role) or "" for typed in rows for role in ROLES}, actor)
    actions = []
    for typed in rows:
        values: dict[str, Any] = {"kind": KINDS[0], "state": PLANNED, "tier": "", "team_id": None, "aim_id": None}
        values |= _columns(typed, today)
        for role in ROLES:
            values |= names.choose(typed.get(role) or "", role=role)
        span = checked(typed.get("starts_on"), typed.get("ends_on"), bool(typed.get("is_by_month")))
        check(values, actor.organisation_id)
        action = Action(organisation_id=actor.organisation_id, is_archived=False, **{**values, **span._asdict()})
        db.session.add(action)
        actions.append(action)
    db.session.flush()
    add_partners((action, typed.get("partners", ())) for action, typed in zip(actions, rows, strict=True))
    return actions


def edit_action(action: Action, typed: Typed, version: int, today: date, actor: Person) -> history.Act:
    """Correct it, and bring it back when it was taken away.

    Raises Conflict when another has changed the same since `version`, RuleBroken as `add_action`.
    """
    with history.act("action.edit", "", actor) as act:
        if "partners" in typed:
            lock_partners([*typed["partners"], *(row.partner_id for row in action.with_partners)], action.organisation_id)
        Action.lock([action.id])
        values = _columns_of(action, typed, version, today)
        for role in ROLES:
            values |= contact_typed(typed.get(role), "", action, version, actor, role)
        if "starts_on" in typed:
            values |= _span_typed(typed)._asdict()
        raise_if_archived_since(action, values, version, _("A colleague has taken this away meanwhile."))
        set_merged(action, values, version, lambda merged: _check_merged(merged, action))
        action.is_archived = False
        if "partners" in typed:
            change_partners(action, typed["partners"], typed.get("shown_partners", ()))
    return act


def set_state(action: Action, state: str, outcome: str | None, version: int, today: date, actor: Person) -> history.Act:
    """How far it is, and what came of it (None: not said here); dropping one is such a state, and it stays in its year.

    Raises RuleBroken on `state`, Conflict as `edit_action`.
    """
    with history.act("action.state", "", actor) as act:
        Action.lock([action.id])
        typed = {"state": state} if outcome is None else {"state": state, "outcome": outcome}
        values = _columns_of(action, typed, version, today)
        raise_if_archived_since(action, values, version, _("A colleague has taken this away meanwhile."))
        set_merged(action, values, version, lambda merged: _check_merged(merged, action))
    return act


def archive_action(action: Action, actor: Person) -> history.Act:
    """Take it off the plan: it was entered by mistake. What was planned and will not be done is dropped instead."""
    with history.act("action.archive", "", actor) as act:
        Action.lock([action.id])
        action.is_archived = True
    return act


def _columns(typed: Typed, today: date) -> dict[str, Any]:
    """What was typed as columns, without its days, people and partners."""
    values = {name: typed[name] for name in _PLAIN if name in typed}
    if "state" in values:
        values["done_on"] = today if values["state"] == DONE else None
    return values


def _columns_of(action: Action, typed: Typed, version: int, today: date) -> dict[str, Any]:
    """The same for one that stands: a state that was left as it was keeps its day, and of two that say it the first stays."""
    values = _columns(typed, today)
    shown = values_at(action, version)
    if "state" not in values:
        return values
    if values["state"] == shown["state"]:
        values["done_on"] = shown["done_on"]
    elif values["state"] == action.state:
        values["done_on"] = action.done_on
    return values


def _span_typed(typed: Typed) -> Span:
    return checked(*(typed.get(name) for name in _DAYS))  # type: ignore[arg-type]


def _check_merged(values: dict[str, Any], action: Action) -> None:
    """`action` is still as it was."""
    checked(*(values[name] for name in _DAYS))
    check(values, action.organisation_id, action.team_id)


def check(values: dict[str, Any], organisation_id: int, former_team_id: int | None = None) -> None:
    """Raises RuleBroken on the field that cannot be; the days are checked by `spans.checked`."""
    if not values.get("text"):
        raise RuleBroken("text", _("Write what is to be done."))
    if values["kind"] not in KINDS:
        raise RuleBroken("kind", _("Choose a kind."))
    if values["state"] not in STATES:
        raise RuleBroken("state", _("Choose how far it is."))
    if values["tier"] and values["tier"] not in ALL_TIERS:
        raise RuleBroken("tier", _("Choose a tier."))
    check_places(values["team_id"], values["aim_id"], organisation_id, former_team_id)
