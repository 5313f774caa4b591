"""What a team's name means for the rows: those that name it follow a new name, and with it as contact become the team's own.

What other features write down with one of ours, by the same two columns, follows with `follow_name`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from .. import db
from ..teams.models import Team
from ..text import person_key
from .row_models import Partnership

_BESIDE = ("deputy", "manager")


def follow_team(team: Team, former_name: str) -> None:
    """As a part of the act that named the team: `former_name` is empty for a new one.

    Rows that bear the new name already, e.g. since the team's own was misspelt, become its own as those of a new team do.
    """
    keys = {person_key(name) for name in (former_name, team.name) if name}
    is_contact = and_(Partnership.contact_person_id.is_(None), Partnership.contact_key.in_(keys))
    stands_beside = _is_named(Partnership, former_name, _BESIDE) if former_name else false()
    query = select(Partnership.id).where(Partnership.organisation_id == team.organisation_id, or_(is_contact, stands_beside))
    rows = Partnership.lock(db.session.scalars(query).all())
    with_contact = [row for row in rows if row.contact_key in keys]
    if former_name:
        for row in with_contact:
            if row.contact_key == person_key(former_name):
                row.contact_name = team.name
        _rename(rows, former_name, team.name, _BESIDE)
    give_to_team([row for row in with_contact if row.team_id is None], team)


def follow_name(model: Any, team: Team, former_name: str, roles: Collection[str] = ("contact",)) -> None:
    """Let the rows of a model that name the team do so by its new name, as a part of the act that named it."""
    if not former_name:
        return
    query = select(model.id).where(model.organisation_id == team.organisation_id, _is_named(model, former_name, roles))
    _rename(model.lock(db.session.scalars(query).all()), former_name, team.name, roles)


def _is_named(model: Any, name: str, roles: Collection[str]) -> ColumnElement[bool]:
    """A row holds this name as text in one of these roles."""
    ways = [and_(getattr(model, f"{role}_person_id").is_(None), getattr(model, f"{role}_name") == name) for role in roles]
    return or_(*ways)


def _rename(rows: Iterable[Any], former_name: str, name: str, roles: Collection[str]) -> None:
    """Under the rows' lock: each of these roles in which the former name stands."""
    for row in rows:
        for role in roles:
            if getattr(row, f"{role}_person_id") is None and getattr(row, f"{role}_name") == former_name:
                setattr(row, f"{role}_name", name)


def give_to_team(rows: Iterable[Partnership], team: Team) -> None:
    """As a part of an act that has locked the rows: each is the team's own then, unless one of its stands there already."""
    taken = _places_of(team)
    for row in rows:
        place = (row.partner_id, row.tier, row.unit_key)
        if row.is_archived or place not in taken:
            row.team_id = team.id
            taken.add(place)


def _places_of(team: Team) -> set[tuple[int, str, str]]:
    """The places in which the team has a row already: the database would refuse another one there."""
    query = select(Partnership.partner_id, Partnership.tier, Partnership.unit_key)
    query = query.where(Partnership.team_id == team.id, Partnership.is_archived.is_(False))
    return {(row.partner_id, row.tier, row.unit_key) for row in db.session.execute(query)}
