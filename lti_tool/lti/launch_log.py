"""The launch log: what a college's admin sees of refused launches, 30 days long.

Only launches that can be told to concern one organisation are kept, and only so many at a time: whoever floods the tool
with refused launches fills the server's log, not the database.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import g
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session
from werkzeug import Response

from .. import db
from ..errors import error_page, new_reference
from ..people.entry import entry_code, role_names, why_closed
from ..people.models import Launch, Organisation
from .models import RefusedLaunch, Registration
from .refusals import NOT_OPEN, REASONS, LaunchRefused, without_secrets

log = logging.getLogger("hoitomalli.launch")

KEPT = timedelta(days=30)
FLOOD = timedelta(minutes=10)
AT_MOST_IN_A_FLOOD = 30
LONGEST_USER_ID = 100


def remember_for_launch_log(registration: Registration, user_id: str = "") -> None:
    """Note whom this request is about, in case it is refused."""
    g.launching = registration
    g.launching_user = user_id


def keep_refusal(refused: LaunchRefused, reference: str) -> None:
    """Write the refusal down, in a transaction of its own since the answer is an error."""
    registration: Registration | None = g.get("launching")
    organisations = {deployment.organisation_id for deployment in registration.deployments} if registration else set()
    if registration is None or len(organisations) != 1:
        return
    line = RefusedLaunch(
        organisation_id=organisations.pop(),
        reference=reference,
        reason=refused.reason,
        issuer=registration.platform.issuer,
        user_id=g.launching_user[:LONGEST_USER_ID],
    )
    db.discard()
    with db.own_transaction(writing=True) as short:
        _add(short, line, RefusedLaunch.reason.not_in(NOT_OPEN))


def keep_closed(launch: Launch) -> None:
    """Write down that a good launch ended at the closed page: a line a day for a person and course, with the newest reason.

    It belongs to the launch's own transaction, as the last thing there: it holds up those that come at the same moment.
    """
    reason = why_closed(launch)
    reference = entry_code(launch)
    person = launch.person
    detail = ", ".join(role_names(launch.roles)) + "\n" + (launch.course.title or launch.course.context_id)
    line_of_today = select(RefusedLaunch).where(
        RefusedLaunch.organisation_id == person.organisation_id,
        RefusedLaunch.reference == reference,
        RefusedLaunch.refused_at > db.now() - timedelta(days=2),
    )
    today = db.session.scalar(line_of_today)
    if today is not None:
        today.reason = reason
        today.detail = detail
        return
    line = RefusedLaunch(
        organisation_id=person.organisation_id,
        reference=reference,
        reason=reason,
        issuer=person.issuer,
        user_id=person.subject[:LONGEST_USER_ID],
        detail=detail,
    )
    _add(db.session, line, RefusedLaunch.reason.in_(NOT_OPEN))


def _add(session: Session, line: RefusedLaunch, of_its_kind: ColumnElement[bool]) -> None:
    """Add a line where there is room: whoever floods one kind of lines fills the server's log, and hides no other kind."""
    one_at_a_time = select(Organisation.id).where(Organisation.id == line.organisation_id)
    session.execute(one_at_a_time.with_for_update(key_share=True))  # else many at once would each count too few
    lately = select(RefusedLaunch.id).where(
        RefusedLaunch.organisation_id == line.organisation_id, RefusedLaunch.refused_at > db.now() - FLOOD, of_its_kind
    )
    if session.scalar(select(func.count()).select_from(lately.limit(AT_MOST_IN_A_FLOOD).subquery())) == AT_MOST_IN_A_FLOOD:
        return
    session.add(line)


def show_refusal(refused: LaunchRefused) -> Response:
    """The page for the user; the reason and its detail go to the log under the same code, without personal data."""
    status, title, advice = REASONS[refused.reason]
    reference = new_reference()
    log.warning("launch refused %s reason=%s detail=%r", reference, refused.reason, without_secrets(refused.detail)[:300])
    keep_refusal(refused, reference)
    return error_page(status, title, advice, reference=reference)


def refused_launches(organisation_id: int, limit: int = 200) -> list[RefusedLaunch]:
    """The newest of the last 30 days."""
    query = select(RefusedLaunch).where(
        RefusedLaunch.organisation_id == organisation_id, RefusedLaunch.refused_at > db.now() - KEPT
    )
    return list(db.session.scalars(query.order_by(RefusedLaunch.id.desc()).limit(limit)))
