"""The bank of methods as it is found: packaged ones, the college's versions in their place, and its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from .. import db
from ..pages import METHODS, Page, page_names
from .models import OwnMethod
from .queries import own_methods, packaged_method

KINDS = {
    "agreement": _l("Agreement"), "checklist": _l("Checklist"), "event": _l("Event"), "interview": _l("Interview"),
    "map": _l("Map or picture"), "plan": _l("Plan"), "survey": _l("Survey"), "template": _l("Template"),
    "visit": _l("Visit"), "workshop": _l("Workshop"),
}  # fmt: skip
PHASES = {"know": _l("Getting to know"), "plan": _l("Planning"), "do": _l("Doing"), "evaluate": _l("Evaluating")}
TIMES = {30: _l("Half an hour at most"), 60: _l("An hour at most"), 180: _l("Half a day at most")}  # minutes


@dataclass(frozen=True)
class BankFilter:
    """What is looked for; an empty field leaves it open. `minutes` is the longest it may take."""

    tier: str = ""
    kind: str = ""
    phase: str = ""
    minutes: int | None = None
    text: str = ""

    def lets_through(self, method: Listed) -> bool:
        return (
            (not self.tier or self.tier in method.tiers)
            and (not self.kind or self.kind == method.kind)
            and (not self.phase or self.phase in method.phases)
            and (not self.minutes or (method.minutes or 10_000) <= self.minutes)
            and all(word in method.searched for word in db.search_key(self.text).split())
        )


@dataclass(frozen=True)
class Listed:
    """One line of the bank; `own` is None for a packaged method."""

    title: str
    summary: str
    tiers: tuple[str, ...]
    kind: str
    phases: tuple[str, ...]
    minutes: int | None
    time: str
    language: str
    searched: str
    slug: str
    own: OwnMethod | None


def list_bank(organisation_id: int, wanted: BankFilter) -> list[Listed]:
    """The methods that a filter lets through, by title; a packaged one steps back behind the college's version of it."""
    own = own_methods(organisation_id)
    versions = {method.packaged for method in own if method.packaged}
    packaged = [page for slug in page_names(METHODS) if slug not in versions and (page := packaged_method(slug))]
    lines = [*(_packaged_line(page) for page in packaged), *(_own_line(method) for method in own)]
    return sorted((line for line in lines if wanted.lets_through(line)), key=lambda line: db.sort_key(line.title))


def _packaged_line(page: Page) -> Listed:
    return Listed(
        page.title, page.summary, tuple(page.tiers), page.kind, tuple(page.phases), page.minutes or None, page.time,
        page.language, page.searched, page.name, None,
    )  # fmt: skip


def _own_line(method: OwnMethod) -> Listed:
    """A version of a packaged method is found where that is found."""
    page: Any = packaged_method(method.packaged) or Page.empty(method.packaged)
    return Listed(
        method.title, page.summary, tuple(page.tiers or [method.tier]), method.kind or page.kind,
        (method.phase,) if method.phase else tuple(page.phases), method.minutes or page.minutes or None, page.time, "",
        db.search_key(f"{method.title} {method.text} {method.ask}"), method.packaged, method,
    )  # fmt: skip
