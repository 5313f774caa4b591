"""The actions of the plans of a year: all of the college's, or those with the partners of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from .. import db
from ..plan.listed import QUERY, ListedAction, listed
from ..plan.models import STATE_NAMES, Action, ActionPartner, Aim
from ..tiers.models import ALL_TIERS
from ..tiers.queries import titles_of
from .tables import DAY, Column, Scope, Table, blocks_of


def _rows(scope: Scope) -> Iterator[list[Any]]:
    titles = titles_of(set(ALL_TIERS), scope.organisation_id)
    for ids in blocks_of(_ids_in_order(scope)):
        query = QUERY.where(Action.id.in_(ids), Action.organisation_id == scope.organisation_id)
        actions = listed(query.order_by(Action.starts_on, Action.id))
        aims = _aims({one.aim_id for one in actions if one.aim_id})
        for one in actions:
            yield _values(one, aims.get(one.aim_id or 0, ""), titles.get(one.tier, ""))


def _ids_in_order(scope: Scope) -> list[int]:
    """By the day on which they begin."""
    query = select(Action.starts_on, Action.id).where(Action.organisation_id == scope.organisation_id)
    query = query.where(Action.is_archived.is_(False))
    if scope.is_of_college:
        return [row.id for row in db.session.execute(query.order_by(Action.starts_on, Action.id))]
    found = set()
    for ids in blocks_of(scope.partner_ids):
        is_of_these = ActionPartner.partner_id.in_(ids), ActionPartner.is_archived.is_(False)
        with_them = query.where(Action.id.in_(select(ActionPartner.action_id).where(*is_of_these)))
        found |= {(row.starts_on, row.id) for row in db.session.execute(with_them)}
    return [action_id for _day, action_id in sorted(found)]


def _aims(ids: Collection[int]) -> dict[int, str]:
    query = select(Aim.id, Aim.text).where(Aim.id.in_(ids), Aim.is_archived.is_(False))
    return {row.id: row.text for row in db.session.execute(query)} if ids else {}


def _values(one: ListedAction, aim: str, tier: str) -> list[Any]:
    return [
        one.span.starts_on,
        one.span.ends_on,
        one.text,
        one.team or _("The college's"),
        aim,
        one.contact,
        one.second,
        "; ".join(partner.name for partner in one.partners),
        tier,
        str(STATE_NAMES[one.state]),
        one.outcome,
    ]


ACTIONS = Table(
    _l("Plan of the year"),
    [
        Column(_l("Action begins"), width=12, kind=DAY),
        Column(_l("Action ends"), width=12, kind=DAY),
        Column(_l("Action of the plan"), width=50),
        Column(_l("Whose plan"), width=24),
        Column(_l("Aim of the plan"), width=40),
        Column(_l("Who"), "contact", 24),
        Column(_l("With whom of ours"), width=24),
        Column(_l("Partners"), "partner", 40),
        Column(_l("Tier"), "tier", 24),
        Column(_l("State"), width=14),
        Column(_l("What came of it"), width=50),
    ],
    _rows,
    needs_days=True,
)
