"""Markdown with front matter -> a page with safe HTML.

Packaged texts and staff's own words take the same way, so that nothing a user writes can do more than a text can.
Links inside a text name what they mean (`tier:everyday`, `method:company-visit`, `page:guides`); the address is
filled in when the page is shown, since it carries the launch.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import frontmatter
import nh3
from markdown import Markdown
from markupsafe import Markup

TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "code", "pre", "hr", "br",
        "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "th": {"align"}, "td": {"align"}}
OUR_SCHEMES = ("tier", "method", "page")
_FIRST_HEADING = re.compile(r"(?=<h[2-4])")
_OUR_LINK = re.compile(r'href="(tier|method|page):([\w-]+)"( rel="[^"]*")?')

CONTENT, METHODS = "lti_tool.content", "lti_tool.method_bank"  # how content/ and methods/ are installed

resolvers: dict[str, Callable[[str], str]] = {}  # scheme -> address; the features register theirs in app


@dataclass(frozen=True)
class Page:
    """One text: its front matter and its HTML. `opening` is what stands before the first heading."""

    name: str
    language: str
    matter: dict[str, Any] = field(repr=False)
    opening: Markup = field(repr=False)
    rest: Markup = field(repr=False)

    def __getattr__(self, key: str) -> Any:
        return self.matter.get(key, "")


def render_markdown(text: str, *, first_level: int = 3, own: bool = True) -> Markup:
    """Safe HTML of a Markdown text, its `##` shown as heading `first_level`.

    `own` is for what people write: no heading ids (they could collide with the page's own).
    """
    engine = Markdown(
        extensions=["tables", "sane_lists", "toc"],
        extension_configs={"toc": {"baselevel": first_level - 1, "marker": ""}},
    )
    attributes = {"a": {"href", "title"}} if own else ATTRIBUTES
    schemes = {"http", "https", "mailto", *OUR_SCHEMES}
    html = nh3.clean(engine.convert(text), tags=TAGS, attributes=attributes, url_schemes=schemes, link_rel="noopener noreferrer")
    return Markup(html)  # noqa: S704 - nh3 has just cleaned it


def fill_links(html: Markup) -> Markup:
    """The HTML with our named links as addresses of this launch; the Jinja filter `links`."""

    def address(match: re.Match[str]) -> str:
        resolve = resolvers.get(match[1])
        return f'href="{resolve(match[2]) if resolve else "#"}"'

    return Markup(_OUR_LINK.sub(address, html))  # noqa: S704 - addresses come from url_for


@lru_cache(maxsize=1024)
def load_page(package: str, language: str, name: str, first_level: int = 3) -> Page | None:
    """A packaged page, e.g. load_page(CONTENT, "fi", "1-everyday"); None where the language lacks it."""
    file = files(package).joinpath(language, f"{name}.md")
    if not file.is_file():
        return None
    post = frontmatter.loads(file.read_text(encoding="utf-8"))
    opening, *rest = _FIRST_HEADING.split(render_markdown(post.content, first_level=first_level, own=False), maxsplit=1)
    return Page(name, language, post.metadata, Markup(opening), Markup("".join(rest)))  # noqa: S704


def load_nearest(package: str, language: str, name: str, first_level: int = 3) -> Page | None:
    """The page in this language, else in Finnish: where Swedish lacks a text it shows the Finnish one and says so."""
    return load_page(package, language, name, first_level) or load_page(package, "fi", name, first_level)


@lru_cache(maxsize=8)
def page_names(package: str) -> tuple[str, ...]:
    """The names of a package's Finnish pages, sorted: Finnish is the complete set."""
    folder = files(package).joinpath("fi")
    return tuple(sorted(f.name.removesuffix(".md") for f in folder.iterdir() if f.name.endswith(".md")))
