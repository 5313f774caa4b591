"""What changes hands of the features below: who of ours stands in a row, takes a step, sees to what was agreed, does a thing."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, literal

from ..assessment.agreed_models import IS_OPEN as IS_AGREED
from ..assessment.agreed_models import AgreedLine
from ..encounters.models import IS_OPEN, Encounter
from ..partners.row_models import Partnership
from ..plan.models import OPEN_STATES, Action
from .carried import Kind

CONTACT = "contact"
STEP = "step"
ACTIONS = ("action", "second")  # who does it, and with whom
AGREED = "agreed"


def _of_rows(role: str, title: object) -> Kind:
    return Kind(
        title=title,
        model=Partnership,
        role=role,
        in_use=Partnership.is_archived.is_(False),
        tier=Partnership.tier,
        text=Partnership.description,
        key=Partnership.contact_key if role == CONTACT else None,
    )


def _of_actions(role: str, title: object) -> Kind:
    return Kind(
        title=title,
        model=Action,
        role=role,
        in_use=and_(Action.is_archived.is_(False), Action.state.in_(OPEN_STATES)),
        tier=Action.tier,
        text=Action.text,
        is_of_partner=False,
    )


OF_LOWER_FEATURES = {
    CONTACT: _of_rows(CONTACT, _l("As contact person")),
    "deputy": _of_rows("deputy", _l("As deputy")),
    "manager": _of_rows("manager", _l("Of our management")),
    STEP: Kind(
        title=_l("Open next steps"),
        model=Encounter,
        role="contact",
        in_use=IS_OPEN,
        tier=literal(""),
        text=Encounter.next_step,
    ),
    "action": _of_actions("contact", _l("Open actions of the plan")),
    "second": _of_actions("second", _l("Open actions of the plan, together with another")),
    AGREED: Kind(
        title=_l("Agreed in a critical-points test"),
        model=AgreedLine,
        role="contact",
        in_use=IS_AGREED,
        tier=literal(""),
        text=AgreedLine.text,
        is_of_partner=False,
    ),
}
