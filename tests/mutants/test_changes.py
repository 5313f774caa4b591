"""What is changed, one thing at a time, and that each result can still be read by Python."""

import ast

import pytest

from tests.mutants.changes import Change, changes_of
from tests.mutants.trial import ROOT, modules_of, room_of


@pytest.mark.parametrize(
    ("source", "results"),
    [
        ("a < b", ["(a <= b)"]),
        ("a == b", ["(a != b)"]),
        ("a is not None", ["(a is None)"]),
        ("a in b", ["(a not in b)"]),
        ("a < b < c", []),
        ("LIFE = hours(8)", ["LIFE = hours(80)", "LIFE = hours(9)"]),
        ("size = 0", ["size = -1", "size = 1"]),
        ("is_open = True", ["is_open = False"]),
        ("name = 'x'", []),
        ("@dataclass(frozen=True)\nclass A: ...", []),
        ("a and b", ["(a or b)"]),
        ("a or b", ["(a and b)"]),
        ("if not a: b()", ["if a: b()"]),
        ("not (a or b)", ["(a or b)", "not ((a and b))"]),
        ("select(x).where(a, b)", ["select(x).where(a)", "select(x).where(b)"]),
        ("select(x).where(a).limit(n)", ["select(x).limit(n)"]),
        ("and_(a, b, c)", ["and_(a, b)", "and_(a, c)", "and_(b, c)"]),
        ("q.filter_by(a=x, b=y)", ["q.filter_by(a=x)", "q.filter_by(b=y)"]),
        ("_check_open(test)", ["pass"]),
        ("Partner.lock(ids)", ["pass"]),
        ("log.info('ä')", []),
        ("f'{a + 1} {b < c}'", []),
        ("name: Literal[1]\ndef f(a: int | None) -> Literal[2]: ...", []),
        ("'ä'; a < b", ["'ä'; (a <= b)"]),
    ],
)
def test_each_change_alone(source, results):
    assert sorted(change.made_in(source) for change in changes_of(source)) == results


def test_a_change_over_several_lines_is_told_on_one():
    [first, _second] = changes_of("x = 1\nwhere(\n    a,\n    b,\n)")[2:]
    assert (first.line, str(first)) == (2, "where( a, b, )  ->  where(a)")


def test_a_change_says_what_it_makes_of_what():
    assert changes_of("a < b") == [Change(1, 0, 5, "a < b", "(a <= b)")]


def test_every_change_of_the_tool_is_still_python_and_another_program():
    for path in modules_of("lti"):
        source = path.read_text(encoding="utf-8")
        for change in changes_of(source):
            assert ast.dump(ast.parse(change.made_in(source))) != ast.dump(ast.parse(source)), (path, change)


def test_each_room_with_code_has_tests_that_should_notice():
    assert room_of(ROOT / "lti_tool/db.py") == "house"
    assert room_of(ROOT / "lti_tool/lti/launch.py") == "lti"
    assert {room_of(path) for path in modules_of("")} >= {"house", "lti", "people", "partners", "assessment", "history"}
    assert set(modules_of("")) == {*(ROOT / "lti_tool").rglob("*.py")}
