"""Where a course stands in its LMS: for a page that leads people back into it."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import select

from .. import db
from ..people.models import Course
from .models import Platform, Registration


def course_address(course: Course) -> str:
    """The address that an admin has given, else Moodle's own: below its issuer, by the course's number. Empty if unknown."""
    if course.address:
        return course.address
    if not course.context_id or not _is_moodle(course.issuer):
        return ""
    return f"{course.issuer.rstrip('/')}/course/view.php?{urlencode({'id': course.context_id})}"


def address_of_course(course_id: str) -> str:
    """The same for who knows only the course's id."""
    return course_address(db.session.get_one(Course, int(course_id)))


def _is_moodle(issuer: str) -> bool:
    products = select(Registration.product).join(Platform).where(Platform.issuer == issuer)
    return any(product.startswith("moodle") for product in db.session.scalars(products))
