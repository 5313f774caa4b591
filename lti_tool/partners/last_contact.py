"""When we were in contact with a partner last, as far as any feature knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta

from ..history.computed import write_computed
from .models import Partner

HALF_A_YEAR = timedelta(days=183)

# feature -> the latest day it knows of for each of these partners; features above add theirs
latest_days: dict[str, Callable[[Collection[int]], Mapping[int, date]]] = {}


def refresh_last_contact(partner_ids: Collection[int]) -> None:
    """Write the latest of all days to the partners, None where none is known: whenever a day was written down or taken back."""
    if not partner_ids:
        return
    partners = Partner.lock_to_undo(partner_ids)
    known = [days_of(partner_ids) for days_of in latest_days.values()]
    latest = {one: max((days[one.id] for days in known if one.id in days), default=None) for one in partners}
    write_computed({partner: {"last_contact_on": day} for partner, day in latest.items()})
