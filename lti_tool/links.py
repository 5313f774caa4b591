"""Web addresses as people write them: without https, in brackets, with a full stop behind, in the middle of a name."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

LONGEST_READ = 4_000  # characters of a name and its links: what is longer is refused anyway, so nothing is looked for
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")  # copied along without being seen
_HOST = re.compile(r"[^\s!\"#$%&'()*+,/:;<=>?@\[\\\]^`{|}~\x00-\x1f\x7f]+")
_BEGINS_WITH_HOST = re.compile(r"[^\s:/@?#]+\.[^\s:/@?#]+(?::\d{1,5})?(?:[/?#]|$)")
_EMAIL = re.compile(r"(?:mailto:)?[^\s@:/]+@[^\s@:/]+\.[^\s@:/.]+", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w@.-])(?:https?://|www\.)\S+", re.IGNORECASE)
_LEFT_OUT = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_QUOTES = "\"'“”„«»‘’"
_NEVER_INSIDE = set('"“”„«»<>`')
_OPENED_BY = {")": "(", "]": "[", "}": "{"}
_AFTER_A_LINK = ".,;:!?'’"
_BEFORE_IT = f"{_QUOTES}<([{{ "
_BEHIND_IT = f"{_QUOTES}>)]}} {_AFTER_A_LINK}"
_NAMED = re.compile(r"\[([^\[\]\0]*)\]\( ?\0 ?\)")  # Markdown: [name](address)
_WRAPPED = re.compile(f"[<({{{_QUOTES}\\[] ?\0 ?[>)}}{_QUOTES}\\]]")
_BETWEEN = " ,;:|–—-"


def read_link(text: str) -> str:
    """The address that is meant, made whole: `<www.leipomo.example>.` gets https. What is none stays as it was typed."""
    begun = INVISIBLE.sub("", text).lstrip(_BEFORE_IT)
    written = address_in(begun)
    link = completed_link(written)
    return link if is_web_link(link) and not begun[len(written) :].strip(_BEHIND_IT) else text


def completed_link(text: str) -> str:
    """An address without its scheme gets https: `leipomo.example:8080`, `//leipomo.example`."""
    if text.startswith("//"):
        return f"https:{text}"
    return f"https://{text}" if _BEGINS_WITH_HOST.match(text) else text


@lru_cache(maxsize=4096)  # a page of the list asks a hundred times
def is_web_link(text: str) -> bool:
    """Only http and https with a host and nobody's name before it; `javascript:` and the like never become a link."""
    try:
        url = urlsplit(text)
        host = url.hostname or ""
        is_host = bool(_HOST.fullmatch(host)) or ":" in host  # an IPv6 address is checked by urlsplit
        return url.scheme in ("http", "https") and is_host and url.port != 0 and "@" not in url.netloc and not _is_spoilt(text)
    except ValueError:
        return False


def is_email(text: str) -> bool:
    """Whether it is the address of a mailbox, also where a scheme was put before it: `https://info@leipomo.example`."""
    return bool(_EMAIL.fullmatch(re.sub("^https?://", "", text, flags=re.IGNORECASE).rstrip("/.,;")))


def bare_address(text: str) -> str:
    """An address without what people leave out of it: `https://www.leipomo.example/` is `leipomo.example`."""
    return _LEFT_OUT.sub("", text.strip()).rstrip("/").casefold()


def address_in(text: str) -> str:
    """The address that a text begins with: not the full stop behind it, nor a bracket that was opened before it."""
    opened: list[str] = []
    end = len(text)
    for position, character in enumerate(text):
        if character in _OPENED_BY.values():
            opened.append(character)
            continue
        is_too_much = character in _OPENED_BY and (not opened or opened.pop() != _OPENED_BY[character])
        if is_too_much or character in _NEVER_INSIDE or character.isspace():
            end = position
            break
    return text[:end].rstrip(_AFTER_A_LINK)


def split_links(text: str) -> tuple[str, list[str]]:
    """`Kahvila Kerttuli (www.kerttuli.example)` as the name and the addresses that stood in it, each once and made whole."""
    text = " ".join(text.split())
    links: dict[str, str] = {}
    pieces = []
    position = 0
    while len(text) <= LONGEST_READ and (found := _ADDRESS.search(text, position)):
        written = address_in(found[0])
        link = completed_link(INVISIBLE.sub("", written))
        pieces.append(text[position : found.start()])
        position = found.start() + max(len(written), len("www."))
        if is_web_link(link):
            pieces.append("\0")
            links.setdefault(link.partition("://")[2].rstrip("/").casefold(), link)
        else:
            pieces.append(text[found.start() : position])
    pieces.append(text[position:])
    return (_without_marks("".join(pieces)) if links else text), list(links.values())


def _without_marks(name: str) -> str:
    """A name after its addresses, marked by NUL, were taken out: with nothing left of what stood around them."""
    name = _NAMED.sub("\\1 \0", name)
    name = _WRAPPED.sub("\0", _WRAPPED.sub("\0", name))  # also <https://…> within brackets
    name = " ".join(re.sub("\0[.;:!?]*", " ", name).split())
    return re.sub(r" ([,)\]])", r"\1", name).strip(_BETWEEN)


def _is_spoilt(text: str) -> bool:
    return any(character.isspace() for character in text) or bool(INVISIBLE.search(text))
