"""Which tests a change is tried with: those that run its statement, or anything of its module."""

import pytest

from tests.mutants.changes import changes_of
from tests.mutants.record import Record, lines_of_statement
from tests.mutants.trial import ROOT

MODULE = ROOT / "lti_tool/paging.py"

SOURCE = """LIMIT = 5


@view(200)
def show(size=3):
    if (
        size > 1
    ):
        size = [
            7,
            8]
    return size < 2
"""


@pytest.mark.parametrize(
    ("changed", "lines"),
    [
        ("5", []),
        ("200", []),
        ("3", []),
        ("size > 1", [6, 7, 8]),
        ("8", [9, 10, 11]),
        ("size < 2", [12]),
    ],
)
def test_the_statement_of_a_change_without_its_body(changed, lines):
    [change, *_others] = [change for change in changes_of(SOURCE) if change.before == changed]
    assert list(lines_of_statement(SOURCE, change)) == lines


def change_in_a_function():
    return next(change for change in changes_of(source()) if list(lines_of_statement(source(), change)))


def source():
    return MODULE.read_text(encoding="utf-8")


def record(tests, *, many):
    """A record in which these tests run the change's line and `many` others only the module's first line."""
    line = lines_of_statement(source(), change_in_a_function())[0]
    others = {f"tests/partners/test_o.py::test_{number}": float(number) for number in range(many)}
    return Record(
        {**tests, **others}, {"lti_tool/paging.py": {1: set(others), line: {*tests, "tests/plan/test_p.py::test_failed"}}}
    )


def test_tests_of_the_own_room_come_first_and_the_quick_ones_among_them():
    names = [f"tests/house/test_h.py::test_{seconds}" for seconds in (1, 3)] + ["tests/agenda/test_a.py::test_0"]
    tests = {name: float(name[-1]) for name in reversed(names)} | {f"tests/plan/test_p.py::test_{n}": 9.0 for n in range(4)}
    assert record(tests, many=2).tests_of(MODULE, change_in_a_function())[:3] == names


def test_where_few_run_the_statement_others_of_the_module_follow():
    few = {"tests/plan/test_p.py::test_p": 9.0}
    assert record(few, many=2).tests_of(MODULE, change_in_a_function()) == [
        *few,
        *(f"tests/partners/test_o.py::test_{n}" for n in (0, 1)),
    ]


def test_what_is_run_on_import_is_tried_with_all_of_the_module():
    constant = next(change for change in changes_of(source()) if not list(lines_of_statement(source(), change)))
    tests = {f"tests/plan/test_p.py::test_{number}": 9.0 for number in range(5)}
    assert len(record(tests, many=3).tests_of(MODULE, constant)) == 8


def test_a_module_that_is_only_imported_is_tried_with_its_room():
    seconds = {"tests/house/test_h.py::test_h": 1.0, "tests/plan/test_p.py::test_p": 1.0}
    assert Record(seconds, {}).tests_of(MODULE, change_in_a_function()) == ["tests/house/test_h.py::test_h"]
