"""What the demo's college knows of its partners beyond the list, by the tool's own operations."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from typing import Any

import yaml
from sqlalchemy import select

from .. import db, history
from ..agreements.operations import add_agreement
from ..contacts.operations import Values as PersonValues
from ..contacts.operations import add_contact
from ..days import today
from ..encounters.operations import log_encounter
from ..figures.kinds import FIRST_YEAR, KINDS
from ..figures.operations import Row, set_figures
from ..partners.models import Partner
from ..partners.operations import Values, edit_partnership
from ..partners.row_models import Partnership
from ..partners.sameness import partner_named
from ..people.models import Organisation, Person
from ..people.operations import edit_organisation
from ..teams.members import put_in
from ..teams.operations import add_team
from ..teams.queries import active_teams

Entry = dict[str, Any]


def fill_register(organisation_id: int, people: dict[str, Person]) -> None:
    """Teams, the partners' people, what more is known of partnerships, agreements, year figures, visits."""
    data = yaml.safe_load(files("lti_tool.demo").joinpath("register.yaml").read_text(encoding="utf-8"))
    college = db.session.get_one(Organisation, organisation_id)
    edit_organisation(college, {"tier_cycles": data["cycles"]}, college.version, people["maija"])
    for entry in data["teams"]:
        _add_team(entry, people)
    for entry in data["people"]:
        details = {name: entry.get(name, "") for name in ("name", "title", "level", "email", "phone")}
        add_contact(_partner(organisation_id, entry), PersonValues(**details, is_told=True), people[entry["by"]], today())
    for entry in data["partnerships"]:
        _complete(organisation_id, entry, people)
    for entry in data["agreements"]:
        add_agreement(_partner(organisation_id, entry), _agreement(entry), people[entry["by"]])
    for entry in data["figures"]:
        set_figures(_figures(organisation_id, entry), people[entry["by"]])
    for entry in sorted(data["encounters"], key=lambda entry: -entry["days_ago"]):
        _log(organisation_id, entry, people)


def _partner(organisation_id: int, entry: Entry) -> Partner:
    partner = partner_named(organisation_id, entry["partner"])
    if partner is None:
        raise LookupError(entry["partner"])
    return partner


def _add_team(entry: Entry, people: dict[str, Person]) -> None:
    actor = people[entry["by"]]
    with history.act("team.add", entry["name"], actor):
        team, _act = add_team(entry["name"], entry["field"], actor)
        for name in entry["members"]:
            put_in(team, people[name].id)


def _complete(organisation_id: int, entry: Entry, people: dict[str, Person]) -> None:
    """Corrected without anybody's noticing: when a row was changed last stays as it was."""
    of_tier = select(Partnership).where(Partnership.tier == entry["tier"], Partnership.is_archived.is_(False))
    row = db.session.scalars(of_tier.where(Partnership.partner_id == _partner(organisation_id, entry).id)).first()
    if row is None:
        raise LookupError(entry)
    details: Entry = {name: entry[name] for name in ("aims", "effect", "our_role") if name in entry}
    for role in ("deputy", "manager"):
        if role in entry:
            details[role] = people[entry[role]].name if entry[role] in people else entry[role]
    if "started_ago" in entry:
        details["starts_on"] = _day(-entry["started_ago"])
    if "team" in entry:
        details["team_id"] = next(team.id for team in active_teams(organisation_id) if team.name == entry["team"])
    changed_at = row.changed_at
    values = Values(None, None, None, None, details=details)
    act = edit_partnership(row, values, row.row_version, people[entry["by"]])
    row.changed_at = changed_at
    if act.change_set is not None:
        act.change_set.created_at = changed_at


def _agreement(entry: Entry) -> dict[str, Any]:
    texts = {name: entry.get(name, "") for name in ("kind", "url", "our_signer", "their_signer", "aims")}
    return {
        **texts,
        "starts_on": _day(-entry["started_ago"]),
        "ends_on": _day(entry["ends_in"]),
        "review_on": _day(entry["review_in"]) if "review_in" in entry else None,
    }


def _figures(organisation_id: int, entry: Entry) -> list[Row]:
    """The figures of the years before this one, the last year's first."""
    partner = _partner(organisation_id, entry)
    years = range(today().year - 1, FIRST_YEAR, -1)
    of_kinds = [(kind, zip(years, entry.get(kind, []), strict=False)) for kind in KINDS]
    return [Row(partner, year, kind, Decimal(value)) for kind, of_kind in of_kinds for year, value in of_kind]


def _day(days: int) -> date:
    return today() + timedelta(days=days)


def _log(organisation_id: int, entry: Entry, people: dict[str, Person]) -> None:
    typed = {
        "text": entry["text"],
        "kind": entry["kind"],
        "happened_on": _day(-entry["days_ago"]),
        "need": entry.get("need", ""),
        "next_step": entry.get("next_step", ""),
        "next_on": _day(entry["next_in"]) if "next_in" in entry else None,
        "contact": people[entry["who"]].name if "who" in entry else "",
    }
    encounter, act = log_encounter(_partner(organisation_id, entry), typed, today(), people[entry["by"]])
    encounter.logged_at -= timedelta(days=entry["days_ago"])
    if act.change_set is not None:
        act.change_set.created_at -= timedelta(days=entry["days_ago"])
