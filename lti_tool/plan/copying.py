"""A year's plan becomes the next year's: what was dropped stays behind, what was copied before is not copied again."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from .. import db, history
from ..errors import RuleBroken
from ..people.models import Person
from .models import DROPPED, PLANNED, Action
from .operations import COPIED, MOST_AT_ONCE, Typed
from .places import check_places
from .spans import LATEST, Span, a_year_later
from .with_partners import add_partners, lock_partners
from .years import PlanYear

_KEPT = ("team_id", "aim_id", "text", "tier", "method", "kind", "place", "price")
_PEOPLE = ("contact_person_id", "contact_name", "second_person_id", "second_name")


def to_copy(year: PlanYear, team_id: int | None, organisation_id: int) -> list[Action]:
    """The actions of a plan that begin in this year and can go on to the next; one over New Year belongs to where it begins."""
    copy = aliased(Action)
    is_copied = select(copy.id).where(copy.copied_from_id == Action.id, copy.is_archived.is_(False)).exists()
    query = select(Action).where(
        Action.organisation_id == organisation_id,
        Action.team_id == team_id if team_id is not None else Action.team_id.is_(None),
        Action.is_archived.is_(False),
        Action.starts_on.between(year.first_day, year.last_day),
        Action.state != DROPPED,
        ~is_copied,
    )
    query = query.options(selectinload(Action.with_partners)).order_by(Action.starts_on, Action.id)
    return list(db.session.scalars(query.limit(MOST_AT_ONCE + 1)))


def copy_year(year: PlanYear, team_id: int | None, actor: Person) -> tuple[list[Action], history.Act]:
    """Plan the same a year later, in one act: planned anew, without outcome.

    Who is no longer with us is left out of the copies: somebody has to be named. Raises RuleBroken on `copy` when there is
    nothing to copy, too much at once, or the year is too far away, on `team` for an archived one.
    """
    with history.act(COPIED, "", actor) as act:
        seen = to_copy(year, team_id, actor.organisation_id)
        check_places(team_id, None, actor.organisation_id)
        lock_partners({partner.id for action in seen for partner in action.partners}, actor.organisation_id)
        locked = Action.lock([action.id for action in seen], selectinload(Action.with_partners))
        # Asked once more: a colleague may have dropped, moved or copied some of them before they were locked.
        former = [action for action in to_copy(year, team_id, actor.organisation_id) if action in locked]
        _check(former, year)
        copies = [_copy(action) for action in former]
        db.session.add_all(copies)
        db.session.flush()
        partners = [[partner.id for partner in action.partners] for action in former]
        add_partners(zip(copies, partners, strict=True))
    return copies, act


def _copy(action: Action) -> Action:
    later = a_year_later(Span(action.starts_on, action.ends_on, action.is_by_month))
    values: Typed = {name: getattr(action, name) for name in _KEPT} | _people_of(action) | later._asdict()
    if action.aim is not None and action.aim.is_archived:
        values["aim_id"] = None
    return Action(
        organisation_id=action.organisation_id,
        copied_from_id=action.id,
        state=PLANNED,
        is_archived=False,
        **values,
    )


def _people_of(action: Action) -> Typed:
    """Who does it again: those who are here."""
    values: Typed = {name: getattr(action, name) for name in _PEOPLE}
    for role, person in (("contact", action.contact_person), ("second", action.second_person)):
        if person is not None and (person.has_left or person.is_erased):
            values |= {f"{role}_person_id": None, f"{role}_name": ""}
    return values


def _check(former: list[Action], year: PlanYear) -> None:
    if not former:
        raise RuleBroken("copy", _("There is nothing in this year to copy, or all of it has been copied."))
    if len(former) > MOST_AT_ONCE:
        raise RuleBroken("copy", _("These are more than %(most)s actions. Copy them team by team.", most=MOST_AT_ONCE))
    if year.after.last_day >= LATEST:
        raise RuleBroken("copy", _("This year is too far away. Check it."))
