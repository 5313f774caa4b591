"""The time of the processor, which others on the machine do not change."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask


def processor_time(act: Callable[[], object], rounds: int) -> float:
    """Milliseconds of this process, the middle of some rounds after a first one."""
    act()
    spent = []
    for _round in range(rounds):
        began = time.process_time()
        act()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


@contextmanager
def application_time(app: Flask) -> Iterator[list[float]]:
    """Milliseconds that each request costs the application, without the browser, which is in this process too."""
    spent: list[float] = []
    application = app.wsgi_app

    def timed(environ, start_response):
        began = time.process_time()
        answer = application(environ, start_response)
        spent.append((time.process_time() - began) * 1000)
        return answer

    app.wsgi_app = timed  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        app.wsgi_app = application  # type: ignore[method-assign]


def described(spent: list[float]) -> str:
    return f"{statistics.median(spent):.1f} ms of the processor (least {min(spent):.1f})"
