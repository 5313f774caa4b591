"""Reading what belongs to one organisation: its installations, links, courses."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from .. import db
from ..language import site
from ..lti.models import OPEN_DEPLOYMENTS, Deployment, Invite, Registration
from ..multilang import readers_title
from ..people.models import Course
from ..text import sort_key


def deployments(organisation_id: int) -> list[Deployment]:
    """The installations that show this organisation's data, removed ones left out."""
    query = select(Deployment).where(Deployment.organisation_id == organisation_id, Deployment.is_removed.is_(False))
    return list(db.session.scalars(_with_registration(query).order_by(Deployment.id)))


def removed_deployments(organisation_id: int) -> list[Deployment]:
    """Those that an admin has taken off the list, the newest first."""
    query = select(Deployment).where(Deployment.organisation_id == organisation_id, Deployment.is_removed)
    return list(db.session.scalars(_with_registration(query).order_by(Deployment.id.desc())))


def ways_back(deployment: Deployment) -> list[Deployment]:
    """The other installations of the college that are on: from there an admin comes in when this one is off."""
    query = select(Deployment).where(
        Deployment.organisation_id == deployment.organisation_id,
        Deployment.id != deployment.id,
        Deployment.id.in_(OPEN_DEPLOYMENTS),
    )
    return list(db.session.scalars(_with_registration(query).order_by(Deployment.id)))


def connection_name(deployment: Deployment) -> str:
    """An installation as it is told apart from others: one LMS may have several, of one client or of two."""
    registration = deployment.registration
    name = site(registration.platform.issuer)
    client = registration.client_id
    number = deployment.deployment_id
    return _("%(name)s (client %(client)s, installation %(number)s)", name=name, client=client, number=number)


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
    """The newest courses from which the tool has been launched, by title."""
    query = select(Course).where(Course.organisation_id == organisation_id).order_by(Course.id.desc())
    return sorted(db.session.scalars(query.limit(limit)), key=lambda course: (sort_key(readers_title(course.title)), course.id))
