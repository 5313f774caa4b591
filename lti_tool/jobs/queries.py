"""The jobs that a page or the operator looks at."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select

from .. import db
from .kinds import kinds
from .models import Job
from .operations import may_be_claimed

SHOWN = 50


def recent_jobs(organisation_id: int, *, with_admins: bool, with_staffs: bool) -> list[Job]:
    """The newest of a college: those of admins, those of staff, or both."""
    is_admins = Job.kind.in_([kind.name for kind in kinds.values() if kind.is_admins])
    query = select(Job).where(Job.organisation_id == organisation_id)
    if not with_admins:
        query = query.where(~is_admins)
    if not with_staffs:
        query = query.where(is_admins)
    return list(db.session.scalars(query.order_by(Job.id.desc()).limit(SHOWN)))


def all_jobs(limit: int) -> list[Job]:
    """The newest of the installation, for the operator."""
    return list(db.session.scalars(select(Job).order_by(Job.id.desc()).limit(limit)))


def left_undone(for_longer_than: timedelta) -> int:
    """How many jobs could have been taken so long ago, a hundred at most: nobody seems to do them."""
    left = select(Job.id).where(may_be_claimed(db.now() - for_longer_than))
    return db.session.scalar(select(func.count()).select_from(left.limit(100).subquery())) or 0


def nightly_last_started() -> datetime | None:
    """When a runner last started what it does each night."""
    names = [kind.name for kind in kinds.values() if kind.is_nightly]
    return db.session.scalar(select(func.max(Job.created_at)).where(Job.kind.in_(names)))
