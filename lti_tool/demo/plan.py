"""The demo's plans of a year, written line by line as people write them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from ..days import today
from ..people.models import Person
from ..plan.aims import add_aim
from ..plan.entry import EntryReader
from ..plan.models import DONE, PLANNED
from ..plan.operations import add_action
from ..plan.years import year_of
from ..teams.queries import team_named


def fill_plans(organisation_id: int, people: dict[str, Person]) -> None:
    """After the partners and teams are there: lines name them."""
    data = yaml.safe_load(files("lti_tool.demo").joinpath("plan.yaml").read_text(encoding="utf-8"))
    lines = [line for plan in data["plans"] for group in plan["aims"] for line in group["actions"]]
    reader = EntryReader(organisation_id, year_of(today()), lines)
    for plan in data["plans"]:
        team = team_named(organisation_id, plan["team"]) if "team" in plan else None
        actor = people[plan["by"]]
        for group in plan["aims"]:
            aim_id = add_aim(group["aim"], team.id if team else None, actor)[0].id if "aim" in group else None
            for line in group["actions"]:
                typed = {**_read(line, reader, plan.get("methods", {})), "team_id": team.id if team else None, "aim_id": aim_id}
                add_action(typed, today(), actor)


def _read(line: str, reader: EntryReader, methods: dict[str, str]) -> dict[str, Any]:
    written, _arrow, outcome = line.partition(" => ")
    typed = reader.read(written).typed()
    method = next((slug for word, slug in methods.items() if word in written), "")
    return {**typed, "method": method, "outcome": outcome, "state": DONE if outcome else PLANNED}
