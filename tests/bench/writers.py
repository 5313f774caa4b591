"""How long others' saves wait on SQLite while one writer writes block after block without a gap."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine

from lti_tool.engines import make_engine

SECONDS = 8.0
BLOCK_SECONDS = 0.1
SAVERS = 3
PAUSE_SECONDS = 0.02  # of a saver between two saves


def waits_beside_blocks(folder: Path) -> list[float]:
    """Milliseconds of each save by three others during eight seconds of blocks of 100 ms."""
    engine = make_engine(f"sqlite:///{folder}/writers.db", most_waiting=SAVERS)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE line (writer INTEGER)")
    until = time.monotonic() + SECONDS
    with ThreadPoolExecutor(SAVERS + 1) as threads:
        savers = [threads.submit(_save_until, until, engine) for _saver in range(SAVERS)]
        threads.submit(_write_blocks_until, until, engine).result()
        waits = [wait for saver in savers for wait in saver.result()]
    engine.dispose()
    return waits


def described(waits: list[float]) -> str:
    return f"median {statistics.median(waits):.0f} ms, worst {max(waits):,.0f} ms, {len(waits)} saves"


def _write_blocks_until(until: float, engine: Engine) -> None:
    while time.monotonic() < until:
        with engine.begin() as connection:
            connection.exec_driver_sql("INSERT INTO line VALUES (0)")
            time.sleep(BLOCK_SECONDS)


def _save_until(until: float, engine: Engine) -> list[float]:
    waits = []
    while time.monotonic() < until:
        waits.append(_milliseconds(lambda: _save(engine)))
        time.sleep(PAUSE_SECONDS)
    return waits


def _save(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO line VALUES (1)")


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
