"""Terms of the school year: August to December, January to July."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

AUTUMN, SPRING = "s", "k"  # syyslukukausi, kevätlukukausi: as schools write them
_KEY = re.compile(r"((?:19|20|21)[0-9]{2})([sk])")


class Term(NamedTuple):
    """A term with its first and last day; `key` is its place in an address, as 2026s."""

    year: int
    season: str

    @property
    def key(self) -> str:
        return f"{self.year}{self.season}"

    @property
    def first_day(self) -> date:
        return date(self.year, 8, 1) if self.season == AUTUMN else date(self.year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31) if self.season == AUTUMN else date(self.year, 7, 31)

    @property
    def before(self) -> Term:
        return Term(self.year, SPRING) if self.season == AUTUMN else Term(self.year - 1, AUTUMN)

    @property
    def after(self) -> Term:
        return Term(self.year + 1, SPRING) if self.season == AUTUMN else Term(self.year, AUTUMN)


def term_of(day: date) -> Term:
    return Term(day.year, AUTUMN if day.month >= 8 else SPRING)


def term_named(key: str) -> Term | None:
    """The term of an address; None for what is none."""
    found = _KEY.fullmatch(key)
    return Term(int(found[1]), found[2]) if found else None
