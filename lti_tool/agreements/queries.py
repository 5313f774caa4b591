"""Reading agreements: a partner's, a page of the college's, those that are due."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from .. import db
from ..days import day_of
from ..paging import Order, place_of
from ..partners.choices import CURRENT
from ..partners.models import Partner
from ..partners.row_models import Partnership
from .deadlines import last_due_day
from .models import Agreement

PAGE_SIZE = 100
COUNTED_AT_MOST = 1000
MOST_OF_A_PARTNER = 100


class ListedAgreement(NamedTuple):
    """An agreement as lists show it, with the partner's name and whether that stands in no tier any more."""

    id: int
    partner_id: int
    partner: str
    is_partner_archived: bool
    kind: str
    url: str
    our_signer: str
    their_signer: str
    starts_on: date
    ends_on: date | None
    review_on: date | None
    aims: str
    due_on: date


class RowWithoutAgreement(NamedTuple):
    """A partnership whose partner has no agreement, with what was agreed there all the same."""

    partner_id: int
    partner: str
    aims: str


_QUERY = select(
    Agreement.id,
    Agreement.partner_id,
    Partner.name,
    Partner.is_archived,
    Agreement.kind,
    Agreement.url,
    Agreement.our_signer,
    Agreement.their_signer,
    Agreement.starts_on,
    Agreement.ends_on,
    Agreement.review_on,
    Agreement.aims,
    Agreement.due_on,
).join(Partner, Partner.id == Agreement.partner_id)
_ID = Agreement.__table__.c.id
_BY_DUE = Order(Agreement.__table__.c.due_on, date.fromisoformat)
_SOONEST_FIRST = _BY_DUE.sorted_by(_BY_DUE.value, _ID)


@dataclass(frozen=True)
class Filter:
    """Which of a college's agreements: those that are due `today`, those of partners that stand in a tier."""

    organisation_id: int
    today: date
    is_due: bool = False
    tier: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """What an agreement has to fulfil."""
        wanted = [Agreement.organisation_id == self.organisation_id, Agreement.is_archived.is_(False)]
        if self.is_due:
            wanted.append(Agreement.due_on <= last_due_day(self.today))
        if self.tier:
            in_tier = select(Partnership.id).where(
                Partnership.partner_id == Agreement.partner_id,
                Partnership.tier == self.tier,
                Partnership.is_archived.is_(False),
            )
            wanted.append(in_tier.exists())
        return wanted


@dataclass(frozen=True)
class AgreementPage:
    """One page of agreements, soonest due first; `after` leads to the next, None on the last."""

    rows: list[ListedAgreement]
    after: str | None


def list_page(wanted: Filter, after: str = "") -> AgreementPage:
    """The first page of a filter, or the one after a place (`paging`)."""
    query = _QUERY.where(*wanted.conditions(), *_BY_DUE.after(after, _ID)).order_by(*_SOONEST_FIRST)
    found = _read(query.limit(PAGE_SIZE + 1))
    shown = found[:PAGE_SIZE]
    has_more = len(found) > PAGE_SIZE
    return AgreementPage(shown, place_of(shown[-1].due_on, shown[-1].id) if has_more else None)


def aims_of_rows(partner_ids: Collection[int], tier: str = "") -> dict[int, list[tuple[str, str]]]:
    """For each partner, the tiers of its partnerships in force with what was agreed there; of one tier, if that is given."""
    query = select(Partnership.partner_id, Partnership.tier, Partnership.aims).where(
        Partnership.partner_id.in_(partner_ids),
        Partnership.is_archived.is_(False),
        Partnership.state == CURRENT,
        Partnership.aims != "",
    )
    if tier:
        query = query.where(Partnership.tier == tier)
    found: dict[int, list[tuple[str, str]]] = {partner_id: [] for partner_id in partner_ids}
    for row in db.session.execute(query.order_by(Partnership.id)):
        found[row.partner_id].append((row.tier, row.aims))
    return found


def rows_without_agreement(organisation_id: int, tier: str) -> list[RowWithoutAgreement]:
    """The tier's partnerships in force with partners that have no agreement, by name, no more than PAGE_SIZE."""
    with_agreement = select(Agreement.partner_id).where(
        Agreement.organisation_id == organisation_id, Agreement.is_archived.is_(False)
    )
    query = select(Partnership.partner_id, Partner.name, Partnership.aims)
    query = query.join(Partner, Partner.id == Partnership.partner_id).where(
        Partnership.organisation_id == organisation_id,
        Partnership.tier == tier,
        Partnership.is_archived.is_(False),
        Partnership.state == CURRENT,
        Partnership.partner_id.not_in(with_agreement),
    )
    rows = db.session.execute(query.order_by(Partnership.sort_key, Partnership.id).limit(PAGE_SIZE))
    return [RowWithoutAgreement(*row) for row in rows]


def count_due(organisation_id: int, today: date, tier: str = "") -> int:
    """How many ask for attention, of one tier if that is given, counted no further than COUNTED_AT_MOST + 1."""
    wanted = Filter(organisation_id, today, is_due=True, tier=tier)
    some = select(Agreement.id).where(*wanted.conditions()).limit(COUNTED_AT_MOST + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def ends_of_next(partner_ids: Collection[int]) -> dict[int, date | None]:
    """For each of a page of partners, until when the agreement that is due first is in force, None for one without an end.

    A partner without agreement is left out.
    """
    query = select(Agreement.partner_id, Agreement.ends_on)
    query = query.where(Agreement.partner_id.in_(partner_ids), Agreement.is_archived.is_(False))
    found: dict[int, date | None] = {}
    for partner_id, ends_on in db.session.execute(query.order_by(*_SOONEST_FIRST)):
        found.setdefault(partner_id, ends_on)
    return found


def latest_days(partner_ids: Collection[int]) -> dict[int, date]:
    """The day of each partner's last agreement: when it came into force, or was written down where that is still to come."""
    query = select(Agreement.partner_id, Agreement.starts_on, Agreement.created_at)
    found: dict[int, date] = {}
    for one in db.session.execute(query.where(Agreement.partner_id.in_(partner_ids), Agreement.is_archived.is_(False))):
        day = min(one.starts_on, day_of(one.created_at))
        found[one.partner_id] = max(day, found.get(one.partner_id, day))
    return found


def all_agreements_of(partner: Partner) -> list[Agreement]:
    """A partner's agreements with those that were archived, soonest due first: whose history its page tells."""
    query = (
        select(Agreement)
        .where(Agreement.partner_id == partner.id)
        .order_by(Agreement.is_archived, Agreement.due_on, Agreement.id)
    )
    return list(db.session.scalars(query.limit(MOST_OF_A_PARTNER)))


def _read(query: Any) -> list[ListedAgreement]:
    return [ListedAgreement(*row) for row in db.session.execute(query)]
