"""The nightly tidying: rows that are of no more use go, in blocks. Features say which (`forget`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, inspect, select

from .. import db
from .kinds import Block, Kind
from .models import FINISHED, Job

JOBS_KEPT = timedelta(days=30)

_forgotten: dict[str, tuple[Any, Callable[[], ColumnElement[bool]]]] = {}


def forget(model: Any, is_old: Callable[[], ColumnElement[bool]]) -> None:
    """Delete the rows of a table that are old, each night; there should be an index for the question."""
    _forgotten[model.__tablename__] = (model, is_old)


def _tidy(block: Block) -> bool:
    """Delete so many rows of the first table that is not tidied yet."""
    tidied = block.job.cursor.get("tidied", [])
    left = [table for table in _forgotten if table not in tidied]
    if not left:
        return True
    count = _delete_old(*_forgotten[left[0]], block.at_most)
    block.job.done += count
    block.job.result = {**block.job.result, left[0]: str(int(block.job.result.get(left[0], 0)) + count)}
    if count < block.at_most:
        block.job.cursor = {"tidied": [*tidied, left[0]]}
    return False


def _delete_old(model: Any, is_old: Callable[[], ColumnElement[bool]], at_most: int) -> int:
    (key,) = inspect(model).primary_key
    old = select(key).where(is_old()).limit(at_most)
    deleting = delete(model).where(key.in_(old)).execution_options(synchronize_session=False)
    return db.session.execute(deleting).rowcount  # type: ignore[attr-defined]


def _tell(job: Job) -> str:
    """How many rows went, by table: for the operator."""
    return ", ".join(f"{table} {count}" for table, count in job.result.items() if count != "0")


TIDYING = Kind("jobs.tidying", _l("Nightly tidying"), _tidy, tell_result=_tell, is_nightly=True)
forget(Job, lambda: Job.state.in_(FINISHED) & (Job.finished_at < db.now() - JOBS_KEPT))
