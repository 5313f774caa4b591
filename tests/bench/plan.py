"""What a plan costs: the year as a strip of 200 actions, and 2,000 of them in numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from flask import Flask

from lti_tool import db
from lti_tool.people.models import Person
from lti_tool.plan.operations import Typed, add_actions
from tests.bench.processor import processor_time
from tests.visitor import Visitor

TODAY = date(2026, 11, 29)
FIRST = date(2026, 8, 1)
ROUNDS = 20
TIERS = ("everyday", "development", "strategic", "network", "")
STRIP = "plan/?year=2026-27&team=1"


def plan_figures(app: Flask, visitor: Visitor, person_id: int) -> Iterator[tuple[str, str]]:
    """After `fill_register`: 200 actions of a team, each with a partner; then 2,000 of the college."""
    _add(app, person_id, 200, team_id=1)
    yield "a plan: the strip and the list of 200 actions", _cost(visitor, STRIP)
    yield "a plan: the wheel of too many, in numbers", _cost(visitor, STRIP.replace("plan/", "plan/wheel/"))
    for _block in range(4):
        _add(app, person_id, 450, team_id=2)
    yield "a plan: 2,000 actions of all teams in numbers", _cost(visitor, "plan/?year=2026-27&team=all")


def _cost(visitor: Visitor, path: str) -> str:
    def ask() -> None:
        answer = visitor.get(path)
        assert answer.status_code == 200

    return f"{processor_time(ask, ROUNDS):.0f} ms of the processor"


def _add(app: Flask, person_id: int, count: int, team_id: int) -> None:
    with app.test_request_context("/", method="POST"):
        actor = db.session.get(Person, person_id)
        assert actor is not None
        add_actions([_action(number, team_id) for number in range(count)], TODAY, actor)
        db.session.commit()


def _action(number: int, team_id: int) -> Typed:
    starts_on = FIRST + timedelta(days=number * 37 % 330)
    return {
        "text": f"Leipomovierailut {number}",
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(days=number % 60),
        "tier": TIERS[number % len(TIERS)],
        "contact": "Maija Koskela",
        "partners": [number % 1000 + 1],
        "team_id": team_id,
    }
