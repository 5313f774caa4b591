"""The college's partners that a text names, also inflected: *Vierailu Leipomo Kultakuoressa* names Leipomo Kultakuori Oy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from .. import db
from ..partners.models import OtherName, Partner
from ..text import name_key

SHORTEST = 3  # letters of a name: shorter ones are words of any text
LONGEST_ENDING = 5  # letters that a case adds, e.g. -ssamme; the last letter of the name may change with it
MOST_PARTNERS = 20000
_FIRST = 3  # letters by which names are looked up


class Named(NamedTuple):
    """A partner by its main name."""

    id: int
    name: str


class PartnerNames:
    """The names of a college's partners, read once for many texts."""

    def __init__(self, organisation_id: int) -> None:
        self._by_key: dict[str, dict[int, Named]] = {}
        self._by_start: dict[str, list[tuple[list[str], Named]]] = {}
        standing = (Partner.organisation_id == organisation_id, Partner.merged_into_id.is_(None), Partner.is_archived.is_(False))
        main = select(Partner.id, Partner.name, Partner.name_key).where(*standing).order_by(Partner.id)
        others = select(Partner.id, Partner.name, OtherName.name_key).join(OtherName, OtherName.partner_id == Partner.id)
        others = others.where(*standing, OtherName.is_archived.is_(False)).order_by(OtherName.id)
        for query in (main, others):
            for partner_id, name, key in db.session.execute(query.limit(MOST_PARTNERS)):
                self._add(Named(partner_id, name), key)

    def _add(self, partner: Named, key: str) -> None:
        words = key.split()
        self._by_key.setdefault(key, {})[partner.id] = partner
        if len(key) >= SHORTEST:
            self._by_start.setdefault(words[0][:_FIRST], []).append((words, partner))

    def named(self, text: str) -> Named | None:
        """The partner whose name this text is; None where two have it: nobody is meant by chance."""
        found = list(self._by_key.get(name_key(text), {}).values())
        return found[0] if len(found) == 1 else None

    def mentioned(self, text: str) -> list[Named]:
        """The partners that a text names, in the order of the text; the longer of two names that begin at one word."""
        words = name_key(text).split()
        found: dict[Named, None] = {}
        place = 0
        while place < len(words):
            fitting = [one for one in self._by_start.get(words[place][:_FIRST], ()) if _stands_at(words[place:], one[0])]
            if fitting:
                longest = max(fitting, key=lambda one: len(one[0]))
                if partner := self.named(" ".join(longest[0])):
                    found[partner] = None
            place += len(longest[0]) if fitting else 1
        return list(found)


def _stands_at(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words begin with the name, whose last word may be inflected."""
    if len(words) < len(name) or list(words[: len(name) - 1]) != list(name[:-1]):
        return False
    word, last = words[len(name) - 1], name[-1]
    if word == last:
        return True
    stem = last[:-1] if len(last) > SHORTEST else last
    return word.startswith(stem) and len(word) - len(last) in range(LONGEST_ENDING + 1) and len(last) >= SHORTEST
