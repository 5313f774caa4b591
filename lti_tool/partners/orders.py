"""What a list of partners can be sorted by: its own columns, and numbers that features above know of partners."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func

from ..column_types import ByCodePoint
from ..paging import Beside, Order, read_moment
from ..people.models import Person
from .models import Partner
from .row_models import Partnership

REVERSED = "-reversed"
_MOST = 2**63 - 1  # of a BIGINT

_CONTACT = Person.__table__.alias()
_IS_CONTACT = and_(_CONTACT.c.id == Partnership.contact_person_id, _CONTACT.c.organisation_id == Partnership.organisation_id)
# As the contact person is shown, and the rows of one by the partner's name; by code point, as `sort_key` is.
_CONTACT_AND_NAME = ByCodePoint(
    func.coalesce(_CONTACT.c.name, Partnership.contact_name) + "\t" + Partnership.__table__.c.sort_key
)
_MET = Partner.__table__.alias()
_IS_MET = and_(_MET.c.id == Partnership.partner_id, _MET.c.organisation_id == Partnership.organisation_id)
_FORWARDS = {
    "name": Order(Partnership.__table__.c.sort_key),
    "contact": Order(_CONTACT_AND_NAME, beside=Beside(_CONTACT, _IS_CONTACT)),
    "changed": Order(Partnership.__table__.c.changed_at, read_moment, is_descending=True),
    "met": Order(_MET.c.last_contact_on, date.fromisoformat, is_descending=True, missing=date.min, beside=Beside(_MET, _IS_MET)),
}
ORDERS = _FORWARDS | {f"{name}{REVERSED}": order.reversed() for name, order in _FORWARDS.items()}


@dataclass(frozen=True)
class FurtherColumn:
    """A column of a list: what it is called in this college, and the words of each partner of whom there are some."""

    title: str
    words: dict[int, str]


@dataclass(frozen=True)
class FurtherOrder:
    """A whole number from nought up, known of partners by a feature above; a list sorted by it shows it, the largest first.

    `numbers` is for a college a query of partner and number, at most one line for each; `column` what is shown of these partners.
    """

    title: Any
    numbers: Callable[[int], Select[int, int]]
    column: Callable[[int, Collection[int]], FurtherColumn]


further_orders: dict[str, FurtherOrder] = {}  # by the name in an address; features above add theirs


def is_order(name: str) -> bool:
    return name in ORDERS or further_name(name) != ""


def further_name(order: str) -> str:
    """The name in `further_orders`, whichever way round the order is; empty for one of the list's own."""
    name = order.removesuffix(REVERSED)
    return name if name in further_orders else ""


def order_of(name: str, organisation_id: int) -> Order:
    """The order of this name in a college. Partners without a number come last in both directions."""
    if name in ORDERS:
        return ORDERS[name]
    numbers = further_orders[further_name(name)].numbers(organisation_id).subquery()
    partner_id, number = numbers.c
    is_descending = not name.endswith(REVERSED)
    return Order(
        number,
        _read_whole,
        is_descending,
        missing=-1 if is_descending else _MOST,
        beside=Beside(numbers, partner_id == Partnership.partner_id),
    )


def column_of(name: str, organisation_id: int, partner_ids: Collection[int]) -> FurtherColumn | None:
    """What a list in this order shows of these partners; None for one of the list's own orders."""
    further = further_orders.get(further_name(name))
    return further.column(organisation_id, partner_ids) if further else None


def _read_whole(text: str) -> int:
    """A number out of an address; raises ValueError for what no column holds."""
    number = int(text)
    if not -_MOST <= number <= _MOST:
        raise ValueError(text)
    return number
