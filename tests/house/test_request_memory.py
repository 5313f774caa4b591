"""Whoever reads the code finds what a request remembers in one place: `docs/architecture.md` names every key of `g`."""

import ast
import re
from pathlib import Path

METHODS = ("get", "pop", "setdefault")


def is_g(node):
    return isinstance(node, ast.Name) and node.id == "g"


def keys_of(source):
    """`g.key`, `g.get("key")` and `"key" in g`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and is_g(node.value) and node.attr not in METHODS:
            yield node.attr
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_g(node.func.value):
            yield node.args[0].value
        if isinstance(node, ast.Compare) and is_g(node.comparators[0]):
            yield node.left.value


def test_the_keys_of_g_are_those_that_the_architecture_names():
    used = {key for path in Path("lti_tool").rglob("*.py") for key in keys_of(path.read_text())}
    told = Path("docs/architecture.md").read_text().partition("**What a request remembers**")[2].partition("\n\n")[0]
    named = {word for word in re.findall(r"`(\w+)`", told) if word != "g"}
    assert used == named
