"""The statements of the critical-points test: sets for different cooperation, each by phase.

They are ours: the model (Malin 2022, appendices 1 and 4) only names the test.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from ..languages import DEFAULT
from ..pages import CONTENT

FILE = "critical-points.yaml"
SCORES = (1, 2, 3, 4, 5)
EDITION = 3  # of the statements: what a round that begins now asks
PERIODS = "periods"  # the set of those who begin without choosing


@dataclass(frozen=True)
class Statement:
    """One statement both sides can answer. `key` is stable for ever: results of years are compared by it.

    It is asked in rounds of the editions `since` to `until`, the last one among them; None while it is still asked.
    """

    key: str
    text: str
    since: int = 1
    until: int | None = None

    def is_asked_in(self, edition: int) -> bool:
        return self.since <= edition <= (self.until or EDITION)


@dataclass(frozen=True)
class Phase:
    """One phase of the cooperation and its statements."""

    key: str
    title: str
    statements: tuple[Statement, ...]

    @property
    def keys(self) -> list[str]:
        return [statement.key for statement in self.statements]

    def in_edition(self, edition: int) -> Phase:
        """With the statements that were asked then."""
        return replace(self, statements=tuple(one for one in self.statements if one.is_asked_in(edition)))


@dataclass(frozen=True)
class Asked:
    """What one round asks, or a set of statements as a whole.

    `partner_lead` is for who answers from a link. A set that is `on_paper` is answered on paper only.
    """

    language: str
    key: str
    title: str
    partner_lead: str
    scale: tuple[str, ...]
    phases: tuple[Phase, ...]
    on_paper: bool

    @property
    def keys(self) -> list[str]:
        return [key for phase in self.phases for key in phase.keys]


@dataclass(frozen=True)
class Questionnaire:
    """The test as it is written in `language`: its sets with the statements of all editions.

    `scale` has a word for each of SCORES, `former_scale` those of rounds of edition 1.
    """

    language: str
    title: str
    lead: str
    scale: tuple[str, ...]
    former_scale: tuple[str, ...]
    source: str
    sets: tuple[Asked, ...]

    @property
    def to_answer(self) -> list[Asked]:
        """The sets that a round can ask."""
        return [one for one in self.sets if not one.on_paper]

    @property
    def keys(self) -> list[str]:
        """All that was ever asked in a round."""
        return [key for one in self.to_answer for key in one.keys]

    def asked(self, name: str, edition: int = EDITION, left_out: Collection[str] = ()) -> Asked:
        """What a round of this set (the first one for a name that is none) and edition asks, without the phases left out."""
        whole = next((one for one in self.sets if one.key == name), self.sets[0])
        of_edition = tuple(phase.in_edition(edition) for phase in whole.phases)
        phases = tuple(phase for phase in of_edition if phase.key not in left_out)
        return replace(whole, scale=self.former_scale if edition == 1 else self.scale, phases=phases or of_edition)


def is_there(language: str) -> bool:
    """Whether the test has been written in this language."""
    return files(CONTENT).joinpath(language, FILE).is_file()


@lru_cache(maxsize=8)
def questionnaire(language: str) -> Questionnaire:
    """The test in this language, from content/<language>/critical-points.yaml, else in Finnish."""
    if not is_there(language):
        return questionnaire(DEFAULT)
    data = yaml.safe_load(files(CONTENT).joinpath(language, FILE).read_text(encoding="utf-8"))
    scale = tuple(data["scale"])
    sets = tuple(_set_in(one, language, scale) for one in data["sets"])
    return Questionnaire(language, data["title"], data["lead"], scale, tuple(data["former_scale"]), data["source"], sets)


def _set_in(data: dict[str, Any], language: str, scale: tuple[str, ...]) -> Asked:
    phases = tuple(
        Phase(phase["key"], phase["title"], tuple(Statement(**one) for one in phase["statements"])) for phase in data["phases"]
    )
    on_paper = data.get("on_paper", False)
    return Asked(language, data["key"], data["title"], data["partner_lead"], scale, phases, on_paper)
