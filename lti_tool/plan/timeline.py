"""What a partner's page tells of the plan: the actions that are done with it, and what was changed of them."""

from __future__ import annotations

from sqlalchemy import select

from .. import db
from ..partners.models import Partner
from ..partners.timeline import About
from .models import Action, ActionPartner
from .queries import MOST_OF_A_PARTNER, actions_with


def about_partner(partner: Partner) -> About:
    """Its actions, and the rows whose changes stand among the partner's, also of actions that it was taken out of."""
    with_it = select(ActionPartner.action_id).where(ActionPartner.partner_id == partner.id)
    query = select(Action).where(Action.id.in_(with_it)).order_by(Action.id.desc()).limit(MOST_OF_A_PARTNER)
    return About(rows=list(db.session.scalars(query)), context={"partner_actions": actions_with(partner)})
