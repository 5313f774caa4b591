"""The wizard's words: what a column means, what a plan does, why a row of the file is none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from .. import db
from ..contacts.addresses import shown_phone
from ..figures.kinds import KINDS
from ..figures.queries import in_words
from ..language import full_day
from ..people.models import Person, shown_name
from .models import ImportRow
from .partner_state import Plan

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
    columns = [row.plan.get("row", {}).get(f"{role}_person_id", ()) for row in rows for role in ("contact", "deputy")]
    ids = {value for pair in columns for value in pair if value}
    query = select(Person.id, Person.name).where(Person.id.in_(ids), Person.organisation_id == organisation_id)
    return {person_id: shown_name(name, person_id) for person_id, name in db.session.execute(query)} if ids else {}


def _describe(plan: Plan, names: dict[int, str]) -> Any:
    yield from _describe_columns(plan.get("partner", {}))
    if plan.get("names"):
        yield PlannedChange(_("Other names"), "", ", ".join(plan["names"]))
    row = dict(plan.get("row", {}))
    for role in ("contact", "deputy"):
        pair = [_ours(row, role, place, names) for place in (0, 1)]
        if any(pair):
            yield PlannedChange(str(_COLUMNS[role]), *pair)
    yield from _describe_columns({name: change for name, change in row.items() if name in _COLUMNS})
    if "person" in plan:
        yield from _describe_person(plan)
    if "agreement" in plan:
        yield PlannedChange(_("Agreement"), *(_agreement(plan["agreement"], place) for place in (0, 1)))
    if "visit" in plan:
        day, text = plan["visit"]
        yield PlannedChange(_("Visit"), "", f"{_day(day)} {text}".strip())
    yield from _describe_figures(plan)


def _agreement(columns: dict[str, list[Any]], place: int) -> str:
    url = columns["url"][place] if "url" in columns else ""
    until = _day(columns["ends_on"][place])
    return " ".join(filter(None, [url, _("until %(day)s", day=until) if until else ""]))


def _describe_figures(plan: Plan) -> Any:
    for kind, year, before, after in plan.get("figures", ()):
        yield PlannedChange(f"{KINDS[kind].name} {year}", in_words(Decimal(before)) if before else "", in_words(Decimal(after)))


def _describe_columns(columns: dict[str, list[Any]]) -> Any:
    for name, (before, after) in columns.items():
        show = _day if name in ("starts_on", "ends_on") else str
        yield PlannedChange(str(_COLUMNS[name]), show(before) if before else "", show(after) if after else "")


def _describe_person(plan: Plan) -> Any:
    columns = dict(plan["person"])
    name = columns.pop("name")[1]
    said = [shown_phone(after) if key == "phone" else after for key, (_before, after) in columns.items()]
    yield PlannedChange(_("Partner's contact person"), "", ", ".join([name, *said]))


def _ours(row: dict[str, list[Any]], role: str, place: int, names: dict[int, str]) -> str:
    person_id = row.get(f"{role}_person_id", [None, None])[place]
    text = row.get(f"{role}_name", ["", ""])[place]
    return ", ".join(filter(None, [names.get(person_id, ""), text]))


def _day(text: str | None) -> str:
    return full_day(date.fromisoformat(text)) if text else ""
