"""The bank of methods as it is found: packaged ones, the college's versions in their place, and its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row

from ..language import current_language
from ..pages import Page
from ..text import search_words, sort_key
from .queries import own_lines, packaged_method, packaged_methods

KINDS = {
    "agreement": _l("Agreement"),
    "checklist": _l("Checklist"),
    "event": _l("Event"),
    "interview": _l("Interview"),
    "map": _l("Map or picture"),
    "plan": _l("Plan"),
    "survey": _l("Survey"),
    "template": _l("Template"),
    "visit": _l("Visit"),
    "workshop": _l("Workshop"),
}
PHASES = {"know": _l("Getting to know"), "plan": _l("Planning"), "do": _l("Doing"), "evaluate": _l("Evaluating")}
TIMES = {30: _l("Half an hour at most"), 60: _l("An hour at most"), 180: _l("Half a day at most")}  # minutes


@dataclass(frozen=True)
class BankFilter:
    """What is looked for; an empty field leaves it open.

    `minutes` is the longest a method may take, in its short version if it has one.
    """

    tier: str = ""
    kind: str = ""
    phase: str = ""
    minutes: int | None = None
    text: str = ""

    def lets_through(self, method: BankLine) -> bool:
        """Whether a line fits, its words apart."""
        return (
            (not self.tier or self.tier in method.tiers)
            and (not self.kind or self.kind == method.kind)
            and (not self.phase or self.phase in method.phases)
            and (not self.minutes or method.shortest <= self.minutes)
        )


@dataclass(frozen=True)
class BankLine:
    """One line of the bank; `own` (the columns queries.OWN_COLUMNS) is None for a packaged method.

    `order` is its place among the first of a tier, for the tiers where it has one.
    """

    title: str
    summary: str
    tiers: tuple[str, ...]
    kind: str
    phases: tuple[str, ...]
    minutes: int | None
    minutes_short: int | None
    order: dict[str, int]
    time: str
    language: str
    slug: str
    own: Row[Any] | None

    @property
    def shortest(self) -> float:
        """The minutes it takes at least; endless when nobody has told."""
        return self.minutes_short or self.minutes or inf


def list_bank(organisation_id: int, wanted: BankFilter) -> list[BankLine]:
    """The methods that a filter lets through, by title; a packaged one steps back behind the college's version of it."""
    words = search_words(wanted.text)
    own = own_lines(organisation_id, wanted.tier, words)
    packaged = [page for page in _packaged_beside(own, wanted.tier) if all(word in page.searched for word in words)]
    lines = [*(_packaged_line(page) for page in packaged), *(_own_line(method) for method in own if method.has_words)]
    return sorted((line for line in lines if wanted.lets_through(line)), key=lambda line: sort_key(line.title))


def list_tier(organisation_id: int, tier: str) -> list[BankLine]:
    """The methods of a tier: our own, then those that have a place in it (`order` in their front matter), then by title."""
    lines = list_bank(organisation_id, BankFilter(tier=tier))
    return sorted(lines, key=lambda line: (line.own is None, line.order.get(tier, inf)))


def count_tier(organisation_id: int, tier: str) -> int:
    """How many methods `list_tier` would give, without their lines: the head of a tier's pages tells no more."""
    own = own_lines(organisation_id, tier, ())
    of_tier = [method for method in own if tier in _own_line(method).tiers]
    return len(of_tier) + len(_packaged_beside(own, tier))


def _packaged_beside(own: Sequence[Row[Any]], tier: str) -> list[Page]:
    """The packaged methods of a tier, or all, of which the college has no version."""
    versions = {method.packaged for method in own}
    return [page for page in packaged_methods(current_language(), tier) if page.name not in versions]


def _packaged_line(page: Page) -> BankLine:
    return BankLine(
        page.title,
        page.summary,
        tuple(page.tiers),
        page.kind,
        tuple(page.phases),
        page.minutes or None,
        page.minutes_short or None,
        page.order or {},
        page.time,
        page.language,
        page.name,
        None,
    )


def _own_line(method: Row[Any]) -> BankLine:
    line = BankLine(
        title=method.title,
        summary="",
        tiers=(method.tier,),
        kind=method.kind,
        phases=(method.phase,) if method.phase else (),
        minutes=method.minutes or None,
        minutes_short=None,
        order={},
        time="",
        language="",
        slug=method.packaged,
        own=method,
    )
    return _as_version(line, packaged_method(method.packaged)) if method.packaged else line


def _as_version(line: BankLine, page: Page | None) -> BankLine:
    """A version of a packaged method is found where that is found."""
    if page is None:
        return line
    return replace(
        line,
        summary=page.summary,
        tiers=tuple(page.tiers) or line.tiers,
        kind=line.kind or page.kind,
        phases=line.phases or tuple(page.phases),
        minutes=line.minutes or page.minutes or None,
        minutes_short=page.minutes_short or None,
        time=page.time,
    )
