"""What the demo's college knows of its partners beyond the list, by the tool's own operations."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from typing import Any

import yaml

from ..encounters.operations import log_encounter
from ..language import today
from ..partners.sameness import partner_named
from ..people.models import Person


def fill_register(organisation_id: int, people: dict[str, Person]) -> None:
    """Visits with needs and next steps."""
    data = yaml.safe_load(files("lti_tool.demo").joinpath("register.yaml").read_text(encoding="utf-8"))
    for entry in sorted(data["encounters"], key=lambda entry: -entry["days_ago"]):
        _log(organisation_id, entry, people)


def _log(organisation_id: int, entry: dict[str, Any], people: dict[str, Person]) -> None:
    partner = partner_named(organisation_id, entry["partner"])
    if partner is None:
        raise LookupError(entry["partner"])
    typed = {
        "text": entry["text"],
        "kind": entry["kind"],
        "happened_on": today() - timedelta(days=entry["days_ago"]),
        "need": entry.get("need", ""),
        "next_step": entry.get("next_step", ""),
        "next_on": today() + timedelta(days=entry["next_in"]) if "next_in" in entry else None,
        "contact": people[entry["who"]].name if "who" in entry else "",
    }
    encounter, act = log_encounter(partner, typed, today(), people[entry["by"]])
    encounter.logged_at -= timedelta(days=entry["days_ago"])
    if act.change_set is not None:
        act.change_set.created_at -= timedelta(days=entry["days_ago"])
