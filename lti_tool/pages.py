"""Markdown with front matter -> a page with safe HTML.

Packaged texts and staff's own words take the same way, so that nothing a user writes can do more than a text can.
Links inside a text name what they mean (`tier:everyday`, `method:company-visit`, `page:guides`, `log:0`); the address is
filled in when the page is shown, since it carries the launch. `term:customer` opens the glossary's words on the spot.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

import frontmatter
from flask import g
from flask_babel import gettext as _
from markupsafe import Markup, escape
from yaml import YAMLError

from .languages import DEFAULT
from .layout import lay_out
from .own_text import ONE_PAGE_SCHEMES, split_at_addresses
from .text import searchable

log = logging.getLogger("hoitomalli")

_FIRST_HEADING = re.compile(r"(?=<h[2-4])")
_SECTION = re.compile(r'<(h[23]) id="([^"]+)">(.*?)</\1>', re.DOTALL)
_OUR_LINK = re.compile(rf'href="(tier|method|page|{"|".join(ONE_PAGE_SCHEMES)}):([\w-]+)"( rel="[^"]*")?')
_WEB_LINK = re.compile(r'<a href="(https?://[^"]*)"( rel="[^"]*")?>(.*?)</a>', re.DOTALL)
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
MANY_COLUMNS = 5  # of a table: beside each other they are too narrow to be read on a phone
_TERM = re.compile(r'<a href="term:([\w-]+)"(?: rel="[^"]*")?>(.*?)</a>', re.DOTALL)
_TYPES = {
    "title": str,
    "summary": str,
    "lead": str,
    "kind": str,
    "time": str,
    "participants": str,
    "source": str,
    "minutes": int,
    "minutes_short": int,
    "order": dict,
    "tiers": list,
    "phases": list,
    "related": list,
}

CONTENT = "lti_tool.content"  # how content/ and methods/ are installed
METHODS = "lti_tool.method_bank"

# Where things are shown: scheme -> address of a name, of a term its title. Features register theirs, so that texts, templates
# and code of the features below can lead there.
resolvers: dict[str, Callable[[str], str]] = {}


def address_of(scheme: str, name: str = "", anchor: str = "") -> str:
    """Where a feature above shows this, by the name of a resolver: a `tier`, a `method`, a `partner`, an `assessment`, a `page`,
    a `list`, a `course` in its LMS, the `overview`, …"""
    return resolvers[scheme](name) + (f"#{anchor}" if anchor else "")


class Section(NamedTuple):
    """A part of a text, by its heading."""

    anchor: str
    title: str


@dataclass(frozen=True)
class Page:
    """One text: its front matter, its Markdown and its HTML. `opening` is what stands before the first heading.

    A file whose front matter cannot be read has only `error`: its page says so, all others work.
    """

    name: str
    language: str
    matter: dict[str, Any] = field(repr=False)
    markdown: str = field(repr=False)
    opening: Markup = field(repr=False)
    rest: Markup = field(repr=False)

    def __getattr__(self, key: str) -> Any:
        return self.matter.get(key, "")

    @property
    def sections(self) -> list[Section]:
        """Its headings of the highest level, for a list of contents."""
        found = _SECTION.findall(self.rest)
        highest = min((level for level, _anchor, _title in found), default="")
        parts = [(anchor, title) for level, anchor, title in found if level == highest]
        return [Section(anchor, Markup(title).striptags()) for anchor, title in parts]  # noqa: S704 - to strip its tags

    @property
    def short(self) -> str:
        """A tier's title where there is little room; of all others the title."""
        return self.matter.get("short") or self.title

    @cached_property
    def searched(self) -> str:
        """All its words as they are searched."""
        return searchable(f"{self.title} {self.summary} {self.markdown}")

    @classmethod
    def empty(cls, name: str, **matter: Any) -> Page:
        """Stands in where there is no text."""
        return cls(name, "", matter, "", Markup(""), Markup(""))


@lru_cache(maxsize=256)
def render_markdown(text: str, *, first_level: int = 3, own: bool = True) -> Markup:
    """Safe HTML of a Markdown text, its `##` shown as heading `first_level`.

    `own` is for what people write: no heading ids (they could collide with the page's own).
    """
    try:
        html = lay_out(text, first_level, own=own)
    except Exception as error:  # saved texts have been tried; what cannot be laid out nevertheless is shown as it was typed
        log.error(
            "A text of %d characters cannot be laid out (%s); it is shown as it was typed.", len(text), type(error).__name__
        )
        html = f"<p>{escape(text)}</p>".replace("\n", "<br>")
    return Markup(html)  # noqa: S704 - cleaned, or escaped


