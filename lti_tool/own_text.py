"""What people write -> HTML, by markdown-it: a line break is a line break, bare addresses are links, HTML is shown as typed.

Still to be cleaned, as `layout.lay_out` does.
"""

from __future__ import annotations

import re
from typing import Any

from linkify_it import LinkifyIt
from linkify_it.main import Match
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import escape

from .links import address_in, completed_link, is_email, is_web_link
from .pasted import as_markdown

# Each is one page, written with 0: `log:0`.
ONE_PAGE_SCHEMES = ("log", "partners", "needs", "agreements", "teams", "plan", "methods", "privacy")
OUR_SCHEMES = ("tier", "method", "page", "term", *ONE_PAGE_SCHEMES)
OTHER_SCHEMES = ("mailto", "tel", *OUR_SCHEMES)
LOWEST_HEADING = 4
LONGEST_PATH = 1_000
_OTHER_LINK = re.compile(rf"(?:{'|'.join(OTHER_SCHEMES)}):\S+", re.IGNORECASE)
_HOST_AFTER_WWW = re.compile(r"[\w-]+(?:\.[\w-]+)+(?=([:/?#]?))")
_UNDERSCORES = re.compile("__+")
_MAY_HOLD_ONE = re.compile(r"[./](?:(?<=[^\W\d]\.)[^\W\d]|/\w)")  # a.b or //a; begins with what is rare, which is found sooner
_HTML = re.compile(r"</?[a-zA-Z][^<>\n]*>|<!--")
_DEAD_LINK = re.compile(r"\]\([^()\s]+\)")
_COLUMNS = re.compile(r"^[^\t\n]+\t[^\n]*\n[^\t\n]+\t", re.MULTILINE)


class TooDeep(ValueError):
    """Lists and quotations stand in each other so deeply that the innermost would be left out."""


class _Addresses(LinkifyIt):
    """Finds bare addresses: with https, with `www.` whatever their ending, `leipomo.fi`, e-mails."""

    def __init__(self) -> None:
        super().__init__({"www.": {"validate": self._length_after_www}})

    def _on_compile(self) -> None:  # the library's place to change its patterns: an @ tells enough, whatever the ending
        self.re["tpl_email_fuzzy"] = self.re["tpl_email_fuzzy"].replace("%TLDS%", "[a-z]{2,24}")

    def _length_after_www(self, text: str, position: int) -> int:
        host = _HOST_AFTER_WWW.match(text, position)
        if not host:
            return 0
        path = address_in(text[host.end() : host.end() + LONGEST_PATH]) if host[1] else ""
        return len(host[0]) + len(path)

    def match(self, text: str) -> list[Match] | None:
        return [found for found in super().match(text) or [] if not _is_end_of_sentence(found)] or None

    def normalize(self, match: Match) -> None:
        if match.schema in ("", "www."):
            match.url = f"https://{match.url}"
        else:
            super().normalize(match)


def _is_end_of_sentence(found: Match) -> bool:
    """`kahvilassa.Se on auki`: a missing space, no site of Sweden."""
    ending = re.split("[/?#:]", found.text, maxsplit=1)[0].rpartition(".")[2]
    return found.schema == "" and ending[:1].isupper() and not found.text.isupper()


class _Engine(MarkdownIt):
    """Markdown as people type it; one for each text, since the finder of addresses keeps what it found last."""

    def __init__(self) -> None:
        super().__init__("commonmark", {"html": False, "breaks": True, "linkify": True})
        self.enable(["table", "linkify"])
        # Not meant: spaces before a line as code, ----- under a line as a heading, [note]: as something to hide.
        self.disable(["code", "lheading", "reference"])
        self.inline.ruler.before("emphasis", "blanks", _keep_blanks)
        self.linkify = _Addresses()
        self.add_render_rule("image", _link_to_picture)

    def normalizeLink(self, url: str) -> str:
        """`[our page](www.leipomo.example)` leads there, `[ask](info@leipomo.example)` writes an e-mail."""
        if is_email(url) and ":" not in url:
            return f"mailto:{url}"
        return super().normalizeLink(completed_link(url))

    def validateLink(self, url: str) -> bool:
        """What else is written as a link stays as it was typed."""
        return is_web_link(url) or bool(_OTHER_LINK.fullmatch(url))


def lay_out_own(text: str, first_level: int) -> str:
    """HTML of what somebody has written, its highest heading as `first_level`; raises TooDeep."""
    engine = _Engine()
    tokens = engine.parse(as_markdown(text))
    containers = [token for token in tokens if token.type in ("list_item_open", "blockquote_open")]
    if any(token.level >= engine.options.maxNesting - 1 for token in containers):
        raise TooDeep
    _shift_headings(tokens, first_level)
    return engine.renderer.render(tokens, engine.options, {})


def split_at_addresses(text: str) -> list[tuple[str, str]]:
    """A plain text in pieces, each with the address that it is a link to, or none."""
    if not _MAY_HOLD_ONE.search(text):
        return [(text, "")]
    pieces = []
    end = 0
    for found in _Addresses().match(text) or []:
        if is_web_link(found.url) or found.url.startswith("mailto:"):
            pieces += [(text[end : found.index], ""), (found.text, found.url)]
            end = found.last_index
    return [*pieces, (text[end:], "")]


def left_as_typed(text: str) -> set[str]:
    """What is not laid out but shown as it stands: `html`, `picture` (a link to it is shown), `link`, `columns` of a sheet."""
    found = set()
    for token in _Engine().parse(as_markdown(text)):
        if token.type == "inline" and _COLUMNS.search(token.content):
            found.add("columns")
        for child in token.children or ():
            if child.type == "image":
                found.add("picture")
            if child.type == "text" and _HTML.search(child.content):
                found.add("html")
            if child.type == "text" and _DEAD_LINK.search(child.content):
                found.add("link")
    return found


def _keep_blanks(state: StateInline, silent: bool) -> bool:
    """`__.__.20__` is to be filled in by hand: two and more underscores make nothing bold."""
    run = _UNDERSCORES.match(state.src, state.pos)
    if not run:
        return False
    if not silent:
        state.pending += run[0]
    state.pos = run.end()
    return True


def _shift_headings(tokens: list[Token], first_level: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) - highest + first_level, LOWEST_HEADING)}"


def _link_to_picture(_renderer: Any, tokens: list[Token], index: int, _options: Any, _environment: Any) -> str:
    picture = tokens[index]
    address = str(picture.attrs["src"])
    return f'<a href="{escape(address)}">{escape(picture.content or address)}</a>'
