"""What a partner's page tells of its agreements: when they began and ended, and how the history writes their values."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import gettext as _

from ..language import full_day, today
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


def kinds_in_words(values: set[Any], _organisation_id: int) -> dict[Any, str]:
    """Kinds of agreements as people read them; one that an older program has known stands for itself."""
    return {value: str(KINDS.get(value, value)) for value in values}


def days_in_words(values: set[Any], _organisation_id: int) -> dict[Any, str]:
    """Days as the log keeps them, as the reader's language writes them."""
    return {value: _in_words(value) for value in values}


def _in_words(value: Any) -> str:
    try:
        return full_day(date.fromisoformat(value))
    except (ValueError, TypeError):  # it stands in the log as something else
        return str(value)