def fill_links(html: Markup) -> Markup:
    """The HTML with our named links as addresses of this launch, all others to a new window; the Jinja filter `links`.

    A table of many columns stands in a frame of its own, which a phone moves sideways.
    """

    def term(match: re.Match[str]) -> str:
        if not (known := resolvers.get("term")) or not known(match[1]):
            return match[2]
        g.setdefault("terms", {})[match[1]] = None  # the page shows their meaning at its end
        return f'<button type="button" class="link term" popovertarget="term-{match[1]}">{match[2]}</button>'

    def address(match: re.Match[str]) -> str:
        resolve = resolvers.get(match[1])
        return f'href="{resolve(match[2]) if resolve else "#"}"'

    hint = f'<span class="visually-hidden"> ({escape(_("opens in a new window"))})</span>'
    opened = rf'<a href="\1"\2 target="_blank">\3{hint}</a>'  # a site that refuses framing is a grey page here
    label = escape(_("Table"))
    framed = f'<div class="scroll wide-table" tabindex="0" role="group" aria-label="{label}">'

    def table(match: re.Match[str]) -> str:
        columns = match[0].partition("</tr>")[0].count("</th>")
        return f"{framed}{match[0]}</div>" if columns >= MANY_COLUMNS else match[0]

    outside = _WEB_LINK.sub(opened, _TABLE.sub(table, str(html)))
    return Markup(_OUR_LINK.sub(address, _TERM.sub(term, outside)))  # noqa: S704 - addresses come from url_for


def link_addresses(text: str) -> Markup:
    """A plain text of one field with its bare addresses as links to a new window; the Jinja filter `linked`."""
    pieces = []
    for words, address in split_at_addresses(text):
        shown = str(escape(words))
        pieces.append(f'<a href="{escape(address)}" rel="noopener noreferrer">{shown}</a>' if address else shown)
    html = Markup("".join(pieces))  # noqa: S704 - all pieces are escaped
    return fill_links(html) if len(pieces) > 1 else html


@lru_cache(maxsize=1024)
def load_page(package: str, language: str, name: str, first_level: int = 3) -> Page | None:
    """A packaged page, e.g. load_page(CONTENT, "fi", "1-everyday"); None where the language lacks it."""
    source = packaged_source(package, language, f"{name}.md")
    return None if source is None else _page(name, language, source, first_level)


def packaged_source(package: str, language: str, file_name: str) -> str | None:
    """A packaged file as it stands, e.g. front matter and Markdown; None where the language lacks it."""
    file = files(package).joinpath(language, file_name)
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _page(name: str, language: str, text: str, first_level: int) -> Page:
    try:
        matter, source = frontmatter.parse(text)
        for key, kind in _TYPES.items():
            if not isinstance(matter.get(key, kind()), kind):
                raise TypeError(f"{key} is no {kind.__name__}")
        opening, *rest = _FIRST_HEADING.split(render_markdown(source, first_level=first_level, own=False), maxsplit=1)
        return Page(name, language, matter, source, Markup(opening), Markup("".join(rest)))  # noqa: S704
    except (YAMLError, TypeError, ValueError) as error:
        log.error("%s/%s.md cannot be read: %s", language, name, error)
        return replace(Page.empty(name, title=name, error=str(error)), language=language)


def load_nearest(package: str, language: str, name: str, first_level: int = 3) -> Page | None:
    """The page in this language, else in Finnish: where Swedish lacks a text it shows the Finnish one and says so."""
    return load_page(package, language, name, first_level) or load_page(package, DEFAULT, name, first_level)


@lru_cache(maxsize=16)
def page_names(package: str, language: str = DEFAULT) -> tuple[str, ...]:
    """The names of a package's pages, sorted: Finnish is the complete set. None where there is no folder of the language."""
    folder = files(package).joinpath(language)
    if not folder.is_dir():
        return ()
    return tuple(sorted(f.name.removesuffix(".md") for f in folder.iterdir() if f.name.endswith(".md")))
