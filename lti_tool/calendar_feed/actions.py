"""The actions of the plan in a calendar: those that one does, or those of a team and those that it does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from .. import db
from ..partners.models import Partner
from ..plan.models import DROPPED, ROLES, Action, ActionPartner
from .entries import MOST_OF_A_SOURCE, PAST, Entry, Whose, changed_at, last_changes


def action_entries(whose: Whose, present: date) -> list[Entry]:
    """Also those that were dropped or taken away, as cancelled."""
    is_theirs = [whose.is_named(getattr(Action, f"{role}_person_id"), getattr(Action, f"{role}_name")) for role in ROLES]
    if whose.team is not None:
        is_theirs.append(Action.team_id == whose.team.id)
    query = select(
        Action.id,
        Action.text,
        Action.starts_on,
        Action.ends_on,
        Action.place,
        Action.team_id,
        Action.state,
        Action.is_archived,
        Action.version,
    ).where(Action.organisation_id == whose.organisation_id, Action.ends_on >= present - PAST, or_(*is_theirs))
    rows = db.session.execute(query.order_by(Action.ends_on, Action.id).limit(MOST_OF_A_SOURCE)).all()
    ids = [row.id for row in rows]
    changes = last_changes(Action.__tablename__, ids)
    partners = _partners_of(ids)
    return [
        Entry(
            key=f"action-{row.id}",
            title=row.text,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            version=row.version,
            changed_at=changed_at(changes, row.id),
            link=_where(row, partners.get(row.id, ())),
            details=", ".join(partner.name for partner in partners.get(row.id, ())),
            place=row.place,
            is_cancelled=row.is_archived or row.state == DROPPED,
        )
        for row in rows
    ]


def _where(row: Any, partners: Sequence[Any]) -> tuple[str, int] | None:
    """Where one reads more of it: at its partner, or at its team."""
    if partners:
        return ("partner", partners[0].id)
    return ("team", row.team_id) if row.team_id else None


def _partners_of(action_ids: Collection[int]) -> dict[int, list[Any]]:
    """Ids and names of the partners of each of these actions; one without is left out."""
    if not action_ids:
        return {}
    query = select(ActionPartner.action_id, Partner.id, Partner.name).join(Partner, Partner.id == ActionPartner.partner_id)
    query = query.where(ActionPartner.action_id.in_(action_ids), ActionPartner.is_archived.is_(False))
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(query.order_by(Partner.names_text, Partner.id)):
        found.setdefault(row.action_id, []).append(row)
    return found
