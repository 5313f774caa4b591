"""From verified claims to a launch: who it is, from which course, in which role."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from .. import db
from ..language import browser_language, known_language
from ..people.models import Course, Launch, Person
from ..people.operations import note_return
from .claims import Claims, read_claims
from .frames import launch_frames
from .launch_log import keep_closed
from .login import Login
from .message import CLAIM
from .models import Deployment, Registration, UsedNonce
from .platform_configuration import product_of
from .refusals import LaunchRefused
from .roles import Standing, standing_of

LAUNCH_LIFE = timedelta(hours=8)
NONCE_LIFE = timedelta(hours=2)  # longer than any token we accept may live
LAUNCH_NOTED_EVERY = timedelta(minutes=10)
# The tables themselves: as models they cost the session twice the time, and it knows none of these rows.
_LAUNCHES = cast(Table, Launch.__table__)
_NONCES = cast(Table, UsedNonce.__table__)

_SAME_PLACE = and_(Course.organisation_id == Person.organisation_id, Course.issuer == Person.issuer)
# Built once, since each launch asks. The person is locked: an erasing waits until the launch is there, to end it too, or is done,
# and then this is a new person.
_PERSON_AND_COURSE = (
    select(Person, Course)
    .outerjoin(Course, _SAME_PLACE & (Course.context_id == bindparam("context_id")))
    .where(Person.organisation_id == bindparam("organisation_id"))
    .where(Person.issuer == bindparam("issuer"), Person.subject == bindparam("subject"))
    .with_for_update(key_share=True, of=Person)
    .execution_options(populate_existing=True)
)
_HAS_MORE_RIGHT = or_(
    _LAUNCHES.c.is_admin,
    _LAUNCHES.c.is_teacher > bindparam("as_teacher"),
    _LAUNCHES.c.is_enrolled > bindparam("as_enrolled"),
)
_END_GREATER = delete(_LAUNCHES).where(
    _LAUNCHES.c.person_id == bindparam("person"), _LAUNCHES.c.course_id == bindparam("course"), _HAS_MORE_RIGHT
)

# feature -> what follows from a launch of somebody who was let in; features above add theirs
when_let_in: dict[str, Callable[[Person], None]] = {}


def use_nonce(login: Login) -> None:
    """Use the login's nonce up; the constraint refuses a second use, also by two requests at once."""
    try:
        db.session.execute(insert(_NONCES), {"nonce": login.nonce, "expires_at": db.now() + NONCE_LIFE})
    except IntegrityError as error:
        raise LaunchRefused("token_reused") from error


def find_deployment(registration: Registration, deployment_id: str) -> Deployment:
    """The deployment of the message; switched off ones are refused."""
    found = next(d for d in registration.deployments if d.deployment_id == deployment_id)
    if not found.is_active or found.is_removed:
        raise LaunchRefused("inactive", f"deployment {deployment_id!r}")
    return found


def begin_launch(registration: Registration, verified: dict[str, Any]) -> Launch:
    """Write person, course and launch; gives the launch."""
    claims = read_claims(verified)
    standing = standing_of(claims.roles)
    deployment = find_deployment(registration, claims.deployment_id)
    place = {"organisation_id": deployment.organisation_id, "issuer": registration.platform.issuer}
    person, course = _person_and_course(place, claims.subject, claims.context_id)
    title = claims.context_title or course.title
    db.set_changed(course, {"title": title, "has_students": course.has_students or standing.is_student})
    launch = Launch(
        key=secrets.token_urlsafe(16),
        person=person,
        course=course,
        person_id=person.id,
        course_id=course.id,
        deployment_id=deployment.id,
        is_admin=standing.is_admin,
        is_teacher=standing.is_teacher,
        is_enrolled=standing.is_enrolled,
        language=known_language(claims.locale) or browser_language() or person.organisation.language,
        roles=" ".join(claims.roles),
        frame_origins=launch_frames(registration, deployment, verified),
        expires_at=db.now() + LAUNCH_LIFE,
    )
    _let_in(launch, claims)
    _end_greater_launches(launch)
    _note_launch_of(deployment, claims, standing)
    _note_product(registration, verified)
    return launch


def _let_in(launch: Launch, claims: Claims) -> None:
    """Keep the name of whom we let in; of all others, e.g. students, none is kept, but a line in the launch log."""
    if launch.may_enter:
        db.set_changed(launch.person, {"is_staff": True})
        note_return(launch.person)
    if launch.may_enter or launch.is_admin:
        _keep_name(launch.person, claims)
    _write(launch)
    if launch.may_enter:
        for follow in when_let_in.values():
            follow(launch.person)
    if not (launch.may_enter or launch.is_admin):
        keep_closed(launch)


def _write(launch: Launch) -> None:
    """Straight into its table, after person and course: nothing changes it later, the session takes three times as long."""
    db.session.execute(insert(_LAUNCHES), {column.name: getattr(launch, column.name) for column in _LAUNCHES.columns})


def _end_greater_launches(launch: Launch) -> None:
    """End this person's earlier launches in the course that had more right: the role has changed in the LMS since."""
    if launch.is_admin:
        return
    whose = {"person": launch.person.id, "course": launch.course.id}
    rights = {"as_teacher": launch.is_teacher, "as_enrolled": launch.is_enrolled}
    db.session.execute(_END_GREATER, whose | rights)


def _note_launch_of(deployment: Deployment, claims: Claims, standing: Standing) -> None:
    """When the deployment was used last and when it told who somebody is, as admins want to know it: not to the second."""
    noted = ["last_launch_at"]
    if not standing.is_test_user:
        noted.append("name_given_at" if claims.name else "name_missing_at")
        noted.append("email_given_at" if claims.email else "email_missing_at")
    long_ago = db.now() - LAUNCH_NOTED_EVERY
    due = [name for name in noted if (getattr(deployment, name) or long_ago) <= long_ago]
    if due:
        now_noted = dict.fromkeys(due, db.now())
        table = cast(Table, Deployment.__table__)
        db.session.execute(update(table).where(table.c.id == deployment.id).values(now_noted))


def _note_product(registration: Registration, verified: dict[str, Any]) -> None:
    """Which LMS it is, where it was connected by hand and nobody has said so."""
    platform = verified.get(CLAIM + "tool_platform")
    if registration.product or not isinstance(platform, dict) or not product_of(platform):
        return
    unknown = update(Registration).where(Registration.id == registration.id, Registration.product == "")
    db.session.execute(unknown.values(product=product_of(platform)), execution_options={"synchronize_session": False})


def _keep_name(person: Person, claims: Claims) -> None:
    """What the platform tells of a person today; what it withholds stays as it was known."""
    db.set_changed(person, {"name": claims.name or person.name, "email": claims.email or person.email})


def _person_and_course(place: dict[str, Any], subject: str, context_id: str) -> tuple[Person, Course]:
    """Both known after the first launch. Without a context all links share one course."""
    known = db.session.execute(_PERSON_AND_COURSE, place | {"subject": subject, "context_id": context_id}).first()
    person, course = known or (None, None)
    return (
        person or db.get_or_create(Person, **place, subject=subject),
        course or db.get_or_create(Course, **place, context_id=context_id),
    )
