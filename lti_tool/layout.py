"""Markdown -> safe HTML, and a trial of that in a process of its own: `python -m lti_tool.layout` lays out what it reads.

What a text costs can grow with the square of its length (measured: a table of 1,000 columns, a Word file of 2,200 lists), and
a single call of a regular expression cannot be stopped in a thread. A process can: it gives itself a time of the processor, which
a busy machine does not shorten.
"""

from __future__ import annotations

import json
import signal
import sys

import nh3
from markdown import Markdown

from .own_text import OUR_SCHEMES, lay_out_own
from .word import word_file

CPU_SECONDS = 2  # the largest packaged texts take 0.3
DEPTH = 700  # frames: at display others stand below, of the thousand that Python allows
TAGS = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "blockquote",
    "code",
    "pre",
    "hr",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
OWN_ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}  # "*": else any may have title and lang
ATTRIBUTES = {**OWN_ATTRIBUTES, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "th": {"align"}, "td": {"align"}}


def lay_out(text: str, first_level: int, *, own: bool) -> str:
    """Safe HTML of a Markdown text, its `##` shown as heading `first_level`; any error may be raised for an odd text.

    `own` is for what people write: read as they type it, and no heading ids (they could collide with the page's own).
    """
    html = lay_out_own(text, first_level) if own else _lay_out_packaged(text, first_level)
    attributes = OWN_ATTRIBUTES if own else ATTRIBUTES
    schemes = {"http", "https", "mailto", "tel", *OUR_SCHEMES}
    return nh3.clean(html, tags=TAGS, attributes=attributes, url_schemes=schemes, link_rel="noopener noreferrer")


def _lay_out_packaged(text: str, first_level: int) -> str:
    engine = Markdown(
        extensions=["tables", "sane_lists", "toc", "attr_list"],
        extension_configs={"toc": {"baselevel": first_level - 1, "marker": ""}},
    )
    return engine.convert(text)


def try_layout(texts: list[str]) -> None:
    """Make all that is ever made of own texts, the page and the Word file; raises whatever goes wrong."""
    for text in texts:
        word_file("", lay_out(text, 2, own=True), "en")


if __name__ == "__main__":
    written = json.loads(sys.stdin.buffer.read())
    sys.setrecursionlimit(DEPTH)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # its signal ends the process, also inside a regular expression
    try_layout(written)
