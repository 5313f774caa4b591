"""What the answers say: for each phase and statement both sides, their difference, and what to talk about first.

Nothing of ours is a figure about one of us: single answers are shown together, from FEWEST on, before that only the sheet that
we have filled in together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean

from sqlalchemy import select

from .. import db
from ..people.models import Person
from ..people.queries import ONE_OF_OURS
from .models import COLLEGE, PARTNER, SIDES, Answer, AnswerSheet, Assessment
from .statements import SCORES, Asked, Phase, Statement

FEWEST = 3
TALKED_ABOUT = 5
GOOD = 4  # of SCORES: from here on there is nothing to talk about


@dataclass(frozen=True)
class Scores:
    """The scores that one side has given, as far as they are shown. `apart` are those of single people, where they differ."""

    given: tuple[int, ...]
    apart: tuple[int, ...] = ()

    @property
    def mean(self) -> float | None:
        return mean(self.given) if self.given else None

    @property
    def spread(self) -> tuple[int, int] | None:
        """Lowest and highest, where they differ: there people see the same thing otherwise."""
        return (min(self.apart), max(self.apart)) if len(set(self.apart)) > 1 else None


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

    @property
    def urgency(self) -> tuple[float, int, float]:
        """What is talked about first has more of it: sides that differ, then people of one side, then low scores."""
        spreads = [side.spread for side in (self.college, self.partner) if side.spread]
        means = [side.mean for side in (self.college, self.partner) if side.mean is not None]
        apart = max((high - low for low, high in spreads), default=0)
        return abs(self.difference or 0), apart, SCORES[-1] - min(means, default=SCORES[-1])

    @property
    def asks_for_talk(self) -> bool:
        difference, apart, below = self.urgency
        return bool(difference or apart or below > SCORES[-1] - GOOD)


@dataclass(frozen=True)
class PhaseResult:
    """One phase: its statements together, and each of them."""

    whole: Compared
    statements: tuple[Compared, ...]


Sheet = dict[str, Answer]  # what one has answered, by statement


@dataclass(frozen=True)
class Answered:
    """The sheets of a round that count: ours one by one, the one that we have filled in together, the partner's."""

    ours: list[Sheet]
    together: Sheet | None
    partners: list[Sheet]

    @property
    def shows_single(self) -> bool:
        return len(self.ours) >= FEWEST

    @property
    def is_anything_shown(self) -> bool:
        return bool(self.partners or self.together or self.shows_single)

    @property
    def are_ours_hidden(self) -> bool:
        """Whether some of us have answered, and nothing of ours is shown yet."""
        return bool(self.ours) and not (self.together or self.shows_single)


def answered(assessment: Assessment) -> Answered:
    sheets = [one for one in assessment.sheets if one.is_sent and not one.is_archived]
    ours = [one for one in sheets if one.side == COLLEGE]
    single = [one.readable_answers for one in _of_each(ours)]
    together = next((one.readable_answers for one in ours if one.person_id is None), None)
    return Answered(single, together, [one.readable_answers for one in sheets if one.side == PARTNER])


def _of_each(sheets: Sequence[AnswerSheet]) -> list[AnswerSheet]:
    """One sheet of each of us: of who has answered by two accounts that of the present one, else the last."""
    ids = {one.person_id for one in sheets if one.person_id is not None}
    query = select(Person.id, ONE_OF_OURS.label("one")).where(Person.id.in_(ids))
    one_of = {row.id: row.one for row in db.session.execute(query)} if ids else {}
    single = [(one_of[sheet.person_id], sheet) for sheet in sheets if sheet.person_id in one_of]
    single.sort(key=lambda each: (each[0] == each[1].person_id, each[1].id))
    return list(dict(single).values())


def results_of(assessment: Assessment, asked: Asked) -> list[PhaseResult]:
    """The phases of a test with all that has been answered, as far as it is shown."""
    found = answered(assessment)
    return [_of_phase(phase, found) for phase in asked.phases]


def talk_first(results: Sequence[PhaseResult]) -> list[Compared]:
    """The statements that both sides, or the people of one, see most differently, and then those with low scores."""
    found = [one for phase in results for one in phase.statements if one.asks_for_talk]
    return sorted(found, key=lambda one: one.urgency, reverse=True)[:TALKED_ABOUT]


def _of_phase(phase: Phase, found: Answered) -> PhaseResult:
    statements = tuple(_compare(one, found) for one in phase.statements)
    return PhaseResult(whole_of(phase.key, phase.title, statements), statements)


def whole_of(key: str, title: str, statements: Sequence[Compared]) -> Compared:
    """What is shown of some statements, together: so no phase tells what its statements do not."""
    college = tuple(score for one in statements for score in one.college.given)
    partner = tuple(score for one in statements for score in one.partner.given)
    return Compared(key, title, Scores(college), Scores(partner))


def _compare(statement: Statement, found: Answered) -> Compared:
    key = statement.key
    single = _scores(found.ours, key)
    apart = single if len(single) >= FEWEST else ()
    together = [found.together] if found.together else []
    theirs = _scores(found.partners, key)
    shown = {COLLEGE: [*together, *(found.ours if found.shows_single else ())], PARTNER: found.partners}
    comments = tuple((side, one[key].comment) for side in SIDES for one in shown[side] if key in one and one[key].comment)
    college = Scores(_scores(together, key) or apart, apart)
    return Compared(key, statement.text, college, Scores(theirs, theirs), comments)


def _scores(sheets: Sequence[Sheet], key: str) -> tuple[int, ...]:
    return tuple(score for one in sheets if key in one and (score := one[key].score))
