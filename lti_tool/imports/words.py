"""The wizard's words: what a column means, what a plan does, why a row of the file is none."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from .. import db
from ..contacts.addresses import shown_phone
from ..days import full_day
from ..figures.kinds import KINDS
from ..figures.queries import in_words
from ..people.models import Person, shown_name
from .models import ImportRow
from .partner_state import ROLES, Plan, ids_of_ours
from .plan import Columns

MEANINGS = {
    "partner": _l("Partner"),
    "link": _l("Link"),
    "description": _l("What we do together"),
    "contact": _l("Our contact person"),
    "tier": _l("Tier"),
    "team": _l("Team"),
    "deputy": _l("Deputy"),
    "unit": _l("Their unit"),
    "other_names": _l("Other names"),
    "business_id": _l("Business id"),
    "municipality": _l("Municipality"),
    "their_name": _l("Partner's contact person"),
    "their_title": _l("Title at work"),
    "their_email": _l("E-mail of the partner's person"),
    "their_phone": _l("Phone of the partner's person"),
    "since": _l("Since"),
    "until": _l("Until"),
    "agreement_link": _l("Link to the agreement"),
    "agreement_until": _l("Agreement in force until"),
    "visit_date": _l("Day of a visit"),
    "visit_text": _l("What was agreed on the visit"),
    "invoiced": _l("Invoiced (€)"),
    "students": _l("Students"),
    "events": _l("Training events"),
    "year": _l("Year"),
}
NO_ROWS = {
    "title": _l("a title"),
    "header": _l("headings"),
    "repeated_header": _l("headings once more"),
    "total": _l("a total"),
    "tier": _l("heading of a tier"),
}
LONG = ("description", "visit_text", "other_names")  # cells of several lines
_COLUMNS = {
    "url": _l("Link"),
    "business_id": _l("Business id"),
    "municipality": _l("Municipality"),
    "description": _l("What we do together"),
    "contact": _l("Our contact person"),
    "deputy": _l("Deputy"),
    "starts_on": _l("Since"),
    "ends_on": _l("Until"),
    "title": _l("Title at work"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
}


class PlannedChange(NamedTuple):
    """One change that a plan makes: the name of the field, the value before (empty for none) and the value after."""

    name: str
    before: str
    after: str


def describe_plans(rows: Collection[ImportRow], organisation_id: int) -> dict[int, list[PlannedChange]]:
    """What each row does, by its number."""
    names = _names_of_ours(rows, organisation_id)
    return {row.number: list(_describe(row.plan, names)) for row in rows}


def _names_of_ours(rows: Collection[ImportRow], organisation_id: int) -> dict[int, str]:
    ids = ids_of_ours(row.plan for row in rows)
    query = select(Person.id, Person.name).where(Person.id.in_(ids), Person.organisation_id == organisation_id)
    return {person.id: shown_name(person.name, person.id) for person in db.session.execute(query)} if ids else {}


def _describe(plan: Plan, names: dict[int, str]) -> Iterator[PlannedChange]:
    yield from _describe_columns(plan.get("partner", {}))
    if plan.get("names"):
        yield PlannedChange(_("Other names"), "", ", ".join(plan["names"]))
    row = plan.get("row", {})
    for role in ROLES:
        before = _ours(_before(row), role, names)
        after = _ours(_after(row), role, names)
        if before or after:
            yield PlannedChange(str(_COLUMNS[role]), before, after)
    yield from _describe_columns({name: change for name, change in row.items() if name in _COLUMNS})
    if "person" in plan:
        yield _describe_person(plan)
    if "agreement" in plan:
        yield PlannedChange(_("Agreement"), _agreement(_before(plan["agreement"])), _agreement(_after(plan["agreement"])))
    if "visit" in plan:
        day, text = plan["visit"]
        yield PlannedChange(_("Visit"), "", f"{_day(day)} {text}".strip())
    yield from _describe_figures(plan)


def _before(columns: Columns) -> dict[str, Any]:
    return {name: before for name, (before, _after) in columns.items()}


def _after(columns: Columns) -> dict[str, Any]:
    return {name: after for name, (_before, after) in columns.items()}


def _ours(values: dict[str, Any], role: str, names: dict[int, str]) -> str:
    """Who of ours has a role."""
    name = names.get(values.get(f"{role}_person_id") or 0, "")
    return ", ".join(filter(None, [name, values.get(f"{role}_name")]))


def _agreement(values: dict[str, Any]) -> str:
    until = _day(values["ends_on"])
    return " ".join(filter(None, [values.get("url"), _("until %(day)s", day=until) if until else ""]))


def _describe_figures(plan: Plan) -> Iterator[PlannedChange]:
    for kind, year, before, after in plan.get("figures", ()):
        yield PlannedChange(f"{KINDS[kind].name} {year}", in_words(Decimal(before)) if before else "", in_words(Decimal(after)))


def _describe_columns(columns: Columns) -> Iterator[PlannedChange]:
    for name, (before, after) in columns.items():
        show = _day if name in ("starts_on", "ends_on") else str
        yield PlannedChange(str(_COLUMNS[name]), show(before) if before else "", show(after) if after else "")


def _describe_person(plan: Plan) -> PlannedChange:
    values = _after(plan["person"])
    name = values.pop("name")
    if "phone" in values:
        values["phone"] = shown_phone(values["phone"])
    return PlannedChange(_("Partner's contact person"), "", ", ".join([name, *values.values()]))


def _day(text: str | None) -> str:
    return full_day(date.fromisoformat(text)) if text else ""
