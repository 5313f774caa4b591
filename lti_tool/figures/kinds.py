"""The kinds of year figures, and how they are read as people write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from .. import db
from ..errors import RuleBroken

FIRST_YEAR = 1990
_CENTS = Decimal("0.01")
_LONGEST = 60  # signs of a text that may be a number


@dataclass(frozen=True)
class Kind:
    """One kind: its name, whether it is counted (whole numbers), and what is too large to be meant."""

    name: Any
    is_counted: bool
    limit: Decimal


KINDS = {
    "euros": Kind(_l("Invoiced (€)"), is_counted=False, limit=Decimal(1_000_000_000)),
    "students": Kind(_l("Students"), is_counted=True, limit=Decimal(1_000_000)),
    "events": Kind(_l("Training events"), is_counted=True, limit=Decimal(1_000_000)),
}

_CURRENCY = re.compile(r"^(?:€|eur)\s*|\s*(?:€|eur|euroa?|euros?)$", re.IGNORECASE)
_NO_CENTS = re.compile(r"[.,]\s?[-–—]{1,2}$")  # 12 500,-
_BELOW_NOUGHT = re.compile(r"[-–−]\s?[\d.,\s]+$|\([\d.,\s]+\)$")
# Thousands apart by one and the same sign, decimals behind another one.
_GROUPED = re.compile(r"([1-9][0-9]{0,2}(?:(?P<by>[ '’.,])[0-9]{3})(?:(?P=by)[0-9]{3})*)(?:(?!(?P=by))[.,](?P<decimals>[0-9]+))?")
_PLAIN = re.compile(r"([0-9]+)(?:[.,](?P<decimals>[0-9]+))?")


def read_year(text: str) -> int:
    """The year that is meant; raises RuleBroken on `year` for what is none, as `check_year`."""
    written = text.strip()
    year = int(written) if re.fullmatch("[0-9]{4}", written) else 0
    check_year(year)
    return year


def check_year(year: int) -> None:
    """Raises RuleBroken on `year` for one before FIRST_YEAR or after the next one."""
    last = db.now().year + 1
    if not FIRST_YEAR <= year <= last:
        raise RuleBroken("year", _("Write the year as four digits, from %(first)s to %(last)s.", first=FIRST_YEAR, last=last))


def read_figure(text: str, kind: str) -> Decimal:
    """The number that is meant: 12500, 12 500,50 €, 12.500,50, 12,500.50, 1'200, 500,-; of euros two decimals.

    Raises RuleBroken on the kind for what is no number of it, also for 12.500 and 12,500: these are twelve thousand to some
    and twelve and a half to others.
    """
    written = " ".join(unicodedata.normalize("NFKC", text).split()) if len(text) <= _LONGEST else ""
    if kind == "euros":
        written = _NO_CENTS.sub("", _CURRENCY.sub("", written))
    if _BELOW_NOUGHT.match(written):
        raise RuleBroken(kind, _("A year figure is nought or more."))
    found = _GROUPED.fullmatch(written)
    if found and re.fullmatch("[0-9]+[.,][0-9]+", written):
        whole, decimals = re.split("[.,]", written)
        both = {"whole": whole + decimals, "decimals": f"{whole},{decimals[:2]}"}
        raise RuleBroken(kind, _("Thousands or decimals? Write it as %(whole)s or %(decimals)s.", **both))
    found = found or _PLAIN.fullmatch(written)
    if found is None:
        raise RuleBroken(kind, _("This is no number. Write it as 12500 or 12500,50."))
    return checked(Decimal(f"{re.sub('[^0-9]', '', found[1])}.{found['decimals'] or 0}"), kind)


def checked(value: Decimal | int, kind: str) -> Decimal:
    """The value as it is kept, euros rounded to cents; raises RuleBroken on its kind, or on `kind` where that is not known."""
    if kind not in KINDS:
        raise RuleBroken("kind", _("Choose a kind."))
    if not isinstance(value, Decimal | int) or not Decimal(value).is_finite():
        raise RuleBroken(kind, _("This is no number. Write it as 12500 or 12500,50."))
    number = Decimal(value)
    if number < 0:
        raise RuleBroken(kind, _("A year figure is nought or more."))
    if number >= KINDS[kind].limit:
        raise RuleBroken(kind, _("This is too large for one partner in one year."))
    if KINDS[kind].is_counted and number != number.to_integral_value():
        raise RuleBroken(kind, _("Write a whole number."))
    return number.quantize(_CENTS, ROUND_HALF_UP)
