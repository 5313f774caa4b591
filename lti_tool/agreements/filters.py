"""Agreements in the partner list: until when, in a column, and a filter for those that are due."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, Select, select

from ..days import short_day, today
from ..partners.row_models import Partnership
from .models import Agreement
from .queries import Filter, ends_of_next

DUE, NONE = "due", "none"
NAMES = {DUE: _l("agreement due"), NONE: _l("without agreement")}


def end_of_agreement(partner_ids: Collection[int]) -> dict[int, str]:
    """For partners with an agreement, until when the one that is due first is in force, in words: a day stands beside it."""
    return {partner_id: _in_words(ends_on) for partner_id, ends_on in ends_of_next(partner_ids).items()}


def _in_words(ends_on: date | None) -> str:
    if ends_on is None:
        return _("agreement until further notice")
    day = short_day(ends_on)
    return _("agreement ended %(day)s", day=day) if ends_on < today() else _("agreement until %(day)s", day=day)


def rows_by_agreement(organisation_id: int, value: str) -> ColumnElement[bool]:
    """The condition for rows of partners with an agreement that is due (DUE), or without any agreement (NONE)."""
    if value == NONE:
        return Partnership.partner_id.not_in(_partners_with(Filter(organisation_id, today())))
    return Partnership.partner_id.in_(_partners_with(Filter(organisation_id, today(), is_due=True)))


def _partners_with(wanted: Filter) -> Select[int]:
    return select(Agreement.partner_id).where(*wanted.conditions())
