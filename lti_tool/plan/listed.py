"""Actions as lists show them, read without loading objects."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import aliased

from .. import db
from ..partners.models import Partner
from ..partners.row_models import contact_text
from ..people.models import Person, shown_name
from ..teams.models import Team
from .models import OPEN_STATES, Action, ActionPartner
from .spans import Span

_CONTACT = aliased(Person)
_SECOND = aliased(Person)


class ListedPartner(NamedTuple):
    """A partner of an action, and whether it stands in no tier any more."""

    id: int
    name: str
    is_archived: bool


class ListedAction(NamedTuple):
    """An action as lists show it, without loading objects."""

    id: int
    text: str
    team_id: int | None
    team: str
    aim_id: int | None
    tier: str
    span: Span
    contact_person_id: int | None
    contact: str
    second_person_id: int | None
    second: str
    method: str
    kind: str
    place: str
    price: str
    state: str
    outcome: str
    done_on: date | None
    version: int
    partners: tuple[ListedPartner, ...]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


QUERY = (
    select(
        Action.id,
        Action.text,
        Action.team_id,
        Team.name.label("team"),
        Action.aim_id,
        Action.tier,
        Action.starts_on,
        Action.ends_on,
        Action.is_by_month,
        Action.contact_person_id,
        Action.contact_name,
        _CONTACT.name.label("contact"),
        Action.second_person_id,
        Action.second_name,
        _SECOND.name.label("second"),
        Action.method,
        Action.kind,
        Action.place,
        Action.price,
        Action.state,
        Action.outcome,
        Action.done_on,
        Action.version,
    )
    .outerjoin(Team, Team.id == Action.team_id)
    .outerjoin(_CONTACT, _CONTACT.id == Action.contact_person_id)
    .outerjoin(_SECOND, _SECOND.id == Action.second_person_id)
)


def listed(query: Any) -> list[ListedAction]:
    """The actions of QUERY, narrowed down and sorted, with their partners."""
    rows = db.session.execute(query).all()
    partners = partners_of([row.id for row in rows])
    return [_as_listed(row, partners.get(row.id, ())) for row in rows]


def _as_listed(row: Any, partners: tuple[ListedPartner, ...]) -> ListedAction:
    return ListedAction(
        id=row.id,
        text=row.text,
        team_id=row.team_id,
        team=row.team or "",
        aim_id=row.aim_id,
        tier=row.tier,
        span=Span(row.starts_on, row.ends_on, row.is_by_month),
        contact_person_id=row.contact_person_id,
        contact=_one_of_ours(row.contact, row.contact_person_id, row.contact_name),
        second_person_id=row.second_person_id,
        second=_one_of_ours(row.second, row.second_person_id, row.second_name),
        method=row.method,
        kind=row.kind,
        place=row.place,
        price=row.price,
        state=row.state,
        outcome=row.outcome,
        done_on=row.done_on,
        version=row.version,
        partners=partners,
    )


def _one_of_ours(name: str | None, person_id: int | None, text: str) -> str:
    return contact_text(shown_name(name or "", person_id) if person_id else "", text)


def partners_of(action_ids: Collection[int]) -> dict[int, tuple[ListedPartner, ...]]:
    """The partners of each of these actions; one without is left out."""
    if not action_ids:
        return {}
    query = select(ActionPartner.action_id, Partner.id, Partner.name, Partner.is_archived).join(
        Partner, Partner.id == ActionPartner.partner_id
    )
    query = query.where(ActionPartner.action_id.in_(action_ids), ActionPartner.is_archived.is_(False))
    of_actions: dict[int, tuple[ListedPartner, ...]] = {}
    for row in db.session.execute(query.order_by(Partner.names_text, Partner.id)):
        of_actions[row.action_id] = (*of_actions.get(row.action_id, ()), ListedPartner(row.id, row.name, row.is_archived))
    return of_actions
