"""What a row of the list would do to a partner as it stands. The preview shows it, and applying does just this or nothing.

All of it is plain data: a plan is kept with the row as JSON, and made anew under the partner's lock when the list is applied.
Where the two differ, somebody has changed the partner meanwhile, and the row is left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _

from ..text import name_key, person_key
from .partner_state import AgreementState, CannotBe, PartnerState, PersonState, Plan
from .row_plan import plan_row
from .row_values import RowValues, Their

Columns = dict[str, list[Any]]  # a column with what stands there and what will


def plan_of(values: RowValues, state: PartnerState, number: int, answer: str, *, is_replacing: bool) -> Plan:
    """What a row does, and let the state be as it is after that. What it does not do is not in it:

    `partner` and `row` are Columns; `is_new_partner`, `is_new_row`; `back` the id of an archived row that comes back; `names`
    other names; `person` (columns) and `person_id` of somebody known elsewhere; `agreement` (columns), `agreement_id`; `visit`
    (day, text); `figures` (kind, year, before, after); `place`. Days are ISO texts. Raises SamePlace and CannotBe, and leaves
    a state then that is of no use.
    """
    plan = {
        **_plan_partner(values, state, is_replacing),
        **plan_row(values, state, number, answer),
        **_plan_person(values.their, state, is_replacing),
        **_plan_agreement(values, state, is_replacing),
        **_plan_visit(values, state),
        **_plan_figures(values, state),
    }
    does = {name: value for name, value in plan.items() if value}
    return does | {"place": list(values.place)} if does else {}


def _plan_partner(values: RowValues, state: PartnerState, is_replacing: bool) -> Plan:
    plan: Plan = {"is_new_partner": not state.name}
    if not state.name:
        state.name = values.name
        state.name_keys.add(name_key(values.name))
    plan["partner"] = _fill(state.own, values.own, is_replacing)
    plan["names"] = []
    for name in (values.name, *values.other_names):
        if name_key(name) not in state.name_keys:
            state.name_keys.add(name_key(name))
            plan["names"].append(name)
    return plan


def _fill(known: dict[str, str], values: dict[str, str], is_replacing: bool) -> Columns:
    """Let these values fill what is empty, or take its place; gives what that changes."""
    columns: Columns = {}
    for name, value in values.items():
        before = known.get(name, "")
        if value and value != before and (is_replacing or not before):
            columns[name] = [before, value]
            known[name] = value
    return columns


def _plan_person(their: Their | None, state: PartnerState, is_replacing: bool) -> Plan:
    if their is None:
        return {}
    key = person_key(their.name)
    standing = state.people.get(key)
    if standing is not None and standing.has_left:
        return {}
    known = their.known if standing is None else None  # at another partner
    columns = standing.columns if standing else dict(known.columns if known else {})
    filled = _fill(columns, {"title": their.title, "email": their.email, "phone": their.phone}, is_replacing)
    state.people[key] = PersonState(columns)
    is_new_here = standing is None or standing.is_removed
    if is_new_here or filled:
        filled = {"name": ["" if is_new_here else their.name, their.name], **filled}
    return {"person": filled, "person_id": known.id if known else None}


def _plan_agreement(values: RowValues, state: PartnerState, is_replacing: bool) -> Plan:
    url = values.agreement_url
    until = values.agreement_until
    if not (url or until) or any(_says_the_same(known, url, until) for known in state.agreements):
        return {}
    of_link = [known for known in state.agreements if url and url == known.url and known.id]
    if of_link:
        return _plan_end(max(of_link, key=lambda known: known.ends_on or date.max), until, is_replacing)
    starts_on = values.starts_on
    if starts_on and until and starts_on > until:
        starts_on = None  # the partnership's day, not the agreement's
    state.agreements.append(AgreementState(None, url, starts_on, until))
    return {"agreement": {"url": ["", url], "starts_on": [None, _iso(starts_on)], "ends_on": [None, _iso(until)]}}


def _says_the_same(known: AgreementState, url: str, until: date | None) -> bool:
    """Whether an agreement has this link and this end, as far as the list tells them."""
    return url in ("", known.url) and until in (None, known.ends_on)


def _plan_end(known: AgreementState, until: date | None, is_replacing: bool) -> Plan:
    """An agreement goes on. It does not end sooner by a list that may be an old one, unless that is said."""
    before = known.ends_on
    if until is None or (before and until < before and not is_replacing):
        return {}
    if until < max(filter(None, (known.starts_on, known.review_on))):
        raise CannotBe("agreement_until", _("The agreement begins later than this, or its review comes later."))
    known.ends_on = until
    return {"agreement": {"ends_on": [_iso(before), _iso(until)]}, "agreement_id": known.id}


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
