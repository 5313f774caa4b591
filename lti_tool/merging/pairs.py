"""Which rows of two partners become one with them: the partners, rows of one tier, team and unit, people at both, year figures,
and that both take part in an action of a plan."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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

SamePerson = Callable[[PartnerContact, PartnerContact], bool]


@dataclass(frozen=True)
class RowPair:
    """Two rows that become one, of which one stays; the other is archived, unless something else becomes of it.

    `asked` is the key of the question whether the two people behind them are one; empty where that is known.
    """

    key: str
    title: str
    stays: Any
    goes: Any
    is_archived: bool = True
    asked: str = ""

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
    for twin, role in _matched(own, others, _is_one_person):
        yield RowPair(_key("role", twin, role), twin.contact.name, twin, role)
    for twin, role in _matched(own, others, _are_probably_one):
        key = _key("person", twin, role)
        question = f"{key}.same"
        yield RowPair(key, twin.contact.name, twin.contact, role.contact, is_archived=False, asked=question)
        yield RowPair(_key("role", twin, role), twin.contact.name, twin, role, asked=question)


def _matched(own: list[ContactRole], others: list[ContactRole], is_same: SamePerson) -> list[tuple[ContactRole, ContactRole]]:
    """Each role in `own` with the one in `others` that a same person has; both are taken out of their lists."""
    found = []
    for role in list(others):
        twin = next((one for one in own if is_same(one.contact, role.contact)), None)
        if twin is not None:
            own.remove(twin)
            others.remove(role)
            found.append((twin, role))
    return found


def _is_one_person(one: PartnerContact, other: PartnerContact) -> bool:
    return one is other


def _are_probably_one(one: PartnerContact, other: PartnerContact) -> bool:
    """The same name, and neither another address nor another number; unless they stand beside each other at a third partner."""
    if one.name_key != other.name_key or _differ(one.email, other.email) or _differ(one.phone, other.phone):
        return False
    return not _stand_beside_each_other(one, other)


def _differ(value: str, other: str) -> bool:
    """Whether both are known, and not the same."""
    return bool(value and other) and value != other


def _stand_beside_each_other(one: PartnerContact, other: PartnerContact) -> bool:
    twin = aliased(ContactRole)
    query = select(twin.id).join(ContactRole, ContactRole.partner_id == twin.partner_id)
    query = query.where(ContactRole.contact_id == one.id, ContactRole.is_archived.is_(False))
    query = query.where(twin.contact_id == other.id, twin.is_archived.is_(False))
    return db.session.scalar(query.limit(1)) is not None


def partners_beside(one: PartnerContact, other: PartnerContact, partners: Collection[Partner]) -> list[str]:
    """At which partners two people stand beside these, by name."""
    query = select(Partner.id, Partner.name).join(ContactRole, ContactRole.partner_id == Partner.id)
    query = query.where(ContactRole.contact_id.in_([one.id, other.id]), ContactRole.is_archived.is_(False))
    query = query.where(Partner.id.not_in([partner.id for partner in partners]), Partner.is_archived.is_(False))
    return [row.name for row in db.session.execute(query.distinct().order_by(Partner.id))]


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
