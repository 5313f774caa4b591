"""What hangs on the partners of `building`: teams, needs, ten visits of each, as many years with a figure, and an agreement of every fifth."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Date, Integer, MetaData, Table, case, insert, literal

from lti_tool import db
from lti_tool.agreements.deadlines import NEVER
from lti_tool.agreements.models import Agreement
from lti_tool.encounters.models import Encounter, Need, need_key
from lti_tool.figures.models import YearFigure
from lti_tool.teams.models import Team, TrainingField
from lti_tool.text import name_key, searchable, sort_key

TEAMS = 12
FIELDS = 5
NEEDS = 40
VISITS = 10
KINDS_OF_PARTNERS = 4  # each with days of its own

_bulk = MetaData()
VISIT = Table("bulk_visit", _bulk, *(Column(name, Integer) for name in ("of_kind", "nth")), Column("day", Date))


def add_teams_and_needs(connection: Connection, colleges: list[int]) -> None:
    """For each college its fields of training, teams and needs, and the days of visits."""
    for college in colleges:
        own = {"organisation_id": college, "is_archived": False, "version": 1}
        fields = [{**own, "id": _id_of(college, n), "name": f"Ala {n}", "name_key": name_key(f"Ala {n}")} for n in range(FIELDS)]
        connection.execute(insert(TrainingField), fields)
        connection.execute(insert(Team), [own | _team(college, number) for number in range(TEAMS)])
        needs = [
            {**own, "id": need_id(college, n), "text": f"Tarve {n}", "text_key": need_key(f"Tarve {n}")} for n in range(NEEDS)
        ]
        connection.execute(insert(Need), needs)
    _bulk.create_all(connection)
    today = db.now().date()
    pairs = [(of_kind, nth) for of_kind in range(KINDS_OF_PARTNERS) for nth in range(VISITS)]
    days = [{"of_kind": kind, "nth": nth, "day": today - timedelta(days=nth * 60 + kind * 70)} for kind, nth in pairs]
    connection.execute(insert(VISIT), days)


def drop_days(connection: Connection) -> None:
    _bulk.drop_all(connection)


def _id_of(college: Any, number: Any) -> Any:
    return college * 1000 + number + 1


team_id = need_id = _id_of


def _team(college: int, number: int) -> dict[str, Any]:
    name = f"Ryhmä {number}"
    keys = {"name_key": name_key(name), "sort_key": sort_key(name), "search_text": searchable(name)}
    return {"id": team_id(college, number), "name": name, **keys, "field_id": _id_of(college, number % FIELDS)}


def last_contact_of(mixed: ColumnElement[int]) -> Any:
    """The day of the first visit of the partner's kind; none for each tenth, which has no visits."""
    today = db.now().date()
    days = [(mixed % KINDS_OF_PARTNERS == kind, literal(today - timedelta(days=kind * 70))) for kind in range(KINDS_OF_PARTNERS)]
    return case((mixed % 10 == 0, None), *days)


def team_of(college: Any, mixed: ColumnElement[int]) -> Any:
    """Three rows of four have one."""
    return case((mixed % 4 != 0, team_id(college, mixed % TEAMS)))


def columns(
    partner_id: Any, college: Any, mixed: ColumnElement[int], staff: Any, moment: Any
) -> dict[type[db.Base], dict[str, Any]]:
    """The columns of encounters, agreements and year figures, for a partner joined with a row of VISIT."""
    nothing = literal("")
    own = {"organisation_id": college, "partner_id": partner_id, "is_archived": literal(False), "version": literal(1)}
    visit_id = partner_id * VISITS + VISIT.c.nth
    encounter = {
        **own,
        "id": visit_id,
        "kind": literal("visit"),
        "happened_on": VISIT.c.day,
        "text": literal("Sovittiin kevään jaksoista ja näytöistä."),
        "need_id": case((VISIT.c.nth % 4 == 0, need_id(college, (mixed + VISIT.c.nth) % NEEDS))),
        "next_step": case((VISIT.c.nth == 0, literal("Soita")), else_=nothing),
        "contact_name": nothing,
        "contact_person_id": case((VISIT.c.nth == 0, staff)),
        "is_done": mixed % 2 == 0,
        "author_id": staff,
        "logged_at": moment,
    }
    soon = db.now().date() + timedelta(days=10)
    agreement = {
        **own,
        "id": visit_id,
        "kind": literal("partnership"),
        **dict.fromkeys(("url", "our_signer", "their_signer", "aims"), nothing),
        "starts_on": VISIT.c.day,
        "ends_on": case((mixed % 20 == 0, literal(soon))),
        "due_on": case((mixed % 20 == 0, literal(soon)), else_=literal(NEVER)),
        "created_at": moment,
    }
    figure = {
        **own,
        "id": visit_id,
        "year": db.now().year - 1 - VISIT.c.nth,
        "kind": literal("euros"),
        "hundredths": mixed % 9_000_000,
    }
    return {Encounter: encounter, Agreement: agreement, YearFigure: figure}


def has_visits(mixed: ColumnElement[int]) -> ColumnElement[bool]:
    return (mixed % 10 != 0) & (VISIT.c.of_kind == mixed % KINDS_OF_PARTNERS)


def has_agreement(mixed: ColumnElement[int]) -> ColumnElement[bool]:
    return (mixed % 5 == 0) & (VISIT.c.of_kind == mixed % KINDS_OF_PARTNERS) & (VISIT.c.nth == 0)
