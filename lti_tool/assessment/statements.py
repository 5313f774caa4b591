"""The statements of the critical-points test, by phase of the cooperation.

They are ours: the model (Malin 2022, appendices 1 and 4) only names the test.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from ..languages import DEFAULT
from ..pages import CONTENT

FILE = "critical-points.yaml"
SCORES = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Statement:
    """One statement both sides can answer. `key` is stable for ever: results of years are compared by it."""

    key: str
    text: str


@dataclass(frozen=True)
class Phase:
    """One phase of the cooperation and its statements."""

    key: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Questionnaire:
    """The test as it is written in `language`.

    `scale` has a word for each of SCORES; `partner_lead` is for who answers from a link.
    """

    language: str
    title: str
    lead: str
    partner_lead: str
    scale: tuple[str, ...]
    source: str
    phases: tuple[Phase, ...]

    @property
    def keys(self) -> list[str]:
        return [statement.key for phase in self.phases for statement in phase.statements]


def is_there(language: str) -> bool:
    """Whether the test has been written in this language."""
    return files(CONTENT).joinpath(language, FILE).is_file()


@lru_cache(maxsize=8)
def questionnaire(language: str) -> Questionnaire:
    """The test in this language, from content/<language>/critical-points.yaml, else in Finnish."""
    if not is_there(language):
        return questionnaire(DEFAULT)
    data = yaml.safe_load(files(CONTENT).joinpath(language, FILE).read_text(encoding="utf-8"))
    phases = tuple(
        Phase(phase["key"], phase["title"], tuple(Statement(one["key"], one["text"]) for one in phase["statements"]))
        for phase in data["phases"]
    )
    scale = tuple(data["scale"])
    return Questionnaire(language, data["title"], data["lead"], data["partner_lead"], scale, data["source"], phases)
