"""The single changes that can be made to a source text, each as a place and what stands there instead."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

FLIPPED: dict[type[ast.cmpop], ast.cmpop] = {
    ast.Lt: ast.LtE(),
    ast.LtE: ast.Lt(),
    ast.Gt: ast.GtE(),
    ast.GtE: ast.Gt(),
    ast.Eq: ast.NotEq(),
    ast.NotEq: ast.Eq(),
    ast.In: ast.NotIn(),
    ast.NotIn: ast.In(),
    ast.Is: ast.IsNot(),
    ast.IsNot: ast.Is(),
}
CONDITIONS = {"where", "and_", "filter_by"}  # calls whose arguments are conditions
CHECKS = re.compile(r"check|refuse|lock|discard|forget|validate|claim")


@dataclass(frozen=True)
class Change:
    """In the bytes `start` to `end` of a source text `after` stands instead of `before`."""

    line: int
    start: int
    end: int
    before: str
    after: str

    def made_in(self, source: str) -> str:
        """The source with this change."""
        text = source.encode()
        return (text[: self.start] + self.after.encode() + text[self.end :]).decode()

    def __str__(self) -> str:
        return f"{' '.join(self.before.split())}  ->  {' '.join(self.after.split())}"


def changes_of(source: str) -> list[Change]:
    """All changes of a source text, in the order of their places; annotations and what stands inside of f-strings apart.

    There Python 3.11 does not know its place. Left alone is also whether a dataclass is frozen: no answer depends on it.
    """
    tree = ast.parse(source)
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    unlooked_at = {id(inner) for node in ast.walk(tree) for part in _left_alone(node) for inner in ast.walk(part)}
    found = []
    for node in ast.walk(tree):
        for changed, after in _others(node) if id(node) not in unlooked_at else ():
            start = starts[changed.lineno - 1] + changed.col_offset
            end = starts[(changed.end_lineno or 0) - 1] + (changed.end_col_offset or 0)
            before = source.encode()[start:end].decode()
            found.append(Change(changed.lineno, start, end, before, after))
    return sorted(set(found), key=lambda change: (change.start, change.end, change.after))


def _left_alone(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.JoinedStr):
        yield node
    if isinstance(node, ast.keyword) and node.arg == "frozen":
        yield node.value
    for name in ("annotation", "returns"):
        part = getattr(node, name, None)
        if part is not None:
            yield part


def _others(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """What may stand in the place of this node, or of one that it ends with."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        flipped = FLIPPED[type(node.ops[0])]
        yield node, _grouped(ast.Compare(node.left, [flipped], node.comparators))
    elif isinstance(node, ast.Constant):
        yield from ((node, other) for other in _other_constants(node.value))
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield node, _grouped(ast.BoolOp(other, node.values))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, _grouped(node.operand)
    elif isinstance(node, ast.Call) and _name_of(node.func) in CONDITIONS:
        yield from _without_conditions(node)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and CHECKS.search(_name_of(node.value.func)):
        yield node, "pass"


def _other_constants(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        yield str(not value)
    elif isinstance(value, int):
        yield str(value + 1)
        yield str(value * 10 if value else -1)


def _without_conditions(call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    """The call without each of its conditions; a `.where` of one condition goes as a whole."""
    given = [*call.args, *call.keywords]
    if len(given) > 1:
        for left_out in given:
            args = [one for one in call.args if one is not left_out]
            keywords = [one for one in call.keywords if one is not left_out]
            yield call, _grouped(ast.Call(call.func, args, keywords))
    elif given and isinstance(call.func, ast.Attribute):
        yield call, _grouped(call.func.value)


def _name_of(called: ast.expr) -> str:
    """The last part of what is called."""
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _grouped(node: ast.expr) -> str:
    """In brackets where it could otherwise belong to what stands around it."""
    text = ast.unparse(node)
    return text if isinstance(node, ast.Call | ast.Name | ast.Attribute) else f"({text})"
