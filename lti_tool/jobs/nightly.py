"""Jobs that nobody starts by hand: once a night, by whichever runner looks first."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from .. import db
from ..language import DEFAULT
from .kinds import Kind, kinds
from .models import Job

NIGHT = range(1, 4)  # hours in UTC: in Finland from three or four o'clock on
A_DAY = timedelta(hours=24)  # where the tool does not run at night, it is made up for


def due_tonight() -> list[Kind]:
    """The nightly kinds that must be started now; reads only."""
    return [kind for kind in kinds.values() if kind.is_nightly and _is_due(kind, db.now())]


def start_nightly(kind: Kind) -> Job:
    """The job of this day; two runners that start it at once get the same."""
    return db.get_or_create(Job, once=f"{kind.name} {db.now():%Y-%m-%d}", _new={"kind": kind.name, "language": DEFAULT})


def _is_due(kind: Kind, moment: datetime) -> bool:
    last = db.session.scalar(select(func.max(Job.created_at)).where(Job.kind == kind.name))
    if last is None or moment - last > A_DAY:
        return True
    return moment.hour in NIGHT and last.date() < moment.date()
