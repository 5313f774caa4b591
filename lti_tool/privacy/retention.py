"""What the night does: former contact details leave the history, and the ledger's file gets what it lacks."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any, cast

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import Table, select, tuple_

from .. import db
from ..contacts.models import ContactRole
from ..days import months_after
from ..history.models import Change, ChangeSet
from ..jobs.kinds import Block, Kind
from ..jobs.models import Job
from . import ledger
from .in_history import blank
from .registry import THEIRS

log = logging.getLogger("hoitomalli")

LEFT_MONTHS = 12  # after which who has left is proposed for erasing
DETAILS = ((THEIRS, "email"), (THEIRS, "phone"), (ContactRole.__tablename__, "title"))
_CHANGE = cast(Table, Change.__table__)


def years_ago(years: int, present: datetime) -> datetime:
    """The same moment so many years ago."""
    day = months_after(present.date(), -12 * years)
    return present.replace(year=day.year, month=day.month, day=day.day)


def kept_since() -> datetime:
    """From when on contact details stay in the history, as the college's operator has set it."""
    return years_ago(current_app.config["CONTACT_HISTORY_YEARS"], db.now())


def _forget_details(block: Block) -> bool:
    """The next lines with a contact detail that are older than the college keeps them."""
    after = block.job.cursor.get("after", 0)
    lines = _old_lines(after, block.at_most)
    block.job.done += blank(db.session.connection(), lines)
    if len(lines) == block.at_most:
        block.job.cursor = {"after": lines[-1].id}
        return False
    _complete_ledger()
    return True


def _old_lines(after: int, at_most: int) -> list[Any]:
    query = select(_CHANGE.c.id, _CHANGE.c.before, _CHANGE.c.after).join(ChangeSet, ChangeSet.id == _CHANGE.c.change_set_id)
    is_detail = tuple_(_CHANGE.c.entity, _CHANGE.c.field).in_(DETAILS)
    query = query.where(is_detail, _CHANGE.c.id > after, ChangeSet.created_at < kept_since()).order_by(_CHANGE.c.id)
    return list(db.session.execute(query.limit(at_most)))


def _complete_ledger() -> None:
    path = ledger.file_of_app()
    try:
        missing = ledger.missing_in_file(path)
        if missing:
            ledger.append(path, missing)
    except OSError as error:
        log.error("The erasure ledger cannot be written (%s).", error.strerror)
    except ledger.LedgerUnreadable as error:
        log.error("%s It is left alone.", error)


def _tell(job: Job) -> str:
    return str(job.done) if job.done else ""


RETENTION = Kind(
    "privacy.retention", _l("Former contact details leave the history"), _forget_details, tell_result=_tell, is_nightly=True
)
