"""The partners of an action, as a part of an act that has locked them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from .. import db
from ..errors import RuleBroken
from ..partners.models import Partner
from .models import Action, ActionPartner


def lock_partners(partner_ids: Collection[int], organisation_id: int) -> None:
    """Lock these partners, before their rows. Raises RuleBroken on `partners` for one that the college does not have."""
    own = select(Partner.id).where(Partner.id.in_(partner_ids), Partner.organisation_id == organisation_id)
    own_ids = set(db.session.scalars(own))
    if own_ids != set(partner_ids):
        raise RuleBroken("partners", _("One of these partners is not on the list any more. Look at them once more."))
    if own_ids:
        Partner.lock(own_ids)


def add_partners(partners_of: Iterable[tuple[Action, Collection[int]]]) -> None:
    """Give these partners to actions that have just been made, and have none."""
    db.session.add_all(
        ActionPartner(organisation_id=action.organisation_id, action_id=action.id, partner_id=partner_id, is_archived=False)
        for action, partner_ids in partners_of
        for partner_id in dict.fromkeys(partner_ids)
    )
    db.session.flush()


def change_partners(action: Action, partner_ids: Collection[int], shown_ids: Collection[int]) -> None:
    """Add the partners that a form names and had not shown; take out those that it had shown and names no more.

    All others stay as they are: a colleague may have added or taken out some meanwhile. One that comes back gets its former row.
    """
    query = select(ActionPartner).where(ActionPartner.action_id == action.id).order_by(ActionPartner.id)
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    in_use = {row.partner_id: row for row in rows if not row.is_archived}
    former = {row.partner_id: row for row in rows if row.is_archived}
    for partner_id in set(shown_ids) - set(partner_ids):
        if partner_id in in_use:
            in_use[partner_id].is_archived = True
    for partner_id in dict.fromkeys(partner_ids):
        if partner_id in shown_ids or partner_id in in_use:
            continue
        if partner_id in former:
            former[partner_id].is_archived = False
        else:
            row = ActionPartner(organisation_id=action.organisation_id, action_id=action.id, partner_id=partner_id)
            row.is_archived = False
            db.session.add(row)
    db.session.flush()
    db.session.expire(action, ["with_partners"])
