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
    partners = Partner.lock_any(partner_ids)
    latest: dict[int, date] = {}
    for days_of in latest_days.values():
        for partner_id, day in days_of(partner_ids).items():
            latest[partner_id] = max(day, latest.get(partner_id, day))
    write_computed({partner: {"last_contact_on": latest.get(partner.id)} for partner in partners})
