"""Agreements in the partner list: until when, in a column, and a filter for those that are due."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select

from ..language import full_day, today
from ..partners.row_models import Partnership
from .models import Agreement
from .queries import Filter, next_of_many

DUE, NONE = "due", "none"
NAMES = {DUE: _l("agreement due"), NONE: _l("without agreement")}


def until_when(partner_ids: Collection[int]) -> dict[int, str]:
    """For partners with an agreement, until when the one that is due first is in force."""
    return {
        partner_id: full_day(one.ends_on) if one.ends_on else _("until further notice")
        for partner_id, one in next_of_many(partner_ids).items()
    }


def partners_whose_is(organisation_id: int, value: str) -> ColumnElement[bool]:
    """The condition for rows of partners with an agreement that is due, or with none."""
    wanted = Filter(organisation_id, today(), is_due=value == DUE)
    partners = select(Agreement.partner_id).where(*wanted.conditions())
    return Partnership.partner_id.not_in(partners) if value == NONE else Partnership.partner_id.in_(partners)
