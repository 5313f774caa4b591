"""Web addresses out of an entry, with the word and the brackets that stood around them."""

from __future__ import annotations

import re

from ..links import split_links
from ..own_text import split_at_addresses
from .headings import label_meaning

_LABEL_OF_LINK = re.compile(r"([^\W\d_][^\W\d_ ]{1,15})\s*:\s*(?=https?://|www\.)", re.IGNORECASE)
_BEHIND_LINK = re.compile(r"((?:https?://|www\.)\S*?[)>\]]*)([:;])(?=\s|$)", re.IGNORECASE)


def without_links(text: str) -> tuple[str, list[str]]:
    """The text without its web addresses, line by line, and the addresses; what stands around one goes with it."""
    found: list[str] = []
    lines = []
    for line in text.split("\n"):
        whole = "".join(url if url.startswith("https:") else piece for piece, url in split_at_addresses(line))
        whole = _BEHIND_LINK.sub(r"\1 \2", _LABEL_OF_LINK.sub(_without_label_of_link, whole))
        tabs = []
        for cell in whole.split("\t"):
            rest, links = split_links(cell)
            found += [link for link in links if link not in found]
            tabs.append(rest)
        lines.append("\t".join(tabs))
    return "\n".join(line for line in lines if line.strip()), found


def _without_label_of_link(label: re.Match[str]) -> str:
    return "" if label_meaning(label[1]) == "link" else label[0]
