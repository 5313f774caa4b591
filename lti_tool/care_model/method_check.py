"""Whether a packaged method is whole, beyond what every packaged text must be (see content_check)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..languages import DEFAULT, LANGUAGES
from ..methods.bank import KINDS, PHASES
from ..methods.sheets import TEMPLATE
from ..pages import METHODS, Page, load_page, page_names
from ..tiers.models import ALL_TIERS

LONGEST_SUMMARY = 160
_SECTION = re.compile(r"^## +(.+?)$", re.MULTILINE)


def faults_of(page: Page) -> Iterator[str]:
    """What a method must have beyond a text (docs/texts.md), and that no tier stands on what leaves the house."""
    for key, known, given in (("tiers", ALL_TIERS, page.tiers), ("phases", PHASES, page.phases), ("kind", KINDS, [page.kind])):
        yield from (f"{key}: {value!r} is unknown" for value in given or () if value not in known)
    if not isinstance(page.minutes, int) or page.minutes < 1:
        yield "minutes is no number of minutes"
    yield from _short_version(page)
    for tier, place in (page.order or {}).items():
        if tier not in page.tiers or not isinstance(place, int):
            yield f"order: {tier}: {place} is no place in a tier of its own"
    if page.name in page.related:
        yield "is related to itself"
    if len(page.summary) > LONGEST_SUMMARY:
        yield f"summary has {len(page.summary)} characters, at most {LONGEST_SUMMARY}"
    sections = tuple(match[1] for match in _SECTION.finditer(page.markdown))
    language = LANGUAGES[page.language]
    if tuple(title for title in sections if title != language.example) != language.sections:
        yield f"sections are {', '.join(sections)} and not {', '.join(language.sections)}"
    if language.example in sections and sections.index(language.example) != TEMPLATE + 1:
        yield f"{language.example} does not follow {language.sections[TEMPLATE]}"
    body = f"{page.title} {page.summary} {page.markdown}"
    yield from (f"names a tier: {match[0]!r}" for match in re.finditer(language.tier_words, body, re.IGNORECASE))
    if "](tier:" in page.markdown:
        yield "links to a tier"


def _short_version(page: Page) -> Iterator[str]:
    """How long the short version takes is found by the filter and must be told in the text: *Short version (20 min)*."""
    if not page.minutes_short:
        return
    if page.minutes_short >= page.minutes:
        yield "minutes_short is not shorter than minutes"
    if f"({page.minutes_short} min)" not in page.markdown:
        yield f"the text does not tell of the short version ({page.minutes_short} min)"


def places_taken_twice() -> Iterator[str]:
    """Two methods that stand at the same place of a tier."""
    places: dict[tuple[str, int], str] = {}
    for name in page_names(METHODS):
        page = load_page(METHODS, DEFAULT, name)
        for place in (page.order or {}).items() if page else ():
            if place in places:
                yield f"methods/{DEFAULT}/{name}.md: order: {places[place]} is at {place[1]} of {place[0]} too"
            places[place] = name
