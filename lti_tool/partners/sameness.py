"""Which partner a typed name means, and when one has to ask: the same name, another legal form, a typing error."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from .. import db
from ..errors import RuleBroken
from ..text import legal_forms, name_key
from .hints import nearly_named
from .models import OtherName, Partner
from .name_parts import parts_of

MOST_ASKED = 3


class Named(NamedTuple):
    """A partner, and which of its names matched: its own (`is_main`) or one of its other names."""

    partner: Partner
    name: str
    is_main: bool = True


def partners_named(organisation_id: int, keys: Collection[str]) -> dict[str, list[Named]]:
    """The partners of these names, by `name_key`, also archived ones; an empty list for a key that nobody has.

    Those that were merged into others are among them, since a name's number (`apart`) stays theirs; none is ever `meant`.
    """
    named: dict[str, list[Named]] = {key: [] for key in keys}
    if not keys:
        return named
    query = select(Partner).where(Partner.organisation_id == organisation_id, Partner.name_key.in_(keys))
    for partner in db.session.scalars(query.order_by(Partner.id)):
        named[partner.name_key].append(Named(partner, partner.name))
    by_other = select(OtherName).where(OtherName.organisation_id == organisation_id, OtherName.name_key.in_(keys))
    by_other = by_other.where(OtherName.is_archived.is_(False)).options(joinedload(OtherName.partner)).order_by(OtherName.id)
    for other in db.session.scalars(by_other):
        named[other.name_key].append(Named(other.partner, other.name, is_main=False))
    return named


def meant(name: str, matches: Sequence[Named]) -> Partner | None:
    """The partner among these that a name means; None when there is none, or when the user has to be asked.

    The legal form decides, then the main name; partners on the list go before archived ones. A name without a legal form also
    means a partner with one, and the other way round, when there is just one on the list.
    """
    forms = legal_forms(name)
    matches = _standing(matches)
    exact = [match for match in matches if legal_forms(match.name) == forms]
    partners = _on_list_else_archived([match for match in exact if match.is_main] or exact)
    if partners:
        return partners[0] if len(partners) == 1 or partners[0].is_archived else None
    others = _on_list_else_archived(matches)
    loose = [match.partner for match in matches if not forms or not legal_forms(match.name)]
    return others[0] if len(others) == 1 and others[0] in loose else None


def _standing(matches: Sequence[Named]) -> list[Named]:
    return [match for match in matches if match.partner.merged_into_id is None]


def _on_list_else_archived(matches: Sequence[Named]) -> list[Partner]:
    """The partners on the list; the archived ones when there are no others."""
    partners = list(dict.fromkeys(match.partner for match in matches))
    return [partner for partner in partners if not partner.is_archived] or partners


def partner_named(organisation_id: int, name: str) -> Partner | None:
    """The partner that a name means; None when there is none, or several."""
    key = name_key(name)
    return meant(name, partners_named(organisation_id, {key})[key])


def partner_meant(organisation_id: int, name: str, other_than: Collection[int] | None) -> Partner | None:
    """The partner that a new row's name means, None for a new one.

    `other_than` are the ids of partners of which the user has said that it is another one; None when nobody was asked.
    Raises RuleBroken on `name` (details: similar) when one has to ask: a name of theirs is a part of this one, or nearly this.
    """
    key = name_key(name)
    parts = {name_key(part) for part in parts_of(name)} - {key}
    named = partners_named(organisation_id, {key, *parts})
    matches = [match for match in named.pop(key) if match.partner.id not in (other_than or ())]
    partner = meant(name, matches)
    if partner is not None:
        return partner
    asked = on_list(matches)
    if not asked and other_than is None:
        of_parts = [match for of_part in named.values() for match in of_part]
        asked = on_list(of_parts) or nearly_named(organisation_id, name)
    raise_if_similar(asked[:MOST_ASKED])
    return None


def on_list(matches: Sequence[Named]) -> list[Partner]:
    """The partners among whom the user has to choose. Nobody is asked about an archived one, e.g. an addition taken back."""
    return [partner for partner in _on_list_else_archived(_standing(matches)) if not partner.is_archived]


def raise_if_similar(similar: Sequence[Partner]) -> None:
    """Raises RuleBroken on `name` (details: similar) unless there is nobody to ask about."""
    if similar:
        raise RuleBroken("name", _("Is this the same as a partner we have already?"), similar=list(similar))


def next_apart(matches: Sequence[Named]) -> str:
    """The `apart` of one more partner of this name. Two that are added at once get the same, and the database refuses one."""
    numbers = [int(match.partner.apart or "1") for match in matches if match.is_main]
    return str(max(numbers) + 1) if numbers else ""
