"""What a row of the list would do to a partner as it stands. The preview shows it, and applying does just this or nothing.

All of it is plain data: a plan is kept with the row as JSON, and made anew under the partner's lock when the list is applied.
Where the two differ, somebody has changed the partner meanwhile, and the row is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ..text import name_key, person_key
from .row_values import RowValues, Their

Plan = dict[str, Any]  # see `plan_of`
Columns = dict[str, list[Any]]  # a column with what stands there and what will
Place = tuple[str, int | None, str]  # tier, team, and the key of the partner's unit
ROLES = ("contact", "deputy")
BOTH = "both"  # the answer that a row is brought in together with an earlier one of the same place


@dataclass
class RowState:
    """A partnership as it stands, or as earlier rows of the list leave it; `number` is the last of those.

    `shown` is who of ours has a role as it is shown, by `person_key`.
    """

    id: int | None
    columns: dict[str, Any]
    number: int = 0
    shown: dict[str, str] = field(default_factory=dict)


@dataclass
class PersonState:
    """A person at the partner; who has left is left alone."""

    columns: dict[str, str]
    has_left: bool = False


@dataclass
class PartnerState:
    """A partner as it stands, or as earlier rows of the list leave it. One that is new has no id.

    `archived` holds what was taken off the list and may come back. Agreements are (id, link, last day), figures by kind and year.
    """

    id: int | None = None
    name: str = ""
    own: dict[str, str] = field(default_factory=dict)
    name_keys: set[str] = field(default_factory=set)
    rows: dict[Place, RowState] = field(default_factory=dict)
    archived: dict[Place, RowState] = field(default_factory=dict)
    people: dict[str, PersonState] = field(default_factory=dict)
    agreements: list[tuple[int | None, str, date | None]] = field(default_factory=list)
    visits: set[tuple[date, str]] = field(default_factory=set)
    figures: dict[tuple[str, int], Any] = field(default_factory=dict)


class SamePlace(Exception):
    """An earlier row of the list says another thing of the same partner, tier and team."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def plan_of(values: RowValues, state: PartnerState, number: int, answer: str, *, is_replacing: bool) -> Plan:
    """What a row does, and let the state be as it is after that. What it does not do is not in it:

    `partner`, `row`, `deputy` and the like are Columns; `is_new_partner`, `is_new_row`; `back` the id of an archived row that
    comes back; `names` other names; `person` (columns), `is_new_person`; `agreement` (columns), `agreement_id`; `visit`
    (day, text); `figures` (kind, year, before, after). Days are ISO texts. Raises SamePlace.
    """
    plan = {
        **_plan_partner(values, state, is_replacing),
        **_plan_row(values, state, number, answer),
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


def _plan_row(values: RowValues, state: PartnerState, number: int, answer: str) -> Plan:
    place = values.place
    row = state.rows.get(place)
    said = _row_said(values, row.shown if row else {})
    plan: Plan = {"is_new_row": row is None}
    if row is None:
        nobodys = (values.tier, None, place[2])
        row = state.archived.pop(place, None) or state.archived.pop(nobodys, None) or RowState(None, {})
        plan["back"] = row.id
        state.rows[place] = row
    elif row.number:
        said = _beside_earlier(said, row, answer)
    plan["row"] = {name: [row.columns.get(name), value] for name, value in said.items() if value != row.columns.get(name)}
    row.columns |= said
    row.number = number
    return plan


def _row_said(values: RowValues, shown: dict[str, str]) -> dict[str, Any]:
    """What the list says of a row. What it does not say stays as it is, and who is written as the row shows them: a name as
    text does not become a colleague's by itself."""
    said: dict[str, Any] = {}
    for role in ROLES:
        if person_key(values.written.get(role, "")) != shown.get(role):
            said |= getattr(values, role)
    if values.description:
        said["description"] = values.description
    if values.starts_on:
        said["starts_on"] = values.starts_on.isoformat()
    if values.ends_on:
        said["ends_on"] = values.ends_on.isoformat()
    return said


def _beside_earlier(said: dict[str, Any], row: RowState, answer: str) -> dict[str, Any]:
    """What a second row of the same place says: nothing new, or, if that was the answer, beside what the first has said."""
    differs = {name for name, value in said.items() if row.columns.get(name) and row.columns[name] != value}
    contact = _ours(said, "contact")
    standing = _ours(row.columns, "contact")
    is_other_contact = any(contact.values()) and any(standing.values()) and contact != standing
    if not differs and not is_other_contact:
        return said
    if answer != BOTH:
        raise SamePlace(row.number)
    together = {name: value for name, value in said.items() if name not in differs}
    if "description" in differs:
        together["description"] = f"{row.columns['description']}\n{said['description']}"
    if is_other_contact:
        for name in contact:
            together.pop(name, None)
        if not any(_ours({**row.columns, **together}, "deputy").values()):
            together |= {name.replace("contact", "deputy"): value for name, value in contact.items()}
    return together


def _ours(columns: dict[str, Any], role: str) -> dict[str, Any]:
    names = (f"{role}_person_id", f"{role}_name")
    return {name: columns[name] for name in names if name in columns}


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
