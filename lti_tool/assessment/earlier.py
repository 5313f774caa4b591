"""An earlier round beside the present one: compared by the statements that both have asked, and said where they have not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import Assessment
from .results import Compared, PhaseResult, results_of, whole_of


@dataclass(frozen=True)
class Then:
    """One phase in both rounds, by the statements that both have asked: `shared` of the `asked` now; None without any."""

    title: str
    then: Compared | None
    now: Compared | None
    shared: int
    asked: int


@dataclass(frozen=True)
class EarlierRound:
    """`new` are the statements that were not asked then; in one `is_other_scale` the numbers had other words."""

    assessment: Assessment
    phases: list[Then]
    new: list[str]
    is_other_scale: bool


def compare_with(earlier: Assessment, present: Assessment, results: Sequence[PhaseResult], language: str) -> EarlierRound:
    """`results` are those of the present round in this language."""
    asked = earlier.asked(language)
    former = {one.key: one for phase in results_of(earlier, asked) for one in phase.statements}
    now = [one for phase in results for one in phase.statements]
    return EarlierRound(
        assessment=earlier,
        phases=[_then(phase, former) for phase in results],
        new=[one.text for one in now if one.key not in former],
        is_other_scale=asked.scale != present.asked(language).scale,
    )


def _then(phase: PhaseResult, former: dict[str, Compared]) -> Then:
    shared = [one for one in phase.statements if one.key in former]
    whole = phase.whole
    now = whole_of(whole.key, whole.text, shared) if shared else None
    then = whole_of(whole.key, whole.text, [former[one.key] for one in shared]) if shared else None
    return Then(whole.text, then, now, len(shared), len(phase.statements))
