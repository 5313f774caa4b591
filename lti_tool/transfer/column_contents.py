"""What a column means by what stands in most of its cells: addresses, business ids, phone numbers, tiers, our own people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from typing import ClassVar

from stdnum.fi import ytunnus

from ..contacts.addresses import read_email, read_phone
from ..links import is_web_link, read_link
from ..partners.name_parts import municipalities
from ..text import legal_forms, search_key
from .likely_names import is_known, is_likely_person, is_likely_team
from .tiers_as_written import tier_as_written

MOST_LOOKED_AT = 200  # cells of a column
_MOST = 0.6  # share of the cells
_SOME = 0.3
_LONGEST_NAME = 80  # characters, on average
_FEWEST_PEOPLE = 2


class Kinds:
    """What cells can be, for a college with its own people and its own titles of tiers."""

    PLAIN: ClassVar = {"business_id", "their_email", "their_phone", "link", "tier"}  # what nothing else looks like

    def __init__(self, known: Set[str] = frozenset(), own_titles: Mapping[str, str] | None = None) -> None:
        self.known = known
        self.own_titles = own_titles

    def tests(self) -> dict[str, Callable[[str], bool]]:
        """Each meaning with what a cell of it is, the surest first."""
        return {
            "business_id": lambda text: bool(ytunnus.is_valid(text)) and "-" in text,
            "their_email": lambda text: "@" in text and bool(read_email(text)),
            "link": lambda text: "@" not in text and is_web_link(read_link(text)),
            "tier": lambda text: tier_as_written(text, self.own_titles) is not None,
            "their_phone": lambda text: bool(read_phone(text)),
            "municipality": lambda text: search_key(text) in municipalities(),
            "contact": lambda text: is_known(text, self.known) or is_likely_person(text) or is_likely_team(text),
        }

    def may_be_names(self, texts: Sequence[str]) -> bool:
        """Short texts with letters, most of them different."""
        looked_at = texts[:MOST_LOOKED_AT]
        if not looked_at or sum(map(len, looked_at)) > _LONGEST_NAME * len(looked_at):
            return False
        lettered = [text for text in looked_at if any(character.isalpha() for character in text)]
        return len(lettered) >= _MOST * len(looked_at) and len(set(looked_at)) * 2 >= len(looked_at)

    def share_of_firms(self, texts: Sequence[str]) -> float:
        looked_at = texts[:MOST_LOOKED_AT]
        return sum(bool(legal_forms(text)) for text in looked_at) / len(looked_at)


def meaning_by_content(texts: Sequence[str], kinds: Kinds) -> str:
    """The meaning of a column's filled cells; empty where nothing is said by most of them."""
    looked_at = texts[:MOST_LOOKED_AT]
    if kinds.share_of_firms(looked_at) >= _SOME:
        return "partner" if kinds.may_be_names(looked_at) else ""
    for meaning, is_one in kinds.tests().items():
        found = sum(map(is_one, looked_at))
        if found >= _MOST * len(looked_at) and (meaning != "contact" or found >= _FEWEST_PEOPLE):
            return meaning
    return ""
