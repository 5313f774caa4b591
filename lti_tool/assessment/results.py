"""What the answers say: for each phase and statement both sides, their difference, and earlier rounds beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

from .models import COLLEGE, PARTNER, SIDES, AnswerSheet, Assessment
from .statements import Questionnaire


@dataclass(frozen=True)
class Scores:
    """The scores that one side has given."""

    given: tuple[int, ...]

    @property
    def mean(self) -> float | None:
        return mean(self.given) if self.given else None

    @property
    def spread(self) -> tuple[int, int] | None:
        """Lowest and highest, where they differ: there people see the same thing otherwise."""
        return (min(self.given), max(self.given)) if len(set(self.given)) > 1 else None


@dataclass(frozen=True)
class Compared:
    """Both sides on one thing, a phase or a statement. `comments` are (side, text)."""

    key: str
    text: str
    college: Scores
    partner: Scores
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def difference(self) -> float | None:
        """How much higher the partner's mean is than ours, as both are shown; None while one side has not answered."""
        if self.college.mean is None or self.partner.mean is None:
            return None
        return round(self.partner.mean, 1) - round(self.college.mean, 1)


@dataclass(frozen=True)
class PhaseResult:
    """One phase: the sum of its statements, and each of them."""

    whole: Compared
    statements: tuple[Compared, ...]


def results_of(assessment: Assessment, questions: Questionnaire) -> list[PhaseResult]:
    """The phases of a test with all that has been answered."""
    sheets = answered(assessment)
    return [
        PhaseResult(
            _compare(phase.key, phase.title, sheets, [statement.key for statement in phase.statements]),
            tuple(_compare(one.key, one.text, sheets, [one.key]) for one in phase.statements),
        )
        for phase in questions.phases
    ]


def answered(assessment: Assessment) -> list[AnswerSheet]:
    """The sheets that count."""
    return [sheet for sheet in assessment.sheets if not sheet.is_archived and sheet.side in SIDES]


def _compare(key: str, text: str, sheets: Iterable[AnswerSheet], statements: list[str]) -> Compared:
    scores: dict[str, list[int]] = {COLLEGE: [], PARTNER: []}
    comments = []
    for sheet in sheets:
        answers = sheet.readable_answers
        for answer in (answers[one] for one in statements if one in answers):
            if answer.score:
                scores[sheet.side].append(answer.score)
            if answer.comment:
                comments.append((sheet.side, answer.comment))
    return Compared(key, text, Scores(tuple(scores[COLLEGE])), Scores(tuple(scores[PARTNER])), tuple(comments))
