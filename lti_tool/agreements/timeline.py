"""A partner's agreements on its timeline: when they came into force and when they ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from flask_babel import gettext as _

from ..days import today
from ..pages import address_of
from ..partners.models import Partner
from ..partners.timeline import About, Moment
from .models import KINDS, Agreement
from .queries import all_agreements_of

_NOON = time(12, tzinfo=UTC)  # so that the day is the same in Finland


def about_partner(partner: Partner) -> About:
    """Its agreements, and when they began and ended. A renewal is an act, and stands among what has changed as one."""
    rows = all_agreements_of(partner)
    agreements = [one for one in rows if not one.is_archived]
    return About(_moments_of(partner, agreements), rows, {"agreements": agreements})


def _moments_of(partner: Partner, agreements: list[Agreement]) -> list[Moment]:
    present = today()
    address = address_of("partner", str(partner.id), "agreements")
    found = []
    for one in agreements:
        kind = KINDS.get(one.kind, one.kind)
        if one.starts_on <= present:
            found.append(Moment(_at(one.starts_on), _("%(kind)s came into force", kind=kind), address))
        if one.ends_on and one.ends_on < present:
            found.append(Moment(_at(one.ends_on), _("%(kind)s ended", kind=kind), address))
    return found


def _at(day: date) -> datetime:
    return datetime.combine(day, _NOON)
