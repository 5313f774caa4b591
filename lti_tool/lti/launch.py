"""From verified claims to a launch: who it is, from which course, in which role. All optional claims may be missing."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from .. import db
from ..language import browser_language, known_language
from ..people.models import Course, Launch, Organisation, Person
from .frames import launch_frames
from .login import Login
from .message import CLAIM
from .models import Deployment, Registration, UsedNonce
from .refusals import LaunchRefused

LAUNCH_LIFE = timedelta(hours=8)
NONCE_LIFE = timedelta(hours=2)  # longer than any token we accept may live
LAUNCH_NOTED_EVERY = timedelta(minutes=10)
LONGEST_CONTEXT_ID = 255  # LTI core 5.4.1; a cut one could be another course
ADMINISTRATOR_ROLES = {
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator",
    "http://purl.imsglobal.org/vocab/lis/v2/system/person#SysAdmin",
    "http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator",
}
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
_IS_PERSON = and_(
    Person.organisation_id == Organisation.id, Person.issuer == bindparam("issuer"), Person.subject == bindparam("subject")
)
_IS_COURSE = and_(
    Course.organisation_id == Organisation.id, Course.issuer == bindparam("issuer"), Course.context_id == bindparam("context_id")
)
_PERSON_AND_COURSE = (
    select(Person, Course)
    .select_from(Organisation)
    .outerjoin(Person, _IS_PERSON)
    .outerjoin(Course, _IS_COURSE)
    .where(Organisation.id == bindparam("organisation_id"))
)


def use_nonce(login: Login) -> None:
    """Use the login's nonce up; the constraint refuses a second use, also by two requests at once."""
    try:
        db.session.execute(insert(UsedNonce), {"nonce": login.nonce, "expires_at": db.now() + NONCE_LIFE})
    except IntegrityError as error:
        raise LaunchRefused("token_reused") from error


def find_deployment(registration: Registration, claims: dict[str, Any]) -> Deployment:
    """The deployment of the message; switched off ones are refused."""
    deployment_id = claims[CLAIM + "deployment_id"]
    found = next(d for d in registration.deployments if d.deployment_id == deployment_id)
    if not found.is_active or found.is_removed:
        raise LaunchRefused("inactive", f"deployment {deployment_id!r}")
    return found


def begin_launch(registration: Registration, claims: dict[str, Any]) -> Launch:
    """Write person, course and launch; gives the launch."""
    deployment = find_deployment(registration, claims)
    place = {"organisation_id": deployment.organisation_id, "issuer": registration.platform.issuer}
    roles = _roles(claims)
    is_admin, is_teacher = bool(roles & ADMINISTRATOR_ROLES), _has_role(roles, "Instructor")
    is_student = _has_role(roles, "Learner") and not (is_teacher or is_admin)
    context = _context(claims)
    person, course = _person_and_course(place, claims["sub"], context.get("id", ""))
    course.title = _text(context.get("title")) or course.title or ""
    course.has_students = bool(course.has_students or is_student)
    presentation = _object(claims, "launch_presentation")
    launch = Launch(
        key=secrets.token_urlsafe(16), person=person, course=course, deployment_id=deployment.id,
        is_admin=is_admin, is_teacher=is_teacher,
        is_enrolled=is_teacher or _has_role(roles, "Learner"),
        language=(
            known_language(_text(presentation.get("locale"))) or browser_language() or deployment.organisation.language
        ),
        frame_origins=launch_frames(registration, deployment, claims), expires_at=db.now() + LAUNCH_LIFE,
    )  # fmt: skip
    if launch.may_enter or is_admin:  # of all others, e.g. students, no name is kept
        _keep_name(person, claims)
    if launch.may_enter and not person.is_staff:
        person.is_staff = True
    db.session.add(launch)
    _end_greater_launches(launch)
    _note_launch_of(deployment)
    db.session.flush()
    return launch


def _end_greater_launches(launch: Launch) -> None:
    """End this person's earlier launches in the course that had more right: the role has changed in the LMS since."""
    if launch.is_admin:
        return
    greater = [Launch.is_admin]
    if not launch.is_teacher:
        greater.append(Launch.is_teacher)
    if not launch.is_enrolled:
        greater.append(Launch.is_enrolled)
    earlier = delete(Launch).where(Launch.person_id == launch.person.id, Launch.course_id == launch.course.id, or_(*greater))
    db.session.execute(earlier.execution_options(synchronize_session=False))


def _note_launch_of(deployment: Deployment) -> None:
    """When the deployment was used last, as admins want to know it: not to the second."""
    if deployment.last_launch_at is None or deployment.last_launch_at < db.now() - LAUNCH_NOTED_EVERY:
        table = Deployment.__table__
        db.session.execute(update(table).where(table.c.id == deployment.id).values(last_launch_at=db.now()))  # type: ignore[arg-type]


def _text(value: object) -> str:
    """A claim as text. Moodle leaves variables it cannot fill empty, or verbatim as `$X.y`: both mean nothing."""
    text = value if isinstance(value, str) else ""
    text = text.replace("\0", "").encode("utf-8", "ignore").decode().strip()  # what no database takes
    return "" if text.startswith("$") else text[:300]


def _object(claims: dict[str, Any], name: str) -> dict[str, Any]:
    value = claims.get(CLAIM + name)
    return value if isinstance(value, dict) else {}


def _context(claims: dict[str, Any]) -> dict[str, Any]:
    """The course (LTI core 5.4.1), empty where the claim is absent.

    Raises LaunchRefused when it is there and its id cannot be used: taken as absent, such launches would share one course.
    """
    context = claims.get(CLAIM + "context")
    if context is None:
        return {}
    context_id = context.get("id") if isinstance(context, dict) else None
    if not _text(context_id) or _text(context_id) != context_id or len(context_id) > LONGEST_CONTEXT_ID:
        raise LaunchRefused("wrong_context", f"context id {context_id!r}")
    return context


def _roles(claims: dict[str, Any]) -> set[str]:
    """The roles under the names of the specification; Moodle writes some of them with https (recorded)."""
    given = claims.get(CLAIM + "roles")
    names = [role for role in given if isinstance(role, str)] if isinstance(given, list) else []
    return {("http://" + name.removeprefix("https://")) if name.startswith("https://") else name for name in names}


def _has_role(roles: set[str], role: str) -> bool:
    """Context roles come as full URI or, outdated but allowed, as the short name (LTI core A.2)."""
    return MEMBERSHIP + role in roles or role in roles


def _keep_name(person: Person, claims: dict[str, Any]) -> None:
    together = f"{_text(claims.get('given_name'))} {_text(claims.get('family_name'))}".strip()
    name = _text(claims.get("name")) or together
    if name and name != person.name:
        person.name, person.search_text = name, db.search_key(name)
    person.email = _text(claims.get("email")) or person.email


def _person_and_course(place: dict[str, Any], subject: str, context_id: str) -> tuple[Person, Course]:
    """Both known after the first launch, so they are asked for at once. Without a context all links share one course."""
    known = {**place, "subject": subject, "context_id": context_id}
    person, course = db.session.execute(_PERSON_AND_COURSE, known).one()
    return (
        person or db.get_or_create(Person, **place, subject=subject),
        course or db.get_or_create(Course, **place, context_id=context_id),
    )
