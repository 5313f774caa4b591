"""Markdown -> safe HTML, and a trial of that in a process of its own: `python -m lti_tool.layout` lays out what it reads.

What a text costs can grow with the square of its length (measured: 2,000 brackets 0.6 s, 400 `![` before 29,000 letters 7.5 s),
and a single call of a regular expression cannot be stopped in a thread. A process can: it gives itself a time of the processor,
which a busy machine does not shorten.
"""

from __future__ import annotations

import json
import signal
import sys

import nh3
from markdown import Markdown

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
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "th": {"align"}, "td": {"align"}}
OUR_SCHEMES = ("tier", "method", "page", "term")


def lay_out(text: str, first_level: int, *, own: bool) -> str:
    """Safe HTML of a Markdown text, its `##` shown as heading `first_level`; any error may be raised for an odd text.

    `own` is for what people write: no heading ids (they could collide with the page's own).
    """
    engine = Markdown(
        extensions=["tables", "sane_lists", "toc", *([] if own else ["attr_list"])],
        extension_configs={"toc": {"baselevel": first_level - 1, "marker": ""}},
    )
    attributes = {"a": {"href"}, "ol": {"start"}} if own else ATTRIBUTES
    schemes = {"http", "https", "mailto", *OUR_SCHEMES}
    return nh3.clean(engine.convert(text), tags=TAGS, attributes=attributes, url_schemes=schemes, link_rel="noopener noreferrer")


def try_layout(texts: list[str]) -> None:
    """Make all that is ever made of own texts, the page and the Word file; raises whatever goes wrong."""
    for text in texts:
        word_file("", lay_out(text, 2, own=True), "en")


if __name__ == "__main__":
    written = json.loads(sys.stdin.buffer.read())
    sys.setrecursionlimit(DEPTH)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)  # its signal ends the process, also inside a regular expression
    try_layout(written)
