"""Reading what belongs to one organisation: its installations, links, courses."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from .. import db
from ..lti.models import Deployment, Invite, Registration
from ..people.models import Course


def deployments(organisation_id: int) -> list[Deployment]:
    """The installations that show this organisation's data, removed ones left out."""
    query = select(Deployment).where(Deployment.organisation_id == organisation_id, Deployment.is_removed.is_(False))
    return list(db.session.scalars(_with_registration(query).order_by(Deployment.id)))


def all_deployments() -> list[Deployment]:
    """Of all organisations, for the operator."""
    query = select(Deployment).where(Deployment.is_removed.is_(False))
    return list(db.session.scalars(_with_registration(query).order_by(Deployment.id)))


def _with_registration(query: Select[Deployment]) -> Select[Deployment]:
    return query.options(joinedload(Deployment.registration).lazyload(Registration.deployments))


def invites(organisation_id: int, limit: int = 20) -> list[Invite]:
    """The newest links."""
    query = select(Invite).where(Invite.organisation_id == organisation_id).order_by(Invite.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def courses(organisation_id: int, limit: int = 500) -> list[Course]:
    """Courses from which the tool has been launched, by title."""
    query = select(Course).where(Course.organisation_id == organisation_id)
    return sorted(db.session.scalars(query.limit(limit)), key=lambda course: (db.sort_key(course.title), course.id))
