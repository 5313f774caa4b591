"""What a row of the list would do to a partner as it stands. The preview shows it, and applying does just this or nothing.

All of it is plain data: a plan is kept with the row as JSON, and made anew under the partner's lock when the list is applied.
Where the two differ, somebody has changed the partner meanwhile, and the row is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ..text import name_key, person_key
from .partner_state import PartnerState, PersonState, Plan
from .row_plan import plan_row
from .row_values import RowValues, Their

Columns = dict[str, list[Any]]  # a column with what stands there and what will


def plan_of(values: RowValues, state: PartnerState, number: int, answer: str, *, is_replacing: bool) -> Plan:
    """What a row does, and let the state be as it is after that. What it does not do is not in it:

    `partner`, `row`, `deputy` and the like are Columns; `is_new_partner`, `is_new_row`; `back` the id of an archived row that
    comes back; `names` other names; `person` (columns), `is_new_person`; `agreement` (columns), `agreement_id`; `visit`
    (day, text); `figures` (kind, year, before, after). Days are ISO texts. Raises SamePlace.
    """
    plan = {
        **_plan_partner(values, state, is_replacing),
        **plan_row(values, state, number, answer),
        **_plan_person(values.their, state, is_replacing),
        **_plan_agreement(values, state),
        **_plan_visit(values, state),
        **_plan_figures(values, state),
    }
    return {name: value for name, value in plan.items() if value}


def _plan_partner(values: RowValues, state: PartnerState, is_replacing: bool) -> Plan:
    plan: Plan = {"is_new_partner": not state.name}
    if not state.name:
        state.name = values.name
        state.name_keys.add(name_key(values.name))
    plan["partner"] = _said(values.own, state.own, is_replacing)
    plan["names"] = []
    for name in (values.name, *values.other_names):
        if name_key(name) not in state.name_keys:
            state.name_keys.add(name_key(name))
            plan["names"].append(name)
    return plan


def _said(said: dict[str, str], known: dict[str, str], is_replacing: bool) -> Columns:
    """What is said and differs: it fills what is empty, or takes its place."""
    columns: Columns = {}
    for name, value in said.items():
        before = known.get(name, "")
        if value and value != before and (is_replacing or not before):
            columns[name] = [before, value]
            known[name] = value
    return columns


def _plan_person(their: Their | None, state: PartnerState, is_replacing: bool) -> Plan:
    if their is None:
        return {}
    key = person_key(their.name)
    known = state.people.get(key)
    if known is not None and known.has_left:
        return {}
    said = {"title": their.title, "email": their.email, "phone": their.phone}
    if known is not None:
        columns = _said(said, known.columns, is_replacing)
        return {"person": {"name": [their.name, their.name], **columns} if columns else {}}
    state.people[key] = PersonState(dict(said))
    return {"is_new_person": True, "person": {"name": ["", their.name], **_said(said, {}, is_replacing)}}


def _plan_agreement(values: RowValues, state: PartnerState) -> Plan:
    url = values.agreement_url
    until = values.agreement_until
    if not url and not until:
        return {}
    for place, (agreement_id, known_url, known_until) in enumerate(state.agreements):
        if (not url or url == known_url) and (not until or until == known_until):
            return {}
        if agreement_id and url and url == known_url:
            state.agreements[place] = (agreement_id, url, until)
            return {"agreement": {"ends_on": [_iso(known_until), _iso(until)]}, "agreement_id": agreement_id}
    state.agreements.append((None, url, until))
    is_since = values.starts_on and (until is None or values.starts_on <= until)
    starts_on = values.starts_on if is_since else None
    return {"agreement": {"url": ["", url], "starts_on": [None, _iso(starts_on)], "ends_on": [None, _iso(until)]}}


def _plan_visit(values: RowValues, state: PartnerState) -> Plan:
    if values.visit_on is None:
        return {}
    text = values.visit_text
    is_known = any(day == values.visit_on and (not text or text == known) for day, known in state.visits)
    if is_known:
        return {}
    state.visits.add((values.visit_on, text))
    return {"visit": [values.visit_on.isoformat(), text]}


def _plan_figures(values: RowValues, state: PartnerState) -> Plan:
    changed = []
    for (kind, year), value in values.figures.items():
        before = state.figures.get((kind, year))
        if value != before:
            changed.append([kind, year, None if before is None else str(before), str(value)])
            state.figures[kind, year] = value
    return {"figures": changed}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
