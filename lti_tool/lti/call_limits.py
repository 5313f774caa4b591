"""How many calls to other servers may be under way at once: a slow platform must not hold every thread that serves pages."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class TooManyCalls(Exception):
    """No call may begin now; one that ends makes room."""


class CallLimits:
    """Counts the calls of this process: at most threads - 1 in all, and to one host one fewer."""

    def __init__(self, threads: int) -> None:
        self.most = max(1, threads - 1)
        self.most_of_a_host = max(1, self.most - 1)
        self._under_way: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def call_to(self, host: str) -> Iterator[None]:
        """Room for one call; raises TooManyCalls at once instead of waiting, since waiting holds a thread too."""
        with self._lock:
            if self._under_way.total() >= self.most or self._under_way[host] >= self.most_of_a_host:
                raise TooManyCalls(host)
            self._under_way[host] += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way[host] -= 1
                if not self._under_way[host]:
                    del self._under_way[host]
