"""The nightly tidying of a long neglected installation, and how long others' saves take meanwhile."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from threading import Thread

from flask import Flask
from sqlalchemy import func, insert, select, text

from lti_tool import db
from lti_tool.jobs.runner import Runner
from lti_tool.lti.models import UsedNonce
from lti_tool.people.models import Launch

OLD_LAUNCHES = 256_700  # with a nonce each
AT_ONCE = 10_000
PAUSE_SECONDS = 0.02  # between two saves


def leave_old_launches(app: Flask) -> None:
    """As many as a large college leaves behind in some years."""
    over = db.now() - timedelta(days=1)
    with app.app_context():
        known = db.session.scalars(select(Launch)).first()
        assert known is not None
        launch = {column.name: getattr(known, column.name) for column in Launch.__table__.columns}
        for begin in range(0, OLD_LAUNCHES, AT_ONCE):
            keys = [f"{number * 7919 % 1_000_003:022}" for number in range(begin, min(begin + AT_ONCE, OLD_LAUNCHES))]
            db.session.execute(insert(Launch), [{**launch, "key": key, "expires_at": over} for key in keys])
            db.session.execute(insert(UsedNonce), [{"nonce": key, "expires_at": over} for key in keys])
            db.session.commit()
        db.session.execute(text("ANALYZE"))  # else the databases take these tables for as small as at the start of the bench
        db.session.commit()


def tidying_beside_saves(app: Flask, save: Callable[[], object]) -> tuple[float, list[float], list[float]]:
    """Seconds of the tidying, and milliseconds of each save before it and beside it."""
    alone = [_milliseconds(save) for _save in range(100)]
    beside = []
    runner = Runner(app)
    thread = Thread(target=_work_all, args=[runner])
    began = time.perf_counter()
    thread.start()
    while thread.is_alive():
        beside.append(_milliseconds(save))
    seconds = time.perf_counter() - began
    thread.join()
    return seconds, alone, beside


def old_launches(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Launch).where(Launch.expires_at < db.now())) or 0


def described(waits: list[float]) -> str:
    return f"median {statistics.median(waits):.0f} ms, worst {max(waits):.0f}"


def _work_all(runner: Runner) -> None:
    while runner.work():
        pass


def _milliseconds(act: Callable[[], object]) -> float:
    time.sleep(PAUSE_SECONDS)
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000
