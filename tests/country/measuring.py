"""What a page costs: the processor's time of this process, its statements, and what PostgreSQL read for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

from tests.bench.processor import processor_time

ROUNDS = 15


@dataclass
class Read:
    """What PostgreSQL did for one statement: pages of the buffer cache, rows looked at, milliseconds, and its plan."""

    statement: str
    buffers: int
    rows: int
    milliseconds: float
    plan: dict[str, Any]


@dataclass
class Cost:
    """What one page costs, the median of some rounds; `reads` is empty for SQLite, which does not tell."""

    processor: float  # milliseconds of this process
    statements: int
    reads: list[Read] = field(default_factory=list)

    @property
    def buffers(self) -> int:
        """Pages read, from the disk or the cache."""
        return sum(read.buffers for read in self.reads)

    @property
    def rows(self) -> int:
        """Rows looked at, also those that were then left out."""
        return sum(read.rows for read in self.reads)

    @property
    def database(self) -> float:
        """Milliseconds in PostgreSQL."""
        return sum(read.milliseconds for read in self.reads)


def cost_of(act: Callable[[], object], engines: list[Engine], rounds: int = ROUNDS) -> Cost:
    """Do it some times; then once more with its statements noted, and ask PostgreSQL how it answered them."""
    processor = processor_time(act, rounds)
    with _noted(engines) as sent:
        act()
    reads = [_explained(engines[0], statement, values) for statement, values in sent if _is_of_postgresql(engines[0])]
    return Cost(processor, len(sent), reads)


def _is_of_postgresql(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


@contextmanager
def _noted(engines: list[Engine]) -> Iterator[list[tuple[str, Any]]]:
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_others: Any) -> None:
        sent.append((statement, values))

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def _explained(engine: Engine, statement: str, values: Any) -> Read:
    with engine.connect() as connection:
        asked = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", values)
        told = asked.scalar_one()[0]
        connection.rollback()
    plan = told["Plan"]
    buffers = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return Read(statement, buffers, _rows_looked_at(plan), told["Execution Time"], plan)


def _rows_looked_at(plan: dict[str, Any]) -> int:
    below = plan.get("Plans", [])
    if below:
        return sum(_rows_looked_at(part) for part in below)
    rows = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
    return round(rows * plan["Actual Loops"])


def steps_of(plan: dict[str, Any], depth: int = 0) -> Iterator[str]:
    """A plan as lines, one for each step: buffers read, rows times rounds, what is done, with which index or table."""
    on = plan.get("Index Name") or plan.get("Relation Name") or ""
    buffers = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    yield f"{buffers:8,}  {'  ' * depth}{plan['Actual Rows']:.0f} x {plan['Actual Loops']} {plan['Node Type']} {on}"
    for part in plan.get("Plans", []):
        yield from steps_of(part, depth + 1)
