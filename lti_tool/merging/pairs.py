"""Which rows of two partners become one with them: partners, rows of one tier, team and unit, people at both, year figures.

And that both take part in an action of the plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, lazyload

from .. import db
from ..contacts.models import ContactRole, PartnerContact
from ..figures.models import YearFigure
from ..history.tracked import Tracked
from ..partners.models import Partner
from ..partners.row_models import Partnership
from ..plan.models import ActionPartner
from ..tiers.queries import titles_of
from .parts import Part, parts_of


@dataclass(frozen=True)
class RowPair:
    """Two rows that become one, of which one stays; the other is archived, unless something else becomes of it."""

    key: str
    title: str
    stays: Any
    goes: Any
    is_archived: bool = True

    @property
    def parts(self) -> tuple[Part, ...]:
        return parts_of(self.stays, self.goes)


def all_pairs(stays: Partner, goes: Partner) -> list[RowPair]:
    """The partners first."""
    partners = RowPair("partner", "", stays, goes, is_archived=False)
    return [
        partners,
        *_pairs_of_rows(stays, goes),
        *_pairs_of_people(stays, goes),
        *_pairs_of_figures(stays, goes),
        *_pairs_in_actions(stays, goes),
    ]


def _pairs_of_rows(stays: Partner, goes: Partner) -> Iterator[RowPair]:
    rows = _in_use(Partnership, stays, goes)
    own = {row.place: row for row in rows if row.partner_id == stays.id}
    titles = titles_of({row.tier for row in rows}, stays.organisation_id)
    for row in rows:
        twin = own.get(row.place._replace(partner_id=stays.id))
        if twin is not None and twin is not row:
            title = ", ".join(filter(None, [titles[row.tier], row.team.name if row.team else "", row.unit]))
            yield RowPair(_key("row", twin, row), title, twin, row)


def _pairs_of_people(stays: Partner, goes: Partner) -> Iterator[RowPair]:
    roles = _in_use(ContactRole, stays, goes)
    own = [role for role in roles if role.partner_id == stays.id]
    others = [role for role in roles if role.partner_id == goes.id]
    for is_same in (_is_one_person, _are_probably_one):
        for role in list(others):
            twin = next((one for one in own if is_same(one.contact, role.contact)), None)
            if twin is None:
                continue
            own.remove(twin)
            others.remove(role)
            yield RowPair(_key("role", twin, role), twin.contact.name, twin, role)
            if twin.contact is not role.contact:
                yield RowPair(_key("person", twin, role), twin.contact.name, twin.contact, role.contact, is_archived=False)


def _is_one_person(one: PartnerContact, other: PartnerContact) -> bool:
    return one is other


def _are_probably_one(one: PartnerContact, other: PartnerContact) -> bool:
    """The same name, and neither another address nor another number; unless they stand beside each other at a third partner."""
    known_of_both = ((one.email, other.email), (one.phone, other.phone))
    are_alike = one.name_key == other.name_key and all(not mine or not theirs or mine == theirs for mine, theirs in known_of_both)
    return are_alike and not _stand_beside_each_other(one, other)


def _stand_beside_each_other(one: PartnerContact, other: PartnerContact) -> bool:
    twin = aliased(ContactRole)
    query = select(twin.id).join(ContactRole, ContactRole.partner_id == twin.partner_id)
    query = query.where(ContactRole.contact_id == one.id, ContactRole.is_archived.is_(False))
    query = query.where(twin.contact_id == other.id, twin.is_archived.is_(False))
    return db.session.scalar(query.limit(1)) is not None


def _pairs_of_figures(stays: Partner, goes: Partner) -> Iterator[RowPair]:
    """Of one year and kind there is one figure: two of them are different facts, of which one has to go by name."""
    figures = _in_use(YearFigure, stays, goes)
    own = {(one.year, one.kind): one for one in figures if one.partner_id == stays.id}
    for figure in figures:
        twin = own.get((figure.year, figure.kind)) if figure.partner_id == goes.id else None
        if twin is not None:
            yield RowPair(_key("figure", twin, figure), "", twin, figure)


def _pairs_in_actions(stays: Partner, goes: Partner) -> Iterator[RowPair]:
    """An action that is done with both is done with the one; nothing else is said by these rows."""
    rows = _in_use(ActionPartner, stays, goes)
    own = {row.action_id: row for row in rows if row.partner_id == stays.id}
    for row in rows:
        twin = own.get(row.action_id) if row.partner_id == goes.id else None
        if twin is not None:
            yield RowPair(_key("action", twin, row), "", twin, row)


def _in_use(model: Any, stays: Partner, goes: Partner) -> list[Any]:
    query = select(model).where(model.partner_id.in_([stays.id, goes.id]), model.is_archived.is_(False)).order_by(model.id)
    query = query.options(lazyload(model.partner)).execution_options(populate_existing=True)
    return list(db.session.scalars(query))


def _key(kind: str, one: Tracked, other: Tracked) -> str:
    return f"{kind}-{min(one.id, other.id)}"
