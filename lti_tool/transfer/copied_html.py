"""HTML of the clipboard, as Moodle, Word, Excel and others write it -> lines of a list, rows of a table."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from ..links import bare_address, is_web_link
from .cells import clean
from .copied_table import CopiedTable
from .list_lines import Line, lines_of_text

LARGEST_HTML = 2_000_000  # characters
DEEPEST = 300  # tags within each other
_BULLET_OF_WORD = re.compile(r"^\s*(?:[•·▪◦‣⁃●○■□➢➔✓§\uf0a7\uf0b7\uf0d8–—−*+-]|o(?=\s)|\d{1,3}[.)])\s+")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_MAY_LACK_THEIR_END = {"p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody", "thead", "tfoot", "colgroup"}
_MAY_LACK_THEIR_END |= {"br", "hr", "img", "meta", "link", "input", "col", "base", "wbr"}
_LEVEL_OF_WORD = re.compile(r"mso-list:[^;]*level(\d)")
_BLOCKS = {"p", "div", "section", "article", "blockquote", "dt", "dd", "pre", "figure", "hr"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_UNSEEN = {"script", "style", "title", "template"}
_SPANS = {"rowspan", "colspan"}
_READ = {"ul", "ol", "li", "a", "br", "table", "thead", "tbody", "tfoot", "tr", "td", "th", *_BLOCKS, *_HEADINGS}


class Copied(NamedTuple):
    """What HTML holds: lines, and rows where it is a table."""

    lines: list[Line]
    rows: list[list[str]]


def copied_html(html: str) -> Copied:
    """The lines and the rows of a table in HTML of at most LARGEST_HTML."""
    reader = _Reader()
    reader.feed(_made_whole(html))
    reader.close()
    reader.end_line()
    has_items = any(line.is_item for line in reader.lines)
    return Copied(reader.lines if has_items else lines_of_text(_as_text(reader.lines)), reader.table.rows)


def _as_text(lines: list[Line]) -> str:
    """Paragraphs alone: their bullets may be typed, as in a text."""
    said = []
    for line in lines:
        said += ["", f"## {line.text}" if line.is_heading else line.text] if line.is_after_blank else [line.text]
    return "\n".join(said).replace("\u00a0", " ")


def _number(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 6 else 1


def _made_whole(html: str) -> str:
    """Every tag with its end, and only those that are read: on broken HTML Python's own reader can take hours.

    Nothing of what stands in itself hundreds of times, which takes the cleaner a minute.
    """
    if _depth(html) > DEEPEST:
        return ""
    return nh3.clean(
        html,
        tags=_READ,
        clean_content_tags=_UNSEEN,
        attributes={"a": {"href"}, "p": {"style"}, "div": {"style"}, "td": _SPANS, "th": _SPANS},
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _depth(html: str) -> int:
    """How many tags are open at once, at most; of those that may lack their end none is counted."""
    deepest = 0
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _MAY_LACK_THEIR_END:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            deepest = max(deepest, depth)
    return deepest


class _Reader(HTMLParser):
    """Block by block; an address of a link is put in brackets behind what is shown of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.table = CopiedTable()
        self.said = ""
        self.lists = 0
        self.is_item = False
        self.is_heading = False
        self.level_of_word = 0
        self.address = ""
        self.link_begins = 0
        self.span = (1, 1)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("ul", "ol"):
            self.end_line()
            self.lists += 1
        elif tag == "li":
            self.end_line()
            self.is_item = True
        elif tag in _HEADINGS:
            self.end_line()
            self.is_heading = True
        elif tag in _BLOCKS:
            self.end_line()
            level = _LEVEL_OF_WORD.search(given.get("style") or "")
            self.level_of_word = int(level[1]) if level else 0
        elif tag == "br":
            self.said += "\n"
        elif tag == "a":
            self.address = given.get("href") or ""
            self.link_begins = len(self.said)
        elif tag == "tr":
            self.table.begin_row()
        elif tag in ("td", "th"):
            self.said = ""
            self.span = (_number(given.get("rowspan")), _number(given.get("colspan")))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self.end_line()
            self.lists = max(0, self.lists - 1)
        elif tag == "a":
            self.end_link()
        elif tag in ("td", "th"):
            self.table.add_cell(clean(re.sub(r" *\n *", "\n", self.said)), *self.span)
            self.said = ""
        elif tag == "tr":
            self.table.end_row()
        elif tag == "li" or tag in _BLOCKS or tag in _HEADINGS:
            self.end_line()
            self.is_item = self.is_item and tag != "li"
            self.is_heading = False
            self.level_of_word = 0

    def handle_data(self, data: str) -> None:
        self.said += re.sub(r"[ \t\r\n]+", " ", data)

    def end_link(self) -> None:
        """What is shown and its address behind it; only the address where it is what is shown."""
        shown = self.said[self.link_begins :]
        if is_web_link(self.address):
            is_same = bare_address(shown) in ("", bare_address(self.address))
            said = f" {self.address} " if is_same else f"{shown} ({self.address}) "
            self.said = self.said[: self.link_begins] + said
        self.address = ""

    def end_line(self) -> None:
        """A second paragraph within an item goes on with it; Word's items are paragraphs that begin with their bullet."""
        if self.table.is_in_row:
            self.said += "\n" if self.said.strip() else ""
            return
        said = "\n".join(filter(None, (part.strip() for part in self.said.split("\n"))))
        self.said = ""
        if not clean(said):
            return
        if self.level_of_word:
            said = _BULLET_OF_WORD.sub("", said, count=1)
            self.lines.append(Line(said, self.level_of_word, True))
            return
        if self.lists:
            self.lines.append(Line(said, self.lists + (not self.is_item), self.is_item))
        else:
            parts = said.split("\n")
            self.lines += [Line(part, 0, False, self.is_heading, is_after_blank=not place) for place, part in enumerate(parts)]
        self.is_item = False
