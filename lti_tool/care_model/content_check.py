"""Whether the packaged texts are whole: `hoitomalli check-content`, and a test. Each complaint names its file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise

from babel.messages.mofile import read_mo

from ..assessment import statements
from ..languages import LANGUAGES, WITH_CATALOGUE
from ..own_text import ONE_PAGE_SCHEMES
from ..pages import CONTENT, METHODS, Page, load_page, page_names
from ..tiers.glossary import glossary
from ..tiers.models import ALL_TIERS, PAGES
from ..tiers.queries import ARTICLES
from .method_check import faults_of, places_taken_twice
from .wording import word_count, wording_complaints

NEEDED_IN_ALL = {PAGES[name] for name in ("introduction", *ALL_TIERS, "accessibility", "privacy", "concepts", "glossary")}
FOLDERS = {CONTENT: "content", METHODS: "methods"}
NEEDED = {
    CONTENT: ("title", "lead"),
    METHODS: ("title", "summary", "tiers", "kind", "phases", "time", "minutes", "participants", "related", "source"),
}
_OF_TIERS = {PAGES[tier] for tier in ALL_TIERS}
SAME_IN_ALL = ("tiers", "order", "kind", "phases", "minutes", "minutes_short", "related", "for_partner")
WORDS_OF_A_TIER = range(380, 421)  # three minutes' reading
_HEADING = re.compile(r"^(#{1,6}) +(.+?)(?: *\{#[\w-]+\})?$", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]*)[^)]*\)")
_HTML = re.compile(r"<[a-zA-Z/!]")


def complaints() -> list[str]:
    """What is wrong with the packaged texts, in English, one line each; empty when all is well."""
    found = [f"{FOLDERS[package]}/{complaint}" for package in (CONTENT, METHODS) for complaint in _of_package(package)]
    found += [f"content/{code}/{statements.FILE}: missing" for code in LANGUAGES if not statements.is_there(code)]
    return [*found, *places_taken_twice(), *_catalogues(), *wording_complaints()]


def _catalogues() -> Iterator[str]:
    """What a language's catalogue lacks that another has; the source language needs none."""
    known = {code: _catalogue(code) for code in WITH_CATALOGUE}
    all_texts = set().union(*known.values())
    for code, texts in known.items():
        where = f"lti_tool/translations/{code}/LC_MESSAGES/messages.po"
        if not texts:
            yield f"{where}: missing or not compiled: `make catalogue`, translate, `make translations`"
        elif missing := all_texts - texts:
            yield f"{where}: {len(missing)} texts are not translated, {min(missing)[:60]!r} is one"


def _catalogue(language: str) -> set[str]:
    """The texts that a compiled catalogue translates."""
    file = files("lti_tool").joinpath("translations", language, "LC_MESSAGES", "messages.mo")
    if not file.is_file():
        return set()
    with file.open("rb") as compiled:
        return {message.id if isinstance(message.id, str) else message.id[0] for message in read_mo(compiled) if message.id}


def _of_package(package: str) -> Iterator[str]:
    for name in sorted({name for code in LANGUAGES for name in page_names(package, code)}):
        pages = {code: page for code in LANGUAGES if (page := load_page(package, code, name))}
        is_needed = name in NEEDED_IN_ALL if package == CONTENT else any(page.for_partner for page in pages.values())
        for code, language in LANGUAGES.items():
            if code not in pages and language.is_complete:
                yield f"{code}/{name}.md: missing, {' and '.join(sorted(pages))} has it"
            elif code not in pages and is_needed:
                yield f"{code}/{name}.md: missing, what is handed to a partner and the model itself is in all languages"
        for code, page in pages.items():
            for complaint in _of_page(package, page):
                yield f"{code}/{name}.md: {complaint}"
        yield from (f"*/{name}.md: {complaint}" for complaint in _differences(package, list(pages.values())))


def _of_page(package: str, page: Page) -> Iterator[str]:
    if page.error:
        yield f"front matter cannot be read: {page.error}"
        return
    needed = (*NEEDED[package], "short") if page.name in _OF_TIERS else NEEDED[package]
    yield from (f"front matter lacks {key}" for key in needed if not page.matter.get(key))
    if page.name in _OF_TIERS and (count := word_count(page.markdown)) not in WORDS_OF_A_TIER:
        yield f"has {count} words, a tier's page has {WORDS_OF_A_TIER[0]} to {WORDS_OF_A_TIER[-1]}"
    yield from _headings(page)
    yield from _links(page)
    if _HTML.search(page.markdown):
        yield "holds HTML, which is not shown"
    if package == METHODS:
        yield from faults_of(page)


def _headings(page: Page) -> Iterator[str]:
    found = list(_HEADING.finditer(page.markdown))
    if not found:
        return
    levels = [1, *(len(match[1]) for match in found)]
    for (before, after), match in zip(pairwise(levels), found, strict=True):
        if after > before + 1 or after == 1:
            yield f"heading {match[2]!r} is of level {after} under one of level {before}"
    for match, following in zip(found, [*found[1:], None], strict=True):
        text = page.markdown[match.end() : following.start() if following else None]
        is_opened_by_lower = following is not None and len(following[1]) > len(match[1])
        if not text.strip() and not is_opened_by_lower:
            yield f"section {match[2]!r} is empty"
    titles = [match[2] for match in found if len(match[1]) == 2]
    yield from (f"two sections are called {title!r}" for title in sorted({t for t in titles if titles.count(t) > 1}))


def _links(page: Page) -> Iterator[str]:
    known = {
        "tier": set(ALL_TIERS),
        "method": set(page_names(METHODS)),
        "page": {*ARTICLES, "concepts", "critical-points"},
        "term": set(glossary(page.language)),
        **{scheme: {"0"} for scheme in ONE_PAGE_SCHEMES},
    }
    for target in _LINK.findall(page.markdown):
        scheme, _colon, rest = target.partition(":")
        if scheme in known and rest not in known[scheme]:
            yield f"link {target} leads nowhere"
        elif scheme not in known and scheme not in ("https", "mailto"):
            yield f"link {target} is none of ours and not https"
    yield from (f"related method {slug!r} does not exist" for slug in page.related or () if slug not in known["method"])


def _differences(package: str, pages: list[Page]) -> Iterator[str]:
    """What must be the same in all languages."""
    readable = [page for page in pages if not page.error]
    if len({tuple(len(match[1]) for match in _HEADING.finditer(page.markdown)) for page in readable}) > 1:
        yield "the headings are not the same in all languages"
    if package == METHODS:
        for key in SAME_IN_ALL:
            if len({str(page.matter.get(key)) for page in readable}) > 1:
                yield f"{key} is not the same in all languages"
