"""An action written in one line: *Vierailu Leipomo Kultakuoressa, maaliskuu, Maija* is read into what, when, who and partner.

What is not understood stays in the text: nothing that was written is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from ..people.colleagues import read_colleague, staff_of
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


class People(NamedTuple):
    """Who of ours does it, and with whom: of more than two the others behind the second."""

    contact: str
    second: str


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
        return {**days, **people, "text": self.text, "tier": self.tier, "partners": [partner.id for partner in self.partners]}


class EntryReader:
    """Reads these lines, or parts of them, of one college's plan of a year; what it compares them with is read once."""

    def __init__(self, organisation_id: int, year: PlanYear, lines: Iterable[str]) -> None:
        self.year = year
        self.staff = [colleague for colleague in staff_of(organisation_id) if not colleague.has_left]
        self.teams = {team.name_key: team.name for team in active_teams(organisation_id)}
        self.partners = PartnerNames(organisation_id, lines)
        self.tiers = {search_key(title): tier for tier, title in titles_of(set(ALL_TIERS), organisation_id).items()}
        self.tiers |= {search_key(packaged_text(tier).short): tier for tier in ALL_TIERS}

    def read(self, line: str) -> Entry:
        """The parts between commas, semicolons, tabs, dashes say when, who, with which partner, of which tier; the rest what."""
        written = _DASH_IN_DAYS.sub("–", line)
        entry = Entry(text="", names_year=bool(_YEAR.search(line)))
        rest = ""
        for separator, part in _parts_of(written):
            fuller = self._with_one_thing(entry, part) or self._with_ours_and_partners(entry, part)
            if fuller is not None:
                entry = fuller
            else:
                rest = f"{rest}{separator}{part}" if rest else part
        text = rest or written.strip()
        mentioned = [partner for partner in self.partners.mentioned(text) if partner not in entry.partners]
        return replace(
            entry,
            text=" ".join(text.split()),
            span=entry.span or when_in(text, self.year),
            partners=(*entry.partners, *mentioned),
        )

    def _with_one_thing(self, entry: Entry, part: str) -> Entry | None:
        """The entry with a part that only says when, who, with which partner or of which tier; None where it says anything else.

        When, who and the tier are read once: a second month stays in the text.
        """
        span = read_when(part, self.year)
        if span and not entry.span:
            return replace(entry, span=span)
        people = self.people_in(_without_label(part))
        if people and not entry.contact:
            return replace(entry, **people._asdict())
        partner = self.partners.named(part)
        if partner:
            return replace(entry, partners=(*entry.partners, partner))
        tier = self.tiers.get(search_key(part))
        if tier and not entry.tier:
            return replace(entry, tier=tier)
        return None

    def _with_ours_and_partners(self, entry: Entry, part: str) -> Entry | None:
        """The entry with a part that names ours beside partners and nothing else, as *Olli ja Hotelli Vaskiniemi*; else None."""
        ours: list[str] = []
        partners: list[Named] = []
        for name in _AND.split(_without_label(part)):
            partner = self.partners.named(name)
            if self.people_in(name):
                ours.append(name)
            elif partner:
                partners.append(partner)
            else:
                return None
        people = self.people_in(" & ".join(ours))
        if people is None or entry.contact:
            return None
        return replace(entry, **people._asdict(), partners=(*entry.partners, *partners))

    def people_in(self, text: str) -> People | None:
        """Who of ours a text names and nothing else, all of them known; None for any other text."""
        names = [self._name_of_ours(name) for name in _AND.split(text)]
        known = [name for name in names if name]
        if len(known) < len(names):
            return None
        return People(known[0], ", ".join(known[1:]))

    def _name_of_ours(self, text: str) -> str | None:
        """The name of the colleague or the team that a text names and nothing else."""
        reading = read_colleague(text.strip(), self.staff)
        if len(reading.colleagues) == 1 and not reading.rest and len(text.split()) <= MOST_WORDS_OF_A_NAME:
            return reading.colleagues[0].name
        return self.teams.get(joined_key(text))


def _parts_of(line: str) -> Iterator[tuple[str, str]]:
    """The parts of a line that are not empty, each with the separator before it."""
    pieces = ["", *_SEPARATORS.split(line)]  # a separator, a part, a separator, a part …
    for separator, part in zip(pieces[::2], pieces[1::2], strict=True):
        if part.strip():
            yield separator, part.strip()


def _without_label(part: str) -> str:
    """A part without the word before the names, as *vastuu: Olli*."""
    return _LABEL.sub("", part, count=1)
