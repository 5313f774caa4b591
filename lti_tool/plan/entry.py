"""An action written in one line: *Vierailu Leipomo Kultakuoressa, maaliskuu, Maija* is read into what, when, who and partner.

What is not understood stays in the text: nothing that was written is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ..partners.colleagues import read, staff_of
from ..teams.models import joined_key
from ..teams.queries import active_teams
from ..text import search_key
from ..tiers.models import ALL_TIERS
from ..tiers.queries import packaged_text, titles_of
from .mentions import Named, PartnerNames
from .spans import Span, a_year_later
from .when import read_when, when_in
from .years import PlanYear

MOST_WORDS_OF_A_NAME = 4
_DASH_IN_DAYS = re.compile(r"(?<=[0-9.])\s*[-–—]\s*(?=[0-9])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20|21)[0-9]{2}(?![0-9])|[./][0-9]{1,2}[./][0-9]{2}(?![0-9])")
_SEPARATORS = re.compile(r"(\s*[,;|\t]\s*|\s+[-–—]\s+)")
_AND = re.compile(r"\s+(?:ja|och|and)\s+|\s*[&/+]\s*", re.IGNORECASE)
_LABEL = re.compile(r"(?:vastuu\w*|kuka|tekijä\w*|ansvarig\w*|vem|responsible|who)\s*:?\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """What was read of a line; `span` is None where it does not say when."""

    text: str
    span: Span | None = None
    contact: str = ""
    second: str = ""
    partners: tuple[Named, ...] = ()
    tier: str = ""
    names_year: bool = False

    def ahead_of(self, present: date) -> Entry:
        """The same a year later where what was written without a year is over: in May a September is the coming one."""
        is_over = self.span is not None and self.span.ends_on < present and not self.names_year
        return replace(self, span=a_year_later(self.span)) if self.span and is_over else self

    def typed(self) -> dict[str, Any]:
        """For the operations."""
        days = self.span._asdict() if self.span else {}
        people = {"contact": self.contact, "second": self.second}
        return {**days, **people, "text": self.text, "tier": self.tier, "partners": [one.id for one in self.partners]}


class EntryReader:
    """Reads these lines, or parts of them, of one college's plan of a year; what it compares them with is read once."""

    def __init__(self, organisation_id: int, year: PlanYear, lines: Iterable[str]) -> None:
        self.year = year
        self.staff = [one for one in staff_of(organisation_id) if not one.has_left]
        self.teams = {team.name_key: team.name for team in active_teams(organisation_id)}
        self.partners = PartnerNames(organisation_id, lines)
        self.tiers = {search_key(title): tier for tier, title in titles_of(set(ALL_TIERS), organisation_id).items()}
        self.tiers |= {search_key(packaged_text(tier).short): tier for tier in ALL_TIERS}

    def read(self, line: str) -> Entry:
        """The parts between commas, semicolons, tabs, dashes say when, who, with which partner, of which tier; the rest what."""
        written = _DASH_IN_DAYS.sub("–", line)
        pieces = _SEPARATORS.split(written)
        kept: list[str] = []
        found: dict[str, Any] = {"partners": []}
        for place in range(0, len(pieces), 2):
            piece = pieces[place].strip()
            if piece and not self._say(piece, found) and not self._say_together(piece, found):
                kept += [pieces[place - 1] if place else "", piece]
        text = "".join(kept[1:]).strip() or written.strip()
        mentioned = [one for one in self.partners.mentioned(text) if one not in found["partners"]]
        found["span"] = found.get("span") or when_in(text, self.year)
        found["names_year"] = bool(_YEAR.search(line))
        return Entry(" ".join(text.split()), **{**found, "partners": (*found["partners"], *mentioned)})

    def _say(self, piece: str, found: dict[str, Any]) -> bool:
        """Whether a piece says nothing but when, who, with which partner or of which tier; noted then, each once."""
        span = None if "span" in found else read_when(piece, self.year)
        people = None if "contact" in found else self.people_in(_LABEL.sub("", piece, count=1))
        partner = self.partners.named(piece)
        tier = None if "tier" in found else self.tiers.get(search_key(piece))
        if span:
            found["span"] = span
        elif people:
            found["contact"], found["second"] = people
        elif partner:
            found["partners"].append(partner)
        elif tier:
            found["tier"] = tier
        return bool(span or people or partner or tier)

    def _say_together(self, piece: str, found: dict[str, Any]) -> bool:
        """Whether a piece names ours beside partners and nothing else, as *Olli ja Hotelli Vaskiniemi*; noted then."""
        parts = _AND.split(_LABEL.sub("", piece, count=1))
        ours = [part for part in parts if self.people_in(part)]
        partners = [partner for part in parts if part not in ours and (partner := self.partners.named(part))]
        people = self.people_in(" & ".join(ours)) if ours and len(ours) + len(partners) == len(parts) else None
        if people is None or "contact" in found:
            return False
        found["contact"], found["second"] = people
        found["partners"] += partners
        return True

    def people_in(self, text: str) -> tuple[str, str] | None:
        """Who of ours is named, and with whom: both known, of more than two the others behind the second; None for nobody."""
        names = list(self._names_of_ours(_AND.split(text)))
        if not names or None in names:
            return None
        known = [name for name in names if name]
        return known[0], ", ".join(known[1:])

    def _names_of_ours(self, texts: Sequence[str]) -> Iterator[str | None]:
        for text in texts:
            reading = read(text.strip(), self.staff)
            team = self.teams.get(joined_key(text))
            is_one = len(reading.colleagues) == 1 and not reading.rest and len(text.split()) <= MOST_WORDS_OF_A_NAME
            yield reading.colleagues[0].name if is_one else team
