"""Which partner a typed name means, and when one has to ask: the same name, another legal form, a typing error."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from rapidfuzz import fuzz
from sqlalchemy import select

from .. import db
from ..errors import RuleBroken
from ..text import legal_forms, name_key
from .lookup import similar_partners
from .models import Partner

SIMILAR_ENOUGH = 88  # of 100, rapidfuzz ratio: one typing error in a short name


class Named(NamedTuple):
    """A partner and the name of its that was looked for."""

    partner: Partner
    name: str


def partners_named(organisation_id: int, keys: Collection[str]) -> dict[str, list[Named]]:
    """The partners of these names, by `name_key`, also archived ones; an empty list for a key that nobody has."""
    found: dict[str, list[Named]] = {key: [] for key in keys}
    query = select(Partner).where(Partner.organisation_id == organisation_id, Partner.name_key.in_(keys))
    for partner in db.session.scalars(query.order_by(Partner.id)) if keys else ():
        found[partner.name_key].append(Named(partner, partner.name))
    return found


def meant(name: str, found: Sequence[Named]) -> Partner | None:
    """The one of these that a name means; None when there is none, or when one has to ask.

    The legal form decides, and those on the list go before archived ones. A name without a form means a partner with any,
    and the other way round, when there is just one on the list.
    """
    forms = legal_forms(name)
    exact = _on_list_first([one for one in found if legal_forms(one.name) == forms])
    if exact:
        return exact[0] if len(exact) == 1 or exact[0].is_archived else None
    others = _on_list_first(found)
    loose = [one.partner for one in found if not forms or not legal_forms(one.name)]
    return others[0] if len(others) == 1 and others[0] in loose else None


def _on_list_first(found: Sequence[Named]) -> list[Partner]:
    """The partners on the list; the archived ones when there are no others."""
    partners = list(dict.fromkeys(one.partner for one in found))
    return [partner for partner in partners if not partner.is_archived] or partners


def partner_named(organisation_id: int, name: str) -> Partner | None:
    """The partner that a name means; None when there is none, or several."""
    key = name_key(name)
    return meant(name, partners_named(organisation_id, {key})[key])


def partner_meant(organisation_id: int, name: str, other_than: Collection[int] | None) -> Partner | None:
    """The partner that a new row's name means, None for a new one.

    `other_than` are the ids of partners of which the user has said that it is another one; None when nobody was asked.
    Raises RuleBroken on `name` (details: similar) when one has to ask.
    """
    key = name_key(name)
    found = [one for one in partners_named(organisation_id, {key})[key] if one.partner.id not in (other_than or ())]
    partner = meant(name, found)
    if partner is None:
        asked = on_list(found)
        if not asked and other_than is None:
            asked = [one for one in similar_partners(organisation_id, name) if is_typing_error(name, one)]
        ask(asked)
    return partner


def on_list(found: Sequence[Named]) -> list[Partner]:
    """Those among whom one has to choose: of an archived one, e.g. an addition that was taken back, nobody is asked."""
    return [partner for partner in _on_list_first(found) if not partner.is_archived]


def ask(similar: Sequence[Partner]) -> None:
    """Raises RuleBroken on `name` (details: similar) unless there is nobody to ask about."""
    if similar:
        raise RuleBroken("name", _("Is this the same as a partner we have already?"), similar=list(similar))


def is_typing_error(name: str, partner: Partner) -> bool:
    """Whether the name is so close to a partner's that one should ask before making a second one."""
    return fuzz.ratio(name_key(name), partner.name_key) >= SIMILAR_ENOUGH


def next_apart(found: Sequence[Named]) -> str:
    """What tells one more partner of this name apart from these: two that are added at once get the same, and meet."""
    numbers = [int(one.partner.apart or "1") for one in found]
    return str(max(numbers) + 1) if numbers else ""
