"""The judge of `make writers` finds each fault that it is there for."""

import pytest

from tests.writers.judge import Line, Verdict, judge
from tests.writers.writer import Typed

PLACE = ("partnership", 1, "description")
FIRST = Line(PLACE, "Näytöt", "Arvo d1x1x")
SECOND = Line(PLACE, "Arvo d1x1x", "Arvo d2x1x")
BY_ONE = Typed("Arvo d1x1x", ["<textarea>Näytöt</textarea>"])
BY_TWO = Typed("Arvo d2x1x", ["<textarea>Näytöt</textarea>", "Arvo d1x1x <textarea>Arvo d2x1x</textarea>"])
UNSEEING = Typed("Arvo d2x1x", ["<textarea>Näytöt</textarea>"])

CASES = {
    "all is well": ([BY_ONE, BY_TWO], [FIRST, SECOND], "Arvo d2x1x", Verdict(0, 0, 0)),
    "said to be saved, not in the history": ([BY_ONE, BY_TWO], [FIRST], "Arvo d1x1x", Verdict(1, 0, 0)),
    "the row holds something else": ([BY_ONE, BY_TWO], [FIRST, SECOND], "Näytöt", Verdict(1, 0, 0)),
    "overwritten by who had not seen it": ([BY_ONE, UNSEEING], [FIRST, SECOND], "Arvo d2x1x", Verdict(0, 1, 0)),
    "a step is missing": ([BY_TWO], [Line(PLACE, "Näytöt", "Arvo d0x1x"), SECOND], "Arvo d2x1x", Verdict(0, 1, 1)),
    "an old value is back": (
        [BY_ONE, BY_TWO],
        [FIRST, SECOND, Line(PLACE, "Arvo d2x1x", "Näytöt")],
        "Näytöt",
        Verdict(0, 0, 1),
    ),
    "saved twice": (
        [BY_ONE, BY_TWO],
        [FIRST, SECOND, Line(PLACE, "Arvo d2x1x", "Arvo d1x1x")],
        "Arvo d1x1x",
        Verdict(1, 1, 1),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_fault_is_counted(case):
    accepted, lines, held, verdict = CASES[case]
    assert judge(accepted, lines, {PLACE: held}) == verdict
