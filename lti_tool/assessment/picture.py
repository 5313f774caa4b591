"""Geometry of the picture of one phase: a scale from 1 to 5, a mark for each side, a line between them."""

from __future__ import annotations

from dataclasses import dataclass

from .results import Compared
from .statements import SCORES

WIDTH = 400  # units of the viewBox
HEIGHT = 48
MARGIN = 16
MIDDLE = 18


@dataclass(frozen=True)
class PhasePicture:
    """Where the marks stand on the x axis; None for a side that has not answered."""

    college: float | None
    partner: float | None
    ticks: tuple[tuple[float, int], ...]


def place(score: float) -> float:
    """The x of a score: 1 at the left margin, 5 at the right."""
    return round(MARGIN + (score - SCORES[0]) / (SCORES[-1] - SCORES[0]) * (WIDTH - 2 * MARGIN), 1)


def picture_of(phase: Compared) -> PhasePicture:
    college, partner = (None if side.mean is None else place(side.mean) for side in (phase.college, phase.partner))
    return PhasePicture(college, partner, tuple((place(score), score) for score in SCORES))
