"""Which partners are meant by names typed into fields, and how a form holds those that it was made with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from ..db import id_in
from ..errors import RuleBroken
from ..partners.models import Partner
from ..partners.sameness import Named, meant, partners_named
from ..text import name_key

_BETWEEN = re.compile(r"\s*[;\n]\s*")
_ALSO_BETWEEN = re.compile(r"\s*,\s*|\s+(?:ja|och|and)\s+")
_MOST_AT_ONCE = 1000  # names in one question


class TypedNames:
    """The partners that are named in some fields, read once for all of them."""

    def __init__(self, texts: Iterable[str], organisation_id: int) -> None:
        pieces = [piece for text in texts for piece in pieces_of(text)]
        keys = sorted({name_key(name) for piece in pieces for name in (piece, *parts_of(piece))})
        self._named: dict[str, list[Named]] = {}
        for start in range(0, len(keys), _MOST_AT_ONCE):
            self._named |= partners_named(organisation_id, keys[start : start + _MOST_AT_ONCE])

    def meant_in(self, text: str, known: Iterable[tuple[str, int]] = ()) -> list[int]:
        """The ids of the partners in one of the fields, with semicolons between them, or commas where no name has one.

        `known` are names with the id that each means, even when that partner is off the list. Raises RuleBroken on `partners`
        for a name of none.
        """
        known_ids: dict[str, list[int]] = {}
        for name, partner_id in known:
            known_ids.setdefault(name, []).append(partner_id)  # two of one name: either way the name stands for both
        partner_ids: list[int] = []
        for piece in pieces_of(text):
            names = [piece] if self._ids_of(piece, known_ids) else parts_of(piece)
            for name in names:
                ids = self._ids_of(name, known_ids)
                if not ids:
                    message = _("%(name)s is not on the list of partners. Add it there first, or leave it out.", name=name[:80])
                    raise RuleBroken("partners", message)
                partner_ids += ids
        return list(dict.fromkeys(partner_ids))

    def _ids_of(self, name: str, known_ids: Mapping[str, list[int]]) -> list[int]:
        if name in known_ids:
            return known_ids[name]
        partner = meant(name, self._named[name_key(name)])
        return [partner.id] if partner else []


def pieces_of(text: str) -> list[str]:
    """The names with semicolons or breaks of line between them, of which one may be several (`parts_of`)."""
    return [piece for piece in _BETWEEN.split(text.strip()) if piece]


def parts_of(piece: str) -> list[str]:
    """The names with commas or *and* between them."""
    return [part for part in _ALSO_BETWEEN.split(piece) if part]


def in_a_field(names: Iterable[str]) -> str:
    """Names as a field has them."""
    return "; ".join(names)


def as_shown(partners: Iterable[Partner]) -> str:
    """What a hidden field keeps of the partners that a form was made with: a line for each, its id and its name."""
    return "\n".join(f"{partner.id} {partner.name}" for partner in partners)


def shown_in(text: str) -> dict[int, str]:
    """The names out of `as_shown`, by id; a line of another shape is left out."""
    lines = (line.strip().partition(" ") for line in text.split("\n"))
    return {id_in(number): name for number, _blank, name in lines if id_in(number)}
