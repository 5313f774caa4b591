"""Reading plans: the actions of a year, of a partner; aims; names for the history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from .. import db
from ..methods.models import OwnMethod
from ..methods.queries import packaged_method
from ..partners.models import Partner
from ..partners.row_models import contact_text
from ..people.models import Person, shown_name
from ..teams.models import Team
from .models import OPEN_STATES, Action, ActionPartner, Aim
from .spans import Span
from .years import PlanYear

MOST_OF_A_YEAR = 2000
MOST_OF_A_PARTNER = 100
MOST_AIMS = 200
OWN_KEY = "own/"  # how the key of a college's own method begins
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


_QUERY = (
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


@dataclass(frozen=True)
class Filter:
    """Which of a college's actions: of a team (0: the college's own, None: all), of a tier, of one of ours, those still open.

    Of the days those that lie at least partly between `first_day` and `last_day`.
    """

    organisation_id: int
    first_day: date
    last_day: date
    team_id: int | None = None
    tier: str = ""
    person_id: int | None = None
    is_open: bool = False

    @classmethod
    def of_year(cls, organisation_id: int, year: PlanYear, team_id: int | None = None, tier: str = "") -> Filter:
        return cls(organisation_id, year.first_day, year.last_day, team_id, tier)

    def conditions(self) -> list[ColumnElement[bool]]:
        """What an action has to fulfil."""
        wanted = [
            Action.organisation_id == self.organisation_id,
            Action.is_archived.is_(False),
            Action.ends_on >= self.first_day,
            Action.starts_on <= self.last_day,
        ]
        if self.team_id is not None:
            wanted.append(Action.team_id == self.team_id if self.team_id else Action.team_id.is_(None))
        if self.tier:
            wanted.append(Action.tier == self.tier)
        if self.person_id is not None:
            wanted.append(or_(Action.contact_person_id == self.person_id, Action.second_person_id == self.person_id))
        if self.is_open:
            wanted.append(Action.state.in_(OPEN_STATES))
        return wanted


def list_actions(wanted: Filter, at_most: int = MOST_OF_A_YEAR) -> list[ListedAction]:
    """The actions of a filter, by their days; at most so many, the soonest."""
    query = _QUERY.where(*wanted.conditions()).order_by(Action.starts_on, Action.ends_on, Action.id)
    return _listed(query.limit(at_most))


def actions_with(partner: Partner) -> list[ListedAction]:
    """The actions that are done with a partner, the latest first."""
    with_it = select(ActionPartner.action_id).where(ActionPartner.partner_id == partner.id, ActionPartner.is_archived.is_(False))
    query = _QUERY.where(Action.id.in_(with_it), Action.is_archived.is_(False))
    return _listed(query.order_by(Action.starts_on.desc(), Action.id.desc()).limit(MOST_OF_A_PARTNER))


def _listed(query: Any) -> list[ListedAction]:
    rows = db.session.execute(query).all()
    partners = _partners_of([row.id for row in rows])
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


def _partners_of(action_ids: Collection[int]) -> dict[int, tuple[ListedPartner, ...]]:
    """The partners of each of these actions; one without is left out."""
    if not action_ids:
        return {}
    query = select(ActionPartner.action_id, Partner.id, Partner.name, Partner.is_archived).join(
        Partner, Partner.id == ActionPartner.partner_id
    )
    query = query.where(ActionPartner.action_id.in_(action_ids), ActionPartner.is_archived.is_(False))
    found: dict[int, tuple[ListedPartner, ...]] = {}
    for row in db.session.execute(query.order_by(Partner.names_text, Partner.id)):
        found[row.action_id] = (*found.get(row.action_id, ()), ListedPartner(row.id, row.name, row.is_archived))
    return found


def aims_of(organisation_id: int, team_id: int | None) -> list[Aim]:
    """The aims of a team's plan, or of the college's for None, the oldest first."""
    of_plan = Aim.team_id == team_id if team_id is not None else Aim.team_id.is_(None)
    query = select(Aim).where(Aim.organisation_id == organisation_id, of_plan, Aim.is_archived.is_(False))
    return list(db.session.scalars(query.order_by(Aim.id).limit(MOST_AIMS)))


def aims_in_words(ids: set[Any], organisation_id: int) -> dict[Any, str]:
    """What these aims say, for the history."""
    query = select(Aim.id, Aim.text).where(
        Aim.id.in_([one for one in ids if db.is_id(one)]), Aim.organisation_id == organisation_id
    )
    return {row.id: row.text for row in db.session.execute(query)}


def methods_in_words(keys: set[Any], organisation_id: int) -> dict[Any, str]:
    """The titles of methods by their keys, in the reader's language; a key that leads nowhere is left out."""
    own = {key: db.id_in(key.removeprefix(OWN_KEY)) for key in keys if isinstance(key, str) and key.startswith(OWN_KEY)}
    query = select(OwnMethod.id, OwnMethod.title).where(
        OwnMethod.id.in_(own.values()), OwnMethod.organisation_id == organisation_id
    )
    titles: dict[int, str] = {row.id: row.title for row in db.session.execute(query)} if own else {}
    pages = {key: packaged_method(key) for key in keys if isinstance(key, str) and key not in own}
    found = {key: page.title for key, page in pages.items() if page}
    return found | {key: titles[number] for key, number in own.items() if number in titles}
