"""Code is laid out by the formatter, one statement a line (the way of warehouse, hypothesis/lms and funding-service).

Templates have no formatter: a line of theirs is an element or a statement, and short.
"""

import ast
import statistics
from pathlib import Path

import pytest

TOOL = Path("lti_tool")
TEMPLATES = TOOL / "templates"
LINES_OF_A_FUNCTION = 60  # think again past 30; the demo's pages are a list of small functions
COLUMNS_OF_A_TEMPLATE = 120


def sources():
    return {
        path: path.read_text() for folder in ("lti_tool", "tests", "migrations") for path in sorted(Path(folder).rglob("*.py"))
    }


def is_two_statements(node):
    """`a, b = 1, 2` says two things in one line."""
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple)


def functions_of(source):
    return [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_no_line_is_kept_from_the_formatter():
    mark = "fmt: " + "skip"
    assert [str(path) for path, source in sources().items() if mark in source] == []


def test_one_statement_a_line():
    found = [
        f"{path}:{node.lineno}"
        for path, source in sources().items()
        if path.is_relative_to(TOOL)
        for node in ast.walk(ast.parse(source))
        if is_two_statements(node)
    ]
    lines = sum(source.count("\n") for path, source in sources().items() if path.is_relative_to(TOOL))
    assert len(found) * 1000 < lines, found


@pytest.fixture(scope="module")
def lengths():
    """How many lines each function of the tool has."""
    return {
        f"{path}:{node.name}": node.end_lineno - node.lineno + 1
        for path, source in sources().items()
        if path.is_relative_to(TOOL)
        for node in functions_of(source)
    }


def test_functions_are_short(lengths):
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FUNCTION} == {}
    assert statistics.median(lengths.values()) <= 6


def test_template_lines_are_short():
    wide = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if any(len(line) > COLUMNS_OF_A_TEMPLATE for line in path.read_text().splitlines())
    }
    assert wide == set()
