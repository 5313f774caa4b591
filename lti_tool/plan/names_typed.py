"""Which partners are meant by names typed into one field."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask_babel import gettext as _

from ..errors import RuleBroken
from ..partners.models import Partner
from ..partners.sameness import partner_named

_BETWEEN = re.compile(r"\s*[;\n]\s*")
_ALSO_BETWEEN = re.compile(r"\s*,\s*|\s+(?:ja|och|and)\s+")


def partners_typed(text: str, organisation_id: int, known: Iterable[Partner] = ()) -> list[int]:
    """The ids of the partners in a field, with semicolons between them, or commas where no name has one.

    `known` are meant by their names even when they are off the list. Raises RuleBroken on `partners` for a name of none.
    """
    by_name = {partner.name: partner.id for partner in known}
    found: list[int] = []
    for piece in filter(None, _BETWEEN.split(text.strip())):
        one = by_name.get(piece) or _meant(piece, organisation_id)
        parts = [piece] if one else [part for part in _ALSO_BETWEEN.split(piece) if part]
        for part in parts:
            partner_id = one or by_name.get(part) or _meant(part, organisation_id)
            if partner_id is None:
                message = _("%(name)s is not on the list of partners. Add it there first, or leave it out.", name=part[:80])
                raise RuleBroken("partners", message)
            found.append(partner_id)
    return list(dict.fromkeys(found))


def _meant(name: str, organisation_id: int) -> int | None:
    partner = partner_named(organisation_id, name)
    return partner.id if partner else None
