"""What a partner's page tells of its agreements: when they began and ended, and how the history writes their values."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from flask_babel import gettext as _

from ..language import today
from ..pages import address_of
from ..partners.models import Partner
from ..partners.timeline import Moment
from .models import KINDS
from .queries import agreements_of

_NOON = time(12, tzinfo=UTC)  # of the same day in Finland: a moment has a time of day, which a day has not


def moments_of(partner: Partner) -> list[Moment]:
    """When its agreements began and ended. A renewal is an act, and stands among what has happened as one."""
    present = today()
    address = address_of("partner", str(partner.id), "agreements")
    found = []
    for one in agreements_of(partner.id):
        kind = KINDS.get(one.kind, one.kind)
        if one.starts_on <= present:
            found.append(Moment(_at(one.starts_on), _("%(kind)s came into force", kind=kind), address))
        if one.ends_on and one.ends_on < present:
            found.append(Moment(_at(one.ends_on), _("%(kind)s ended", kind=kind), address))
    return found


def _at(day: date) -> datetime:
    return datetime.combine(day, _NOON)
