"""The time of the processor, which others on the machine do not change."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def processor_time(act: Callable[[], object], rounds: int) -> float:
    """Milliseconds of this process, the middle of some rounds after a first one."""
    act()
    spent = []
    for _round in range(rounds):
        began = time.process_time()
        act()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)
